"""Pages of the seat chart."""

from __future__ import annotations

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
from ..enums import OPEN
from ..naming import Roll
from .asking import acted, actor_of, form_page, pressed, visible_or_404


@require_GET
def seats(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who sits where; one's own seat is marked."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    people = queries.here(pack)
    own = next((row for row in people if row.membership.person.user_id == actor.user_id), None)
    context = {
        "pack": pack, "own": own, "chart": showing.chart(pack, people), "seats": range(1, pack.seats_a_row + 1),
        "without": [row for row in people if row.seat_row is None],
        "may_prepare": may("plenary.prepare", actor) and pack.state in OPEN,
        "crumbs": showing.crumbs(pack, "座位图"),
    }  # fmt: skip
    return render(request, "plenary/seats.html", context)


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
    """Let two members change seats."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    form = forms.SwapForm(request.POST or None)

    def perform() -> None:
        one, other = form.pair(Roll(queries.here(pack)))
        services.swap_seats(one=one, other=other, by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        said = f"{form.cleaned_data['one']}和{form.cleaned_data['other']}已换座。"
        return done(request, said, to=showing.url("seats", pack))
    return form_page(
        request, form, title="换座", label="换座", back=showing.url("seats", pack),
        crumbs=showing.crumbs(pack, Crumb("座位图", showing.url("seats", pack)), "换座"),
        lead="写上两位的姓名，他们的座位对换；其中一位可以还没有座位。",
    )  # fmt: skip
