"""Terms, sectors, guests from higher committees, composition: lists and pages."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column, Figure
from yizheng.ui.tags.marks import long_date, moment

from .. import queries
from ..models import (
    Sector,
    Session,
    Term,
    in_force,
)
from . import house_acts as table
from .acting import buttons
from .asking import Block, actor_of, crumbs, span, texts
from .drawing import draw_list, history_block, offer, paged, person_cell


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """List the terms with their plenaries (届次)."""
    actor = actor_of(request)
    require("org.read", actor)
    sessions = Session.objects.select_related("term").order_by("ordinal")
    rows = list(Term.objects.prefetch_related(Prefetch("sessions", queryset=sessions)).order_by("-ordinal"))
    running = [term for term in rows if term.closed_on is None]
    return draw_list(
        request, title="届次", heading=f"现在是{running[0]}" if running else "还没有开启的届",
        lead="次会议、常委会议、主席会议都按届计数", buttons=offer(table.OPEN_TERM, actor),
        columns=texts("届", "任期", "名额", "状态"), empty="还没有登记过届", empty_text="从开启第一届开始。",
        rows=[
            [str(term), span(term.start_date, term.end_date), f"{term.member_quota} 名",
             Cell("已闭届" if term.closed_on else "本届", meaning="neutral" if term.closed_on else "ok")]
            for term in rows
        ],
        blocks=[_term_block(term, actor) for term in rows],
    )  # fmt: skip


def _term_block(term: Term, actor: Actor) -> Block:
    return Block(
        f"{term}的次会议", columns=texts("会议", "开幕", "闭幕", "提案截止"), empty="还没有登记次会议。",
        rows=[
            [session.label, long_date(session.opens), long_date(session.closes),
             moment(session.cut_off) if session.cut_off else "未登记"]
            for session in term.sessions.all()
        ],
        buttons=buttons(table.TERM_ACTS, term, actor),
    )  # fmt: skip


@require_GET
def sectors(request: HttpRequest) -> HttpResponse:
    """List the sectors of the running term: quota, filled, conveners (F018)."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    term = queries.current_term(today)
    fills = queries.quota_and_filled(term, today) if term else []
    conveners: dict[int, list[str]] = {}
    for each in queries.conveners_of(term, today) if term else ():
        conveners.setdefault(each.sector_id, []).append(each.membership.person.name)
    vacant = sum(fill.vacant for fill in fills)
    return draw_list(
        request, title="界别", heading=f"{len(fills)} 个界别，{vacant} 个名额空着" if fills else "还没有界别",
        lead="按名册的顺序", columns=[
            Column("界别"), Column("名额", "number"), Column("在任", "number"), Column("空缺", "number"),
            Column("召集人"),
        ],
        rows=[
            [Cell(fill.sector.name, address("org:sector", public_id=fill.sector.public_id)), str(fill.quota),
             str(fill.filled), str(fill.vacant), "、".join(conveners.get(fill.sector.pk, [])) or "未定"]
            for fill in fills
        ],
        empty="还没有界别", empty_text="开启一届时按字典设立，也可以从名册导入。",
    )  # fmt: skip


@require_GET
def sector(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a sector: its conveners and members."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    row = get_object_or_404(Sector.objects.select_related("term"), public_id=public_id)
    members = list(queries.members_of(row.term, today).filter(sector=row))
    conveners = row.conveners.filter(in_force(today)).select_related("membership__person").order_by("id")
    return render(request, "org/page.html", {
        "title": row.name, "heading": f"{row.name}界别：在任 {len(members)} 名", "lead": str(row.term),
        "crumbs": crumbs(("界别", "org:sectors"), (row.name, "")), "buttons": buttons(table.SECTOR_ACTS, row, actor),
        "blocks": [Block("委员", columns=texts("姓名", "身份", "单位", "职务"), empty="这个界别还没有委员。", rows=[
            [person_cell(each.person), each.get_role_display(), each.person.employer, each.person.title]
            for each in members
        ]), history_block("sector", row.pk)],
        "beside": [Block("召集人", columns=texts("姓名", "职务", "时间"), empty="还没有召集人。", rows=[
            [person_cell(each.membership.person), each.duty, span(each.valid_from, each.valid_to)] for each in conveners
        ]), Block("名额", facts=[("名额", f"{row.quota} 名"), ("空缺", f"{max(row.quota - len(members), 0)} 名")])],
    })  # fmt: skip


@require_GET
def superior(request: HttpRequest) -> HttpResponse:
    """List the members of higher committees who live here (F023): invited, not scored."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    page = paged(request, queries.superior_members(today))
    count = page.paginator.count
    return draw_list(
        request, title="辖区上级委员", heading=f"住在本区的上级委员 {count} 名" if count else "还没有登记上级委员",
        lead="受邀参加活动，不计分，不计入委员人数", page=page, unit="名",
        columns=texts("姓名", "哪一级", "单位", "职务", "从哪天起"),
        rows=[
            [person_cell(row.person), row.get_superior_level_display(), row.person.employer, row.person.title,
             long_date(row.joined_on)] for row in page.object_list
        ],
        empty="还没有登记上级委员", empty_text="先登记人员，再在其页面上点“登记为辖区上级委员”。",
    )  # fmt: skip


@require_GET
def composition(request: HttpRequest) -> HttpResponse:
    """Say what the membership is made of, as a published statement does (handbook 1.7)."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read_composition", actor)
    term = queries.current_term(today)
    made = queries.composition(term, today) if term else None
    figures = _figures(made) if made else []
    fills = queries.quota_and_filled(term, today) if term else []
    return draw_list(
        request, title="委员构成", heading=f"{term}委员 {made.total} 名" if made else "还没有开启的届",
        lead="由加密的字段现算，只显示合计", figures=figures,
        warnings=[f"有 {made.unknown} 名委员没有登记政治面貌，没有算进中共和非中共。"] if made and made.unknown else [],
        columns=[Column("界别"), Column("名额", "number"), Column("在任", "number"), Column("空缺", "number")],
        rows=[[fill.sector.name, str(fill.quota), str(fill.filled), str(fill.vacant)] for fill in fills],
        empty="还没有界别", empty_text="",
    )  # fmt: skip


def _figures(made: queries.Composition) -> list[Figure]:
    words = (
        ("总数", made.total), ("新提名", made.newly), ("继续提名", made.again), ("中共", made.ccp),
        ("非中共", made.non_ccp), ("民主党派", made.parties), ("女委员", made.women), ("少数民族", made.minorities),
    )  # fmt: skip
    return [Figure(number, label, unit="名", note=_percent(number, made.total)) for label, number in words]


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""
