"""Pages of the presidium."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Crumb

from .. import forms, queries, services, showing
from ..enums import OPEN, PresidiumRole
from ..models import Attendee, Pack, PresidiumSitting
from ..naming import Roll
from .asking import Block, acted, actor_of, form_page, visible_or_404


@require_GET
def presidium(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who sits in the presidium, and who was due and present at its meetings."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    prepares = may("plenary.prepare", actor) and pack.state in OPEN
    sitting = queries.in_presidium(queries.here(pack))
    blocks = [_of_role(role, sitting) for role in PresidiumRole]
    shown = [each for each in blocks if each.rows] or [
        Block("主席团", showing.PRESIDIUM_COLUMNS, [], "还没有主席团名单", "预备会议选举以后，按选举结果录入。")
    ]  # fmt: skip
    figures = [_sitting(row) for row in pack.sittings.all()]
    shown.append(Block("主席团会议", showing.SITTING_COLUMNS, figures, "还没有开过主席团会议"))
    context = {
        "title": "主席团", "heading": f"{pack.session.label}主席团 {len(sitting)} 人", "pack": pack, "blocks": shown,
        "links": [
            ("录入名单", showing.url("set-presidium", pack), "primary"),
            ("记一次会议", showing.url("sitting", pack), ""),
        ] if prepares else [],
        "crumbs": showing.crumbs(pack, "主席团"),
    }  # fmt: skip
    return render(request, "plenary/list.html", context)


def _of_role(role: PresidiumRole, sitting: Sequence[Attendee]) -> Block:
    rows = [showing.presidium_row(each) for each in sitting if each.presidium == role]
    return Block(f"{role.label} {len(rows)} 人", showing.PRESIDIUM_COLUMNS, rows, "")


def _sitting(row: PresidiumSitting) -> list[Cell]:
    when = f"{row.day.month}月{row.day.day}日{row.get_part_display()}"
    return [Cell(f"第{row.ordinal}次"), Cell(when), Cell(str(row.due)), Cell(str(row.present)), Cell(row.note)]


@require_http_methods(["GET", "POST"])
@act
def enter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter the presidium as it was elected."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    people = queries.here(pack)
    roll = Roll(people)
    first = forms.first_presidium(queries.in_presidium(people), roll)
    form = forms.PresidiumForm(request.POST or None, initial=first)

    def perform() -> None:
        services.set_presidium(pack=pack, by=actor, at=now, **form.chosen(roll))

    if request.method == "POST" and acted(form, perform):
        return done(request, "主席团名单已录入；已经排过座的，请重新排座。", to=showing.url("presidium", pack))
    return form_page(
        request, form, title="录入主席团名单", label="录入", back=showing.url("presidium", pack),
        crumbs=_way(pack, "录入名单"), draft="plenary-presidium",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def sitting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note a meeting of the presidium with its figures."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    form = forms.SittingForm(request.POST or None)

    def perform() -> None:
        services.note_sitting(pack=pack, sitting=form.sitting(), by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, "已记下应到和实到。", to=showing.url("presidium", pack))
    return form_page(
        request, form, title="记一次主席团会议", label="记下来", back=showing.url("presidium", pack),
        crumbs=_way(pack, "记一次会议"), lead="应到人数按现在的名单算。",
    )  # fmt: skip


def _way(pack: Pack, last: str) -> list[Crumb]:
    return showing.crumbs(pack, Crumb("主席团", showing.url("presidium", pack)), last)
