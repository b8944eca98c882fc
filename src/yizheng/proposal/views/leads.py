"""The office's pages of leads, topics, calls for proposals and outgoing proposals; members read the topics."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.assist import alike_items, elsewhere
from yizheng.assist.texts import Text
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.models import Level
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column, Crumb, FileRow, Meaning
from yizheng.ui.tags.marks import long_date, short_date

from ..enums import LeadState, OutgoingState
from ..models import LeadTopic, OutgoingProposal, ProposalLead, Solicitation
from ..queries import leads as queries_leads
from ..services import lead_pictures
from ..workflow import LEAD_MACHINE, OUTGOING_MACHINE
from . import leads_public, plain
from .acting import url_of
from .asking import actor_of
from .leads_acts import BEGIN, LEAD_ACTS, OUTGOING_ACTS, SOLICITATION_ACTS, TOPIC_ACTS

MEANING = {
    LeadState.RECEIVED: Meaning.WARN, LeadState.LISTED: Meaning.BUSY, LeadState.TAKEN: Meaning.BUSY,
    LeadState.CLOSED: Meaning.OK, LeadState.GUIDED: Meaning.NEUTRAL, LeadState.CONVERTED: Meaning.OK,
}  # fmt: skip
OUTGOING_MEANING = {
    OutgoingState.PREPARED: Meaning.WARN, OutgoingState.NOT_FILED: Meaning.NEUTRAL, OutgoingState.ANSWERED: Meaning.OK,
}  # fmt: skip
WORDS = {
    "send_lead": "网上来信", "enter_lead": "录入", "take_over_lead": "社情民意转来",
    "add_topic": "增加选题", "change_topic": "修改选题",
    "take_topic": "认领选题", "call_for_proposals": "发出征集通知", "remind_of_call": "提醒未提交的委员",
    "register_outgoing": "登记", "forget_sender": "到期删除来信人信息",
    **{row.name: row.label for machine in (LEAD_MACHINE, OUTGOING_MACHINE) for row in machine.transitions},
}  # fmt: skip


def _lead_row(lead: ProposalLead) -> list[Cell | str]:
    return [
        Cell(lead.title, url=address("proposal:lead", public_id=lead.public_id)),
        lead.get_source_display(), lead.get_channel_display(), short_date(lead.received_at),
        Cell(lead.get_state_display(), meaning=MEANING[LeadState(lead.state)]),
    ]  # fmt: skip


@require_GET
def leads(request: HttpRequest) -> HttpResponse:
    """List the leads by state, the newest first; never who sent them."""
    actor = actor_of(request)
    require("lead.read", actor)
    wanted = request.GET.get("state", "")
    rows = queries_leads.leads_visible_to(actor).order_by("-received_at", "-id")
    if wanted in LeadState.values:
        rows = rows.filter(state=wanted)
    url = address("proposal:leads")
    shown = plain.PlainList(
        title="提案线索", heading="提案线索", columns=("题目", "来自", "渠道", "收到", "状态"), row=_lead_row,
        lead="姓名和手机号加密保存，不显示", unit="条", icon="bulb",
        empty=("这里没有线索", "公众网上提的、来信来访录入的，都列在这里。"),
        tabs=plain.tabs_of(url, "state", LeadState.choices, wanted, queries_leads.lead_counts(actor)),
        buttons=plain.buttons_for(actor, [
            ("lead.enter", None, address("proposal:enter-lead"), "录入线索", "primary"),
            ("topic.read", None, address("proposal:topics"), "参考选题", ""),
            ("outgoing.read", None, address("proposal:outgoing"), "向上提案", ""),
        ]),
    )  # fmt: skip
    return plain.draw_list(request, rows, shown)


@require_GET
def lead(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one lead, what became of it and which proposals it led to."""
    actor = actor_of(request)
    require("lead.read", actor)
    found = get_object_or_404(queries_leads.leads_visible_to(actor).select_related("topic"), public_id=public_id)
    facts = [
        ("来自", found.sender_label or found.get_source_display()), ("渠道", found.get_channel_display()),
        ("收到", long_date(found.received_at)), ("参考选题", found.topic or "还没有列入"),
    ]  # fmt: skip
    if may("lead.enter", actor):
        facts.append(("回执码", leads_public.shown(found.receipt_code)))
    blocks = [plain.Block("来信", text=found.text), plain.Block("登记", facts=facts)]
    if found.disposal:
        blocks.append(plain.Block("给来信人的话", text=found.disposal))
    blocks += _similar(found, actor)
    shown = plain.PlainPage(
        found.title, (Crumb("提案线索", address("proposal:leads")), Crumb(found.title)), found.get_state_display(),
        MEANING[LeadState(found.state)], blocks=blocks, boxes=plain.boxes_of(found, actor),
        timeline=plain.timeline_of(found, WORDS), files=_pictures(found),
        buttons=plain.buttons_for(actor, [
            (each.permission, found, url_of(each, found), each.title, each.look)
            for each, row in LEAD_ACTS if found.state in row.sources and not (row.guard and row.guard(found))
        ]),
    )  # fmt: skip
    return plain.draw_page(request, shown)


def _similar(lead: ProposalLead, actor: Actor) -> list[plain.Block]:
    """Return what is on the same matter, leads and proposals, as far as this person may see."""
    asked = Text(lead.title, lead.text)
    found = alike_items.find(asked, kinds=["proposal", "proposal_lead"], actor=actor, about=lead)
    rows: list[list[Cell | str]] = [
        [Cell(each.title, url=each.url), f"{each.label}，{each.caption}", f"都讲到{'、'.join(each.shared)}"]
        for each in found.items
    ]
    columns = (Column("标题"), Column("是什么"), Column("为什么"))
    others: list[list[Cell | str]] = [
        [Cell(each.title, url=each.url), f"{each.committee}公开的{each.label}", f"都讲到{'、'.join(each.shared)}"]
        for each in elsewhere.find(asked)
    ]
    blocks = (plain.Block("相近的线索和提案", columns=columns, rows=rows),
              plain.Block("其他政协公开过的", columns=columns, rows=others))  # fmt: skip
    return [each for each in blocks if each.rows]


def _pictures(lead: ProposalLead) -> list[FileRow]:
    rows = lead_pictures.pictures_of(lead)
    return [FileRow(each.name, address("attachment:open", public_id=each.public_id)) for each in rows]


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """List the reference topics, the newest year first; members take them up from here."""
    actor = actor_of(request)
    require("topic.read", actor)
    rows = queries_leads.with_lead_counts(queries_leads.topics_visible_to(actor)).order_by("-year", "order", "id")

    def row(topic: LeadTopic) -> list[Cell | str]:
        url = address("proposal:topic", public_id=topic.public_id)
        behind = getattr(topic, "lead_count", 0)
        leads_said = f"{behind} 条线索" if behind else ""
        return [Cell(topic.title, url=url), f"{topic.year}年", leads_said, "" if topic.is_open else "已停用"]

    shown = plain.PlainList(
        title="参考选题", heading="参考选题", columns=("选题", "年度", "来自线索", ""), row=row, unit="个",
        lead="点开看提示，可以认领写成提案", icon="bulb", empty=("还没有参考选题", "提案委列出以后，委员在这里看到。"),
        buttons=plain.buttons_for(actor, [
            ("topic.keep", None, address("proposal:add-topic"), "增加选题", "primary"),
            ("solicitation.read", None, address("proposal:solicitations"), "提案征集", ""),
        ]),
        files=_guide_files(timezone.localdate().year),
    )  # fmt: skip
    return plain.draw_list(request, rows, shown)


@require_GET
def topic(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one topic with its guide, and what of one's own came of it."""
    actor = actor_of(request)
    require("topic.read", actor)
    found = get_object_or_404(queries_leads.topics_visible_to(actor), public_id=public_id)
    shown = plain.PlainPage(
        found.title, (Crumb("参考选题", address("proposal:topics")), Crumb(found.title)),
        "" if found.is_open else "已停用", lead=f"{found.year}年",
        blocks=[plain.Block("提示", text=found.guide, empty="" if found.guide else "没有另写提示。")],
        boxes=plain.boxes_of(found, actor), timeline=plain.timeline_of(found, WORDS),
        buttons=plain.buttons_for(actor, [
            (each.permission, found, url_of(each, found), each.label, each.look)
            for each in TOPIC_ACTS if found.is_open or each.name != "take-topic"
        ]),
    )  # fmt: skip
    return plain.draw_page(request, shown)


@require_GET
def solicitations(request: HttpRequest) -> HttpResponse:
    """List the calls for proposals."""
    actor = actor_of(request)
    require("solicitation.read", actor)
    rows = queries_leads.solicitations_visible_to(actor).order_by("-called_on", "-id")

    def row(call: Solicitation) -> list[Cell | str]:
        return [
            Cell(call.title, url=address("proposal:solicitation", public_id=call.public_id)),
            short_date(call.called_on), short_date(call.closes_on),
            f"已于{short_date(call.reminded_on)}提醒" if call.reminded_on else "还没有提醒",
        ]  # fmt: skip

    shown = plain.PlainList(
        title="提案征集", heading="提案征集", columns=("标题", "发出", "截止", "提醒"), row=row, unit="次",
        icon="megaphone", empty=("还没有征集过提案", "全会以前发一次征集通知，委员都会收到。"),
        buttons=plain.buttons_for(
            actor, [("solicitation.call", None, address("proposal:call-for-proposals"), "发征集通知", "primary")]
        ),
    )  # fmt: skip
    return plain.draw_list(request, rows, shown)


@require_GET
def solicitation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a call; the office sees how many members have no proposal yet."""
    actor = actor_of(request)
    require("solicitation.read", actor)
    rows = queries_leads.solicitations_visible_to(actor).select_related("session__term")
    found = get_object_or_404(rows, public_id=public_id)
    facts = [("全会", found.session.label), ("请在这天之前提交", long_date(found.closes_on))]
    open_acts = [each for each in SOLICITATION_ACTS if found.reminded_on is None]
    if may("solicitation.call", actor):
        waiting = queries_leads.members_without_proposal(found, timezone.localdate()).count()
        facts.append(("还没有提案的委员", f"{waiting} 人"))
        facts.append(("提醒", long_date(found.reminded_on) if found.reminded_on else "还没有提醒"))
    shown = plain.PlainPage(
        found.title, (Crumb("提案征集", address("proposal:solicitations")), Crumb(found.title)),
        blocks=[plain.Block("通知", text=found.text), plain.Block("征集", facts=facts)],
        timeline=plain.timeline_of(found, WORDS), files=_guide_files(found.year),
        buttons=plain.buttons_for(
            actor, [(each.permission, found, url_of(each, found), each.label, each.look) for each in open_acts]
        ),
    )  # fmt: skip
    return plain.draw_page(request, shown)


@require_GET
def outgoing(request: HttpRequest) -> HttpResponse:
    """List what goes to higher committees, by level."""
    actor = actor_of(request)
    require("outgoing.read", actor)
    wanted = request.GET.get("level", "")
    rows = queries_leads.outgoing_visible_to(actor).select_related("carrier__person").order_by("-year", "-id")
    counts = dict(rows.order_by().values_list("level").annotate(n=Count("id")))
    if wanted in Level.values:
        rows = rows.filter(level=wanted)

    def row(each: OutgoingProposal) -> list[Cell | str]:
        return [
            Cell(each.title, url=address("proposal:outgoing-one", public_id=each.public_id)),
            each.get_level_display(), str(each.carrier.person), f"{each.year}年",
            Cell(each.get_state_display(), meaning=OUTGOING_MEANING.get(OutgoingState(each.state), Meaning.BUSY)),
        ]  # fmt: skip

    levels = [(each, label) for each, label in Level.choices if counts.get(each)]
    shown = plain.PlainList(
        title="向上提案", heading="通过上级委员提出的提案",
        columns=("案由", "级别", "由谁带去", "年度", "状态"), row=row,
        icon="send", empty=("还没有向上提案", "登记以后列在这里。"),
        tabs=plain.tabs_of(address("proposal:outgoing"), "level", levels, wanted, counts),
        buttons=plain.buttons_for(
            actor, [("outgoing.keep", None, address("proposal:register-outgoing"), "登记", "primary")]
        ),
    )  # fmt: skip
    return plain.draw_list(request, rows, shown)


@require_GET
def outgoing_one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one proposal to a higher committee and how far it has come."""
    actor = actor_of(request)
    require("outgoing.read", actor)
    rows = queries_leads.outgoing_visible_to(actor).select_related("carrier__person")
    found = get_object_or_404(rows, public_id=public_id)
    facts = [
        ("级别", found.get_level_display()), ("由谁带去", str(found.carrier.person)),
        ("上级提案号", found.upper_number), ("最近更新", long_date(found.changed_on)), ("备注", found.note),
    ]  # fmt: skip
    shown = plain.PlainPage(
        found.title, (Crumb("向上提案", address("proposal:outgoing")), Crumb(found.title)), found.get_state_display(),
        OUTGOING_MEANING.get(OutgoingState(found.state), Meaning.BUSY), blocks=[plain.Block("登记", facts=facts)],
        boxes=plain.boxes_of(found, actor), timeline=plain.timeline_of(found, WORDS),
        buttons=plain.buttons_for(actor, [
            (each.permission, found, url_of(each, found), each.label, each.look)
            for each, row in OUTGOING_ACTS if found.state in row.sources
        ]),
    )  # fmt: skip
    return plain.draw_page(request, shown)


def _guide_files(year: int) -> list[FileRow]:
    base = address("document:paper", code="topic-guide", format="docx")
    return [FileRow(f"{year}年参考选题（Word）", f"{base}?year={year}", "word")]


__all__ = ["BEGIN", "lead", "leads", "outgoing", "outgoing_one", "solicitation", "solicitations", "topic", "topics"]
