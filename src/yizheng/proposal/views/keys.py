"""Pages of key proposals, coverage, consultations, inspections and quality."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Figure, Meaning, Tab
from yizheng.ui.tags.marks import long_date, short_date

from ..enums import NOT_CHOSEN, KeyStage, Tier
from ..models import KeyAssignment
from ..queries import keys as queries_keys
from ..workflow import KEY_MACHINE
from . import plain
from .acting import url_of
from .asking import actor_of
from .keys_acts import CHANGE_LEADERS, KEY_ACTS, SIGN

MEANING = {
    KeyStage.CANDIDATE: Meaning.WARN, KeyStage.DROPPED: Meaning.NEUTRAL, KeyStage.RESULT: Meaning.OK,
    KeyStage.LOOKBACK: Meaning.OK, KeyStage.ENDED: Meaning.NEUTRAL,
}  # fmt: skip
WORDS = {
    "nominate_key": "推荐", "hold_consultation": "记录协商", "record_inspection": "登记视察",
    "record_finding": "记录单位情况", "enter_coverage": "登记",
    **{row.name: row.label for row in KEY_MACHINE.transitions},
}  # fmt: skip
KEYS = ("重点提案", "proposal:keys")


def _leaders(assignment: KeyAssignment) -> str:
    said = [f"{leader.get_role_display()} {leader}" for leader in assignment.leaders.all()]
    if assignment.supervising_body:
        said.append(f"督办 {assignment.supervising_body}")
    return "；".join(said) or "未定"


def _key_row(assignment: KeyAssignment) -> list[Cell | str]:
    return [
        assignment.get_tier_display(),
        Cell(f"{assignment.proposal.number} {assignment}", url=address("proposal:key", public_id=assignment.public_id)),
        _leaders(assignment), f"{assignment.year}年",
        Cell(assignment.get_state_display(), meaning=MEANING.get(KeyStage(assignment.state), Meaning.BUSY)),
    ]  # fmt: skip


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """List key and important proposals of the year with the counts of both tiers beside their targets (F049)."""
    actor, today = actor_of(request), timezone.localdate()
    require("key.read", actor)
    url, year = address("proposal:keys"), plain.year_of(request, today.year)
    wanted = request.GET.get("tier", "")
    rows = queries_keys.keys_visible_to(actor).filter(year=year).select_related("proposal", "supervising_body")
    counted = queries_keys.tier_counts(actor, year, today)
    if wanted in Tier.values:
        rows = rows.filter(tier=wanted)
    shown = plain.PlainList(
        title="重点提案", heading=f"{year}年重点提案和重要提案", row=_key_row, icon="star",
        columns=("层次", "提案", "领导和督办专委会", "年度", "进展"),
        empty=("还没有重点提案", "在提案页上推荐，会议审定以后列在这里。"),
        figures=[
            Figure(each.chosen, each.tier.label, f"{url}?tier={each.tier}&year={year}", "件", f"目标 {each.target} 件")
            for each in counted
        ],
        tabs=[
            Tab("全部", f"{url}?year={year}", not wanted),
            *(Tab(tier.label, f"{url}?tier={tier}&year={year}", wanted == tier) for tier in Tier),
        ],
        buttons=plain.buttons_for(actor, [
            ("key.decide", None, address("proposal:decide-keys"), "录入审定结果", "primary"),
            ("consultation.read", None, address("proposal:consultations"), "办理协商", ""),
            ("inspection.read", None, address("proposal:inspections"), "办理视察", ""),
            ("quality.read", None, address("proposal:quality"), "提案质量", ""),
            ("coverage.read", None, address("proposal:coverage"), "下级督办覆盖", ""),
        ]),
        files=plain.paper_files("key-list", "重点提案一览表", ("docx", "xlsx", "pdf"), f"year={year}"),
    )  # fmt: skip
    chosen_first = Case(When(state__in=NOT_CHOSEN, then=1), default=0)
    ordered = rows.prefetch_related("leaders").order_by("-tier", chosen_first, "order", "id")
    return plain.draw_list(request, ordered, shown)


@require_GET
def key(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one key or important proposal from nomination to look-back."""
    actor = actor_of(request)
    require("key.read", actor)
    rows = queries_keys.keys_visible_to(actor).select_related("proposal", "supervising_body")
    found = get_object_or_404(rows, public_id=public_id)
    printable = may("key.enter_signature", actor) and found.state not in (KeyStage.CANDIDATE, KeyStage.ENDED)
    sheet = plain.paper_files("key-sheet", "呈批单", ("docx", "pdf"), f"id={found.public_id}")
    shown = plain.PlainPage(
        f"{found.proposal.number} {found}", plain.crumbs(KEYS, found.proposal.number), found.get_state_display(),
        MEANING.get(KeyStage(found.state), Meaning.BUSY), found.get_tier_display(), blocks=_key_blocks(found),
        files=sheet if printable else (), timeline=plain.timeline_of(found, WORDS),
        buttons=plain.buttons_for(actor, [
            (each.permission, found, url_of(each, found), each.title, each.look)
            for each, row in KEY_ACTS if found.state in row.sources and each.name not in _of_other_tier(found)
        ] + _consult(found)),
    )  # fmt: skip
    return plain.draw_page(request, shown)


def _of_other_tier(found: KeyAssignment) -> tuple[str, ...]:
    """An important proposal has a committee and no leaders."""
    return () if found.tier == Tier.KEY else (CHANGE_LEADERS.name, SIGN.name)


def _consult(found: KeyAssignment) -> list[tuple[str, object, str, str, str]]:
    """Offer whoever supervises to record a consultation while the proposal is handled."""
    running = found.proposal.state in ("handling", "redo", "replied") and found.state != KeyStage.CANDIDATE
    offered = ("key.supervise", found, address("proposal:hold-consultation"), "记录办理协商", "")
    return [offered] if running else []


def _key_blocks(found: KeyAssignment) -> list[plain.Block]:
    proposal = Cell(found.proposal.title, url=address("proposal:proposal", public_id=found.proposal.public_id))
    leaders = [
        [leader.get_role_display(), leader.get_side_display(), leader.post, leader.name,
         f"{short_date(leader.signed_on)} {leader.signed_words}" if leader.signed_on else ""]
        for leader in found.leaders.all()
    ]  # fmt: skip
    activities = [
        [short_date(each.happened_on), each.get_mode_display(), each.place, each.led_by,
         "本人参加" if each.led_in_person else "", each.notes]
        for each in found.activities.order_by("happened_on", "id")
    ]  # fmt: skip
    blocks = [
        plain.Block("遴选", facts=[
            ("推荐者", found.recommended_by), ("理由", "、".join(found.criteria)), ("审定", found.decided_by),
            ("审定日期", long_date(found.decided_on)), ("督办专委会", found.supervising_body or "没有指定"),
        ]),
        plain.Block("提案", columns=plain.columns("案由", "提案人"), rows=[[proposal, found.proposal.proposer_name]]),
        plain.Block(
            "领导", columns=plain.columns("角色", "方面", "职务", "姓名", "签批"), rows=leaders, empty="没有领导。"
        ),
    ]  # fmt: skip
    if found.planned_for:
        facts = [
            ("时间", long_date(found.planned_for)),
            ("方式", found.get_plan_mode_display()),
            ("邀请", found.invitees),
        ]
        blocks.append(plain.Block("督办方案", text=found.plan_text, facts=facts))
    columns = plain.columns("日期", "方式", "地点", "带队", "领导", "情况")
    blocks.append(plain.Block("督办活动", columns=columns, rows=activities, empty="还没有督办活动。"))
    if found.reported_on:
        facts = [("报给", found.reported_to), ("日期", long_date(found.reported_on))]
        blocks.append(plain.Block("结果", text=found.result_text, facts=facts))
    if found.looked_back_on:
        blocks.append(plain.Block("回访", text=found.lookback_text, facts=[("日期", long_date(found.looked_back_on))]))
    return blocks


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Show which places below are covered by their Party secretaries; a gap is said as 空缺 (F050)."""
    actor, today = actor_of(request), timezone.localdate()
    require("coverage.read", actor)
    rows = queries_keys.coverage(plain.year_of(request, today.year), today)
    gaps = sum(each.is_gap for each in rows)

    def row(each: queries_keys.Covered) -> list[Cell | str]:
        if each.row is None or each.is_gap:
            return [each.place, Cell("空缺", meaning=Meaning.OVER), "", ""]
        return [each.place, each.row.secretary, each.row.proposal_title, each.row.note]

    shown = plain.PlainList(
        title="下级督办覆盖", heading=f"党委书记督办重点提案：{len(rows)} 个地方，{gaps} 个空缺", row=row, unit="个",
        columns=("地方", "党委书记", "督办的提案", "备注"), icon="building",
        empty=("还没有覆盖范围", "在设置里填上有哪些地方，或者先登记下级政协。"),
        buttons=plain.buttons_for(
            actor, [("coverage.keep", None, address("proposal:enter-coverage"), "登记", "primary")]
        ),
    )  # fmt: skip
    return plain.draw_list(request, rows, shown)


@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """Show the mean quality by sector, party, body, category or kind of proposer; never a ranking of members."""
    actor, year = actor_of(request), plain.year_of(request, timezone.localdate().year)
    require("quality.read", actor)
    url, wanted = address("proposal:quality"), request.GET.get("by", "")
    grouping = wanted if wanted in queries_keys.GROUPINGS else "sector"

    def row(each: queries_keys.QualityLine) -> list[Cell | str]:
        return [each.name, f"{each.count} 件", f"{each.mean} 分"]

    shown = plain.PlainList(
        title="提案质量", heading=f"{year}年提案质量", columns=("", "评了几件", "平均分"), row=row, unit="组",
        icon="chart",
        lead="按名称排列，不排名次", empty=("还没有评分", "在提案页上按评分项打分以后，这里有平均分。"),
        tabs=[
            Tab(label, f"{url}?by={name}&year={year}", name == grouping)
            for name, (label, _) in queries_keys.GROUPINGS.items()
        ],
    )  # fmt: skip
    return plain.draw_list(request, queries_keys.quality_by(actor, grouping, year), shown)
