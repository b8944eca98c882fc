"""Pages of the seat chart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb

from .. import forms, queries, services, showing
from ..enums import OPEN, GuestKind
from ..models import Attendee, seat_words
from ..naming import Roll
from ..services import Seen
from .asking import acted, actor_of, form_page, pressed, visible_or_404


@require_GET
def seats(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who sits where; one's own seat is marked. The office taps a person (`pick`), then the place they go to."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    people = queries.everybody(pack)
    prepares = may("plenary.prepare", actor) and pack.state in OPEN
    picked = _picked(people, request.GET.get("pick", "")) if prepares else None
    context = {
        "pack": pack, "own": next((row for row in people if row.person.user_id == actor.user_id), None),
        "chart": showing.chart(pack, people, whole=picked is not None),
        "seats": range(1, max(pack.seats_a_row, 1) + 1), "picked": picked,
        "picked_from": showing.seat_name(picked) if picked else "",
        "without": [row for row in people if row.seat_row is None and row.kind != GuestKind.STAFF],
        "staff": [row for row in people if row.seat_row is None and row.kind == GuestKind.STAFF],
        "may_prepare": prepares, "crumbs": showing.crumbs(pack, "座位图"),
    }  # fmt: skip
    return render(request, "plenary/seats.html", context)


def _picked(people: Sequence[Attendee], asked: str) -> Attendee | None:
    return next((row for row in people if str(row.public_id) == asked), None)


@require_http_methods(["POST"])
@act
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Seat the person who was tapped in the place that was tapped; who sits there takes the free seat."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    people = queries.everybody(pack)
    asked, _, seen_there = request.POST.get("to", "").partition(":")
    row, to, there = _picked(people, request.POST.get("who", "")), _seat(asked), _picked(people, seen_there)
    if row is None or to is None:
        return done(request, "没有看到点了谁、点了哪里，请再点一次。", to=showing.url("seats", pack))

    def perform() -> str:
        seen = Seen(_seat(request.POST.get("from", "")), there.pk if there else None)
        other = services.move_seat(attendee=row, to=to, seen=seen, by=actor, at=now)
        return f"{row}已调到{seat_words(*to)}" + (f"，{other}换到{other.seat or '没有座位'}。" if other else "。")

    return pressed(request, perform, to=f"{showing.url('seats', pack)}#seat-{to[0]}-{to[1]}")


def _seat(posted: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{1,3})-(\d{1,3})", posted, re.ASCII)
    return (int(found[1]), int(found[2])) if found else None


@require_http_methods(["POST"])
@act
def assign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Seat everybody anew."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    return pressed(
        request, lambda: f"已排好{services.seat_all(pack=pack, by=actor, at=now)}个座位。",
        to=showing.url("seats", pack),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def swap(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let two people change seats."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    form = forms.SwapForm(request.POST or None)

    def perform() -> None:
        one, other = form.pair(Roll(queries.everybody(pack)))
        services.swap_seats(one=one, other=other, by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        said = f"{form.cleaned_data['one']}和{form.cleaned_data['other']}已换座。"
        return done(request, said, to=showing.url("seats", pack))
    return form_page(
        request, form, title="换座", label="换座", back=showing.url("seats", pack),
        crumbs=showing.crumbs(pack, Crumb("座位图", showing.url("seats", pack)), "换座"),
        lead="写上两位的姓名，他们的座位对换；其中一位可以还没有座位。",
    )  # fmt: skip
