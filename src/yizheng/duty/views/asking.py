"""What every page of the room asks of its request."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor
from yizheng.org.models import Membership, Sector
from yizheng.org.queries import memberships_visible_to

from .. import queries
from ..models import DutyRecord, SchemeVersion, ScoreSheet


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def record_or_404(actor: Actor, public_id: UUID) -> DutyRecord:
    """Return a record the person may see."""
    return get_object_or_404(queries.records_visible_to(actor), public_id=public_id)


def sheet_or_404(actor: Actor, public_id: UUID) -> ScoreSheet:
    """Return a sheet the person may see."""
    return get_object_or_404(queries.sheets_visible_to(actor), public_id=public_id)


def scheme_or_404(actor: Actor, public_id: UUID) -> SchemeVersion:
    """Return a scheme the person may see."""
    return get_object_or_404(queries.schemes_visible_to(actor), public_id=public_id)


def seat_or_404(actor: Actor, public_id: UUID) -> Membership:
    """Return a seat the person may know of."""
    rows = memberships_visible_to(actor).select_related("person", "sector").prefetch_related("suspensions")
    return get_object_or_404(rows, public_id=public_id)


def seat_asked(request: HttpRequest, actor: Actor) -> Membership | None:
    """Return the seat an address narrows a list to, if it names one the person may know of."""
    try:
        public_id = UUID(request.GET.get("member", ""))
    except ValueError:
        return None
    return memberships_visible_to(actor).select_related("person").filter(public_id=public_id).first()


def sector_asked(request: HttpRequest) -> Sector | None:
    """Return the sector an address narrows a list to, if it names one."""
    try:
        return Sector.objects.filter(public_id=UUID(request.GET.get("sector", ""))).first()
    except ValueError:
        return None


def year_of(request: HttpRequest, today: date) -> int:
    """Return the year the address asks for; the running one when it asks for none."""
    return queries.year_asked(request.GET.get("year", ""), today)
