"""What every page of the room asks of its request: who, and which rows that person may read."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee

from .. import queries
from ..models import WorkPlan

M = TypeVar("M", bound=Model)


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def committee_of(request: HttpRequest) -> Committee:
    """Return the committee of the address."""
    return cast(Committee, cast(Any, request).committee)


def visible_or_404(rows: QuerySet[M], public_id: UUID) -> M:
    """Return one of the rows a person may read; anything else does not exist for them."""
    return get_object_or_404(rows, public_id=public_id)


def number_in(request: HttpRequest, name: str, low: int, high: int) -> int | None:
    """Return a whole number of the query within bounds, else None."""
    raw = request.GET.get(name, "")
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 4):
        return None
    return int(raw) if low <= int(raw) <= high else None


def uuid_in(request: HttpRequest, name: str) -> UUID | None:
    """Return an id of the query, None when it is absent. Raises: Http404 when it is no id."""
    raw = request.GET.get(name, "")
    if not raw:
        return None
    try:
        return UUID(raw)
    except ValueError:
        raise Http404("no such id") from None


def plan_asked(request: HttpRequest, *, on: date) -> WorkPlan | None:
    """Return the plan of the asked year, else this year's, else the newest one the person may read."""
    actor, year = actor_of(request), number_in(request, "year", 1949, 9999)
    if year is None:
        return queries.current_plan(actor, on=on)
    return queries.plans_visible_to(actor).filter(year=year).order_by("-id").first()
