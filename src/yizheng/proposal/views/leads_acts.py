"""The acts of leads, topics, calls for proposals and outgoing proposals, a row each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.workflow import Transition
from yizheng.ui.forms import ReasonForm

from .. import queries
from ..forms.leads import (
    CallForm,
    DisposalForm,
    EnterLeadForm,
    LinkLeadForm,
    ListLeadForm,
    MoveOutgoingForm,
    OutgoingForm,
    TopicForm,
)
from ..models import LeadTopic, OutgoingProposal, ProposalLead, Solicitation
from ..queries import leads as queries_leads
from ..services import leads, outgoing, soliciting, topics
from ..workflow import leads as table
from .acting import NewAct, PageAct, posted
from .asking import actor_of

M = TypeVar("M", bound=Model)


def _lead(actor: Actor, public_id: UUID) -> ProposalLead:
    return _one(queries_leads.leads_visible_to(actor), public_id)


def _topic(actor: Actor, public_id: UUID) -> LeadTopic:
    return _one(queries_leads.topics_visible_to(actor), public_id)


def _call(actor: Actor, public_id: UUID) -> Solicitation:
    return _one(queries_leads.solicitations_visible_to(actor).select_related("session__term"), public_id)


def _outgoing(actor: Actor, public_id: UUID) -> OutgoingProposal:
    return _one(queries_leads.outgoing_visible_to(actor), public_id)


def _one(rows: QuerySet[M], public_id: UUID) -> M:
    return get_object_or_404(rows, public_id=public_id)


LIST = PageAct(
    "list-lead", "lead.dispose", "列入参考选题", "列入以后，委员认领选题写成提案，来信人凭回执码看得到进展。",
    "列入", "已列入参考选题。", _lead,
    lambda lead, form, by, at: leads.list_lead(lead=lead, topic=form.cleaned_data["topic"], by=by, at=at),
    form=lambda request, _lead: ListLeadForm(posted(request)[0], year=timezone.localdate().year),
)  # fmt: skip
UNLIST = PageAct(
    "unlist-lead", "lead.dispose", "移出参考选题", "线索回到待处理。", "移出", "已移出。", _lead,
    lambda lead, form, by, at: leads.unlist_lead(lead=lead, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="",
)  # fmt: skip
LINK = PageAct(
    "link-lead", "lead.dispose", "关联提案", "这条线索已经写成了哪一件提案？提案公开以后，来信人看得到案由。",
    "关联", "已关联。", _lead,
    lambda lead, form, by, at: leads.link_lead(lead=lead, proposal=form.cleaned_data["number"], by=by, at=at),
    form=lambda request, _lead: LinkLeadForm(
        posted(request)[0], rows=queries.proposals_visible_to(actor_of(request))
    ),
    look="",
)  # fmt: skip
CLOSE = PageAct(
    "close-lead", "lead.dispose", "答复办结", "写明怎么处理。来信人凭回执码看到；短信通道开着的，另发一条提醒。",
    "答复", "已答复，来信人凭回执码可以看到。", _lead,
    lambda lead, form, by, at: leads.close_lead(lead=lead, disposal=form.cleaned_data["disposal"], by=by, at=at),
    form=DisposalForm,
)  # fmt: skip
GUIDE = PageAct(
    "guide-lead", "lead.dispose", "引导至其他渠道", "信访诉求、举报、诉讼中的事，请告诉来信人该找哪个部门。",
    "引导", "已引导，来信人凭回执码可以看到。", _lead,
    lambda lead, form, by, at: leads.guide_lead(lead=lead, disposal=form.cleaned_data["disposal"], by=by, at=at),
    form=DisposalForm, look="",
)  # fmt: skip
CONVERT = PageAct(
    "convert-lead", "lead.dispose", "转为社情民意",
    "不适合写成提案、但值得反映的，转给信息部门当一篇社情民意办。题目和内容带过去，姓名、手机号和照片留在这里。"
    "来信人凭回执码看到已经转了。",
    "转给信息部门", "已转为社情民意，信息部门会补齐后办理。", _lead,
    lambda lead, _form, by, at: leads.convert_lead(lead=lead, by=by, at=at), look="",
)  # fmt: skip
LEAD_ACTS: tuple[tuple[PageAct[ProposalLead], Transition], ...] = (
    (LIST, table.LIST), (LINK, table.LINK), (CLOSE, table.CLOSE), (UNLIST, table.UNLIST), (GUIDE, table.GUIDE),
    (CONVERT, table.CONVERT),
)  # fmt: skip


def _topic_form(request: HttpRequest, topic: LeadTopic) -> TopicForm:
    standing = {name: getattr(topic, name) for name in ("year", "title", "guide", "order", "is_open")}
    return TopicForm(posted(request)[0], initial=standing)


def _take(topic: Any, _form: object, by: Actor, at: datetime) -> None:
    topic.begun = topics.take_topic(topic=topic, by=by, at=at)


def _after_taking(topic: Any) -> str:
    """On to the draft that was begun; back to the topic before that."""
    begun = getattr(topic, "begun", None)
    if begun is None:
        return address("proposal:topic", public_id=topic.public_id)
    return address("proposal:write", public_id=begun.public_id)


TAKE_TOPIC = PageAct(
    "take-topic", "topic.take", "认领选题", "认领以后，系统用这个题目起一份草稿，写好再提交；别的委员也可以认领。",
    "认领，起草提案", "已认领，草稿已起好，请接着写。", _topic, _take, after=_after_taking,
)  # fmt: skip
CHANGE_TOPIC = PageAct(
    "change-topic", "topic.keep", "修改选题", "委员看到的是改过以后的。", "保存", "已保存。", _topic,
    lambda topic, form, by, at: topics.change_topic(topic=topic, words=form.words(), by=by, at=at),
    form=_topic_form, look="",
)  # fmt: skip
TOPIC_ACTS: tuple[PageAct[LeadTopic], ...] = (TAKE_TOPIC, CHANGE_TOPIC)

REMIND = PageAct(
    "remind-of-call", "solicitation.call", "提醒未提交的委员", "只提醒还没有提案的委员，一次征集只提醒一次。",
    "提醒", "已提醒还没有提案的委员。", _call,
    lambda call, _form, by, at: soliciting.remind_of_call(call=call, by=by, at=at),
)  # fmt: skip
SOLICITATION_ACTS: tuple[PageAct[Solicitation], ...] = (REMIND,)


def _move(row: Transition, text: str, look: str = "primary") -> tuple[PageAct[OutgoingProposal], Transition]:
    def perform(each: OutgoingProposal, form: Any, by: Actor, at: datetime) -> object:
        return outgoing.move_outgoing(row=each, move=row.name, by=by, at=at, **form.cleaned_data)

    name = row.name.replace("_", "-")
    act = PageAct(
        name,
        row.permission,
        row.label,
        text,
        row.label,
        "已记下。",
        _outgoing,
        perform,
        form=MoveOutgoingForm,
        look=look,
    )
    return act, row


OUTGOING_ACTS: tuple[tuple[PageAct[OutgoingProposal], Transition], ...] = (
    _move(table.HAND_OVER, "材料已交给上级委员。"),
    _move(table.NOTE_SUBMITTED, "委员已提交给上级政协。"),
    _move(table.NOTE_FILED, "上级已经立案，请填上级的提案号。"),
    _move(table.NOTE_NOT_FILED, "上级没有立案，请在备注里写明原因。", ""),
    _move(table.NOTE_ANSWERED, "上级已经答复，请在备注里写一句结果。"),
)


def _enter(form: EnterLeadForm, by: Actor, at: datetime) -> str:
    lead = leads.enter_lead(words=form.words(), by=by, at=at)
    return address("proposal:lead", public_id=lead.public_id)


def _add_topic(form: TopicForm, by: Actor, at: datetime) -> str:
    return address("proposal:topic", public_id=topics.add_topic(words=form.words(), by=by, at=at).public_id)


def _call_out(form: CallForm, by: Actor, at: datetime) -> str:
    session = form.cleaned_data["session"]
    call = soliciting.call_for_proposals(session=session, words=form.words(), by=by, at=at)
    return address("proposal:solicitation", public_id=call.public_id)


def _register(form: OutgoingForm, by: Actor, at: datetime) -> str:
    row = outgoing.register_outgoing(words=form.words(), by=by, at=at)
    return address("proposal:outgoing-one", public_id=row.public_id)


BEGIN = (
    NewAct(
        "enter-lead", "lead.enter", "录入线索", "来信来访、电话、报纸广播电视收到的，部门和委员提供的，都在这里录入。",
        "录入", "已录入。", "proposal:leads", "提案线索", lambda request,
        _by: EnterLeadForm(posted(request)[0]), _enter,
    ),
    NewAct(
        "add-topic", "topic.keep", "增加选题", "委员在参考选题里看到，可以认领。", "增加", "已增加。",
        "proposal:topics",
        "参考选题",
        lambda request, _by: TopicForm(posted(request)[0], initial={"year": timezone.localdate().year}), _add_topic,
    ),
    NewAct(
        "call-for-proposals", "solicitation.call", "发征集通知", "发给本届在任的全体委员，附参考选题。", "发出",
        "已发给全体委员。",
        "proposal:solicitations", "提案征集",
        lambda request, _by: CallForm(posted(request)[0], on=timezone.localdate()), _call_out,
    ),
    NewAct(
        "register-outgoing", "outgoing.keep", "登记向上提案", "由辖区上级委员带到上级政协的提案。", "登记", "已登记。",
        "proposal:outgoing", "向上提案",
        lambda request, _by: OutgoingForm(posted(request)[0], on=timezone.localdate()), _register,
    ),
)  # fmt: skip
