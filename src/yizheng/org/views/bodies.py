"""Special committees, offices, grassroots units: lists and pages."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column
from yizheng.ui.tags.marks import long_date

from .. import queries
from ..enums import GRASSROOTS_KINDS, BodyKind
from ..models import (
    Body,
    Membership,
    Oversight,
    in_force,
)
from . import house_acts as table
from .acting import Act, buttons
from .asking import Block, Button, actor_of, crumbs, span, texts
from .drawing import draw_list, history_block, offer, person_cell
from .member_acts import SEAT_ACTS


@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    """List the special committees and offices (专委会与机构), those that are no more at the end."""
    inner = [kind for kind in BodyKind if kind not in GRASSROOTS_KINDS]
    return _bodies(request, "专委会与机构", inner, table.FOUND_BODY)


@require_GET
def grassroots(request: HttpRequest) -> HttpResponse:
    """List the street work committees, liaison offices and groups (街道工委与联络处)."""
    return _bodies(request, "街道工委与联络处", list(GRASSROOTS_KINDS), table.FOUND_GRASSROOTS)


def _bodies(request: HttpRequest, title: str, kinds: list[BodyKind], found: Act) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    rows = list(Body.objects.filter(kind__in=kinds).order_by("kind", "order", "id"))
    running = [row for row in rows if row.valid_to is None or row.valid_to > today]
    seats = Counter(queries.seats_on(today).values_list("body_id", flat=True))
    stays = Counter(queries.stays_on(today).values_list("body_id", flat=True))
    led = _leaders_by_body(today)
    ended = [row for row in rows if row not in running]
    waiting = queries.chosen_seats().count() if may("org.approve_seat", actor) and found is table.FOUND_BODY else 0
    columns = [Column("名称"), Column("简称"), Column("种类"), Column("人数", "number"), Column("分管领导")]
    return draw_list(
        request, title=title, heading=f"{title}，现有 {len(running)} 个",
        lead="名称、简称随届改变的，旧名称都留着，导入时认得出",
        buttons=[
            *offer(found, actor),
            *([Button(f"审核专委会选择（{waiting}）", address("org:choices"))] if waiting else []),
        ],
        columns=columns, empty="还没有登记", empty_text="由办公室新设。",
        rows=[_body_row(row, seats[row.pk] + stays[row.pk], led) for row in running],
        blocks=[Block("已经撤销或分设的", columns=texts("名称", "简称", "时间"), rows=[
            [Cell(row.full_name, _body_url(row)), row.short_name, span(row.valid_from, row.valid_to)] for row in ended
        ])] if ended else [],
    )  # fmt: skip


def _leaders_by_body(today: date) -> dict[int, list[str]]:
    led: dict[int, list[str]] = {}
    for each in Oversight.objects.filter(in_force(today)).select_related("person").order_by("id"):
        led.setdefault(each.body_id, []).append(each.person.name)
    return led


def _body_url(row: Body) -> str:
    return address("org:body", public_id=row.public_id)


def _body_row(row: Body, count: int, led: dict[int, list[str]]) -> list[Cell | str]:
    leaders = "、".join(led.get(row.pk, [])) or "未定"
    return [Cell(row.full_name, _body_url(row)), row.short_name, row.get_kind_display(), str(count), leaders]


@require_GET
def body(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a body: its roster with duties, its names with their dates, who is in charge."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    row = get_object_or_404(Body.objects.select_related("parent"), public_id=public_id)
    is_grassroots = row.kind in GRASSROOTS_KINDS
    roster = _stays_block(row, today) if is_grassroots else _seats_block(row, today, actor)
    charges = row.oversights.select_related("person").order_by("-valid_from", "id")
    ended = row.valid_to is not None and row.valid_to <= today
    back = ("街道工委与联络处", "org:grassroots") if is_grassroots else ("专委会与机构", "org:bodies")
    return render(request, "org/page.html", {
        "title": row.short_name, "heading": f"{row.full_name}：{len(roster.rows)} 人",
        "lead": span(row.valid_from, row.valid_to), "crumbs": crumbs(back, (row.short_name, "")),
        "state": ("已撤销", "neutral") if ended else None, "buttons": buttons(table.BODY_ACTS, row, actor),
        "blocks": [roster, *_children(row), history_block("body", row.pk)],
        "beside": [
            Block("机构", facts=[
                ("种类", row.get_kind_display()), ("简称", row.short_name), ("设立", long_date(row.valid_from)),
                *([("所在", row.place)] if row.place else []),
                *([("上级", Cell(row.parent.full_name, _body_url(row.parent)))] if row.parent else []),
            ]),
            Block("分管领导", columns=texts("领导", "时间"), empty="还没有明确。", rows=[
                [person_cell(each.person), span(each.valid_from, each.valid_to)] for each in charges
            ]),
            Block("曾用名和别称", columns=texts("名称", "时间"), empty="没有别称。", rows=[
                [each.text, span(each.valid_from, each.valid_to)] for each in row.aliases.order_by("-valid_from", "id")
            ]),
        ],
    })  # fmt: skip


def _seats_block(row: Body, today: date, actor: Actor) -> Block:
    return Block("名单", columns=texts("姓名", "职务", "界别", "单位职务", "从哪天起", ""), empty="还没有成员。", rows=[
        [person_cell(seat.membership.person), seat.duty, _sector(seat.membership),
         f"{seat.membership.person.employer} {seat.membership.person.title}".strip(), long_date(seat.valid_from),
         next((Cell(each.label, each.url) for each in buttons(SEAT_ACTS, seat, actor)), "")]
        for seat in queries.roster_of(row, today)
    ])  # fmt: skip


def _stays_block(row: Body, today: date) -> Block:
    return Block("名单", columns=texts("姓名", "职务", "界别", "单位职务", "从哪天起"), empty="还没有编入委员。", rows=[
        [person_cell(stay.person), stay.duty, _sector(stay.membership) if stay.membership else "",
         f"{stay.person.employer} {stay.person.title}".strip(), long_date(stay.valid_from)]
        for stay in queries.grassroots_of(row, today)
    ])  # fmt: skip


def _sector(row: Membership) -> str:
    return row.sector.name if row.sector else ""


def _children(row: Body) -> list[Block]:
    children = list(row.children.order_by("order", "id"))
    if not children:
        return []
    return [Block("下设", columns=texts("名称", "种类", "时间"), rows=[
        [Cell(each.full_name, _body_url(each)), each.get_kind_display(), span(each.valid_from, each.valid_to)]
        for each in children
    ])]  # fmt: skip
