"""Pages of the address book: numbers are masked, reading one is an act that is noted (office-practice 5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may, require
from yizheng.org import services as org
from yizheng.org.models import Person
from yizheng.org.ringing import ringable

from .. import queries, showing
from ..models import Attendee, Pack
from .asking import actor_of, visible_or_404

PAGE_ROWS = 50
SHOWN_DIGITS = 3


@require_GET
def book(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List members, guests and staff with group and work; telephone numbers stand masked."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    return _page(request, actor, pack, read=None)


@require_http_methods(["POST"])
def phone(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one number to whom it may be shown; the reading is noted."""
    actor = actor_of(request)
    row = get_object_or_404(queries.attendees_visible_to(actor), public_id=public_id, is_out=False)
    person = row.person
    require("org.read_phone", actor, person)
    number = org.read_phone(person=person, by=actor, at=timezone.now())
    return _page(request, actor, row.pack, read=(row, number))


def _page(request: HttpRequest, actor: Actor, pack: Pack, *, read: tuple[Attendee, str] | None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    words = asked.get("q", "").strip()[:40]
    rows = [row for row in queries.everybody(pack) if words in _searched(row)]
    page = Paginator(rows, PAGE_ROWS).get_page(asked.get("page"))
    allowed = ringable(actor, [row.person for row in page])
    context = {
        "pack": pack, "page": page, "words": words, "total": len(rows),
        "people": [_line(row, allowed, read) for row in page],
        "may_export": may("plenary.export_book", actor), "crumbs": showing.crumbs(pack, "通讯录"),
    }  # fmt: skip
    return render(request, "plenary/book.html", context)


def _searched(row: Attendee) -> str:
    return f"{row} {row.where} {row.group or ''} {row.person.employer}"


def _line(row: Attendee, allowed: set[int], read: tuple[Attendee, str] | None) -> dict[str, Any]:
    person = row.person
    shown = read[1] if read is not None and read[0].pk == row.pk else ""
    return {
        "row": row, "work": f"{person.employer}{person.title}", "number": shown or masked(person),
        "read_url": showing.url("phone", row) if person.pk in allowed and person.phone and not shown else "",
    }  # fmt: skip


def masked(person: Person) -> str:
    """Return a number of which only the first three digits can be read."""
    number = person.phone
    return number[:SHOWN_DIGITS] + "*" * max(len(number) - SHOWN_DIGITS, 0) if number else "未登记"
