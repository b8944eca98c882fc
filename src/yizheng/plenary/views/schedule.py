"""Pages of the schedule."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb

from .. import forms, queries, services, showing
from ..enums import OPEN
from ..models import Pack
from .asking import Block, acted, actor_of, form_page, pressed, visible_or_404

EMPTY = Block("日程", showing.SCHEDULE_COLUMNS, [], "还没有日程", "从报到那天写起，一项一项地加。")


@require_GET
def schedule(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the schedule, a half-day a card."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    prepares = may("plenary.prepare", actor) and pack.state in OPEN
    half_days = showing.by_half_days(pack.items.all())
    blocks = [
        Block(words, showing.SCHEDULE_COLUMNS, [showing.item_row(each, may_change=prepares) for each in items], "")
        for words, items in half_days
    ]  # fmt: skip
    context = {
        "title": "日程", "heading": f"{pack.session.label}日程", "pack": pack, "papers": "plenary-schedule",
        "blocks": blocks or [EMPTY],
        "links": [("加一项", showing.url("new-item", pack), "primary")] if prepares else [],
        "crumbs": showing.crumbs(pack, "日程"), "lead": showing.days(pack),
    }  # fmt: skip
    return render(request, "plenary/list.html", context)


@require_http_methods(["GET", "POST"])
@act
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a line."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    first = {"day": pack.session.opens, "place": pack.place}
    form = forms.LineForm(request.POST or None, initial=first)

    def perform() -> None:
        services.put_item(pack=pack, line=form.line(), by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, "已加上。", to=showing.url("schedule", pack))
    return form_page(
        request, form, title="加一项日程", label="加上", back=showing.url("schedule", pack), crumbs=_way(pack, "加一项")
    )


@require_http_methods(["GET", "POST"])
@act
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a line."""
    actor, now = actor_of(request), timezone.now()
    item = get_object_or_404(queries.items_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)
    form = forms.LineForm(request.POST or None, initial=forms.first_line(item))

    def perform() -> None:
        services.put_item(pack=item.pack, line=form.line(), item=item, by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, "已改好。", to=showing.url("schedule", item.pack))
    return form_page(
        request, form, title="改日程", label="存好", back=showing.url("schedule", item.pack),
        crumbs=_way(item.pack, "改日程"), drop=(showing.url("drop-item", item), "删去这一项"),
    )  # fmt: skip


@require_http_methods(["POST"])
@act
def drop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a line off."""
    actor, now = actor_of(request), timezone.now()
    item = get_object_or_404(queries.items_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)

    def perform() -> str:
        services.drop_item(item=item, by=actor, at=now)
        return "已删去。"

    return pressed(request, perform, to=showing.url("schedule", item.pack))


def _way(pack: Pack, last: str) -> list[Crumb]:
    return showing.crumbs(pack, Crumb("日程", showing.url("schedule", pack)), last)
