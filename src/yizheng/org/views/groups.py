"""Parties and societies: lists and pages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column
from yizheng.ui.tags.marks import long_date

from .. import queries
from ..enums import AssociationState
from ..models import (
    Association,
    ParticipatingBody,
    in_force,
)
from . import house_acts as table
from .acting import buttons
from .asking import Block, actor_of, crumbs, texts
from .drawing import draw_list, history_block, offer, person_cell

ELECTION_COLUMNS = ("第几次", "哪天", "任期到", "负责人", "到会", "说明")


@require_GET
def parties(request: HttpRequest) -> HttpResponse:
    """List the parties and people's organisations in statutory order (党派团体)."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    rows = list(ParticipatingBody.objects.filter(in_force(today)).order_by("order", "id"))
    return draw_list(
        request, title="党派团体", heading=f"党派团体 {len(rows)} 个", lead="按法定顺序排列",
        buttons=offer(table.REGISTER_PARTY, actor), columns=texts("名称", "简称", "种类", "联络员"),
        rows=[
            [Cell(row.name, address("org:participating", public_id=row.public_id)), row.short_name,
             row.get_kind_display(), row.contact_name or "未登记"] for row in rows
        ],
        empty="还没有登记党派团体", empty_text="民主党派、工商联、无党派人士、人民团体都在这里登记。",
    )  # fmt: skip


@require_GET
def participating(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a party or people's organisation."""
    actor = actor_of(request)
    require("org.read", actor)
    row = get_object_or_404(ParticipatingBody, public_id=public_id)
    phone = row.contact_phone if may("org.read_unit_phone", actor) else "不公开"
    return render(request, "org/page.html", {
        "title": row.short_name, "heading": row.name, "lead": row.get_kind_display(),
        "crumbs": crumbs(("党派团体", "org:parties"), (row.short_name, "")),
        "blocks": [history_block("participating_body", row.pk)],
        "beside": [Block("联络", facts=[("联络员", row.contact_name), ("电话", phone), ("简称", row.short_name)])],
    })  # fmt: skip


@require_GET
def associations(request: HttpRequest) -> HttpResponse:
    """List the societies (社团), the one whose term of office ends first on top; the late ones are marked (F027)."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    counted = Count("members", filter=Q(members__valid_from__lte=today) & _still(today))
    rows = list(queries.running_associations().annotate(people=counted))
    ending = set(queries.associations_ending(today).values_list("pk", flat=True))
    closed = Association.objects.filter(state=AssociationState.CLOSED).order_by("-closed_on", "id")
    return draw_list(
        request, title="社团",
        heading=f"社团 {len(rows)} 个" + (f"，{len(ending)} 个快要或已经届满" if ending else ""),
        lead="任期快满的排在前面", buttons=offer(table.FOUND_ASSOCIATION, actor),
        columns=[Column("名称"), Column("种类"), Column("会员", "number"), Column("任期到"), Column("换届")],
        rows=[
            [Cell(row.name, address("org:association", public_id=row.public_id)), row.get_kind_display(),
             str(row.people), long_date(row.ends_on), _ending(row, today, ending)] for row in rows
        ],
        empty="还没有登记社团", empty_text="联谊会、研究会、理论研究会都在这里登记。",
        blocks=[Block("已经注销的", columns=texts("名称", "哪天注销"), rows=[
            [Cell(row.name, address("org:association", public_id=row.public_id)), long_date(row.closed_on)]
            for row in closed
        ])] if closed else [],
    )  # fmt: skip


def _still(today: date) -> Q:
    return Q(members__valid_to__isnull=True) | Q(members__valid_to__gt=today)


def _ending(row: Association, today: date, ending: set[int]) -> Cell:
    if row.ends_on < today:
        return Cell("任期已满，请换届", meaning="over")
    return Cell("快要届满", meaning="warn") if row.pk in ending else Cell("任期内", meaning="ok")


@require_GET
def association(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a society: its term of office, elections, members."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    row = get_object_or_404(Association, public_id=public_id)
    ending = {row.pk} if row.ends_on <= queries.warned_until(today) else set()
    mark = _ending(row, today, ending)
    warned = mark.meaning in ("over", "warn") and row.state == AssociationState.ACTIVE
    members = list(row.members.filter(in_force(today)).select_related("person").order_by("id"))
    return render(request, "org/page.html", {
        "title": row.name, "heading": row.name, "lead": f"任期到{long_date(row.ends_on)}",
        "state": (mark.text, mark.meaning) if row.state == AssociationState.ACTIVE else ("已注销", "neutral"),
        "warnings": ["任期快满或已满，请督促按期换届，换届后在这里登记。"] if warned else [],
        "crumbs": crumbs(("社团", "org:associations"), (row.name, "")),
        "buttons": buttons(table.ASSOCIATION_ACTS, row, actor),
        "blocks": [
            Block("会员", columns=texts("姓名", "职务", "从哪天起"), empty="还没有登记会员。", rows=[
                [person_cell(each.person), each.duty, long_date(each.valid_from)] for each in members
            ]),
            Block("历次换届", columns=texts(*ELECTION_COLUMNS), empty="还没有换届记录。", rows=[
                [f"第{each.ordinal}次", long_date(each.held_on), long_date(each.ends_on),
                 person_cell(each.head) if each.head else "", f"{each.present}/{each.due}" if each.due else "",
                 each.note]
                for each in row.elections.select_related("head").order_by("-ordinal")
            ]),
            history_block("association", row.pk),
        ],
        "beside": [Block("社团", facts=[
            ("种类", row.get_kind_display()), ("成立", long_date(row.founded_on)), ("每届", f"{row.term_years} 年"),
        ])],
    })  # fmt: skip
