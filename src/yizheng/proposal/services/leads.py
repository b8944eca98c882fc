"""Writes: leads come in, are listed, answered or guided elsewhere (F011, F067; office-practice 6)."""

from __future__ import annotations

import secrets as randomness
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.accounts import counting, sms
from yizheng.kernel import events, ledger, scoping, secrets, thread, workflow
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import LeadChannel, LeadSource, LeadState
from ..events import LeadConverted
from ..models import LeadTopic, Proposal, ProposalLead
from ..queries.leads import LED_TO, proposals_from
from ..workflow import leads as table
from . import lead_pictures

PUBLIC = Actor(None, "公众", Hat("public", "网上来信"))
"""Whoever sends a lead from outside; their name is sealed and never in the ledger."""

LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"
"""Of receipt codes: nothing that looks like something else (I, L, O, S, Z, 0, 1, 2, 5)."""
CODE_CHARS = 9
MOST_A_DAY = 5
MOST_PER_ADDRESS = 100
DAY = timedelta(days=1)
ANSWER_TASK = "proposal.tell_lead_sender"
CONVERTED = "您反映的情况已转为社情民意信息，由政协信息部门办理。"
"""What the sender reads by the receipt code."""


@dataclass(frozen=True)
class LeadWords:
    """What a lead says and how it came; name and telephone are sealed when they are kept."""

    title: str
    text: str
    channel: LeadChannel
    source: LeadSource = LeadSource.PUBLIC
    sender_name: str = ""
    sender_phone: str = ""
    sender_label: str = ""


@transaction.atomic
def send_lead(
    *, words: LeadWords, address: str, by: Actor, at: datetime, pictures: Sequence[File[Any]] = ()
) -> ProposalLead:
    """
    Take a lead from the public (来信登记) and return it with its receipt code; the telephone was verified before.

    Rule: F067; at most five a day from one telephone and a hundred from one network address is our decision.
    Raises: PermissionDenied; Refused `too_many`, and those of `lead_pictures`; nothing is kept then.
    """
    require("lead.send", by)
    lead_pictures.check(pictures)
    if counting.count("lead-sent-phone", secrets.digest(words.sender_phone), span=DAY, at=at) > MOST_A_DAY:
        raise Refused("too_many", f"今天已经收到您 {MOST_A_DAY} 条线索，请明天再提。")
    if counting.count("lead-sent-address", address, span=DAY, at=at) > MOST_PER_ADDRESS:
        raise Refused("too_many_here", "这个网络地址今天提的线索太多，请明天再提，或者来信来电。")
    lead = _keep("send_lead", words, by, at)
    lead_pictures.keep(lead, pictures, by, at)
    return lead


@transaction.atomic
def enter_lead(*, words: LeadWords, by: Actor, at: datetime) -> ProposalLead:
    """Enter a lead that came by letter, telephone, from a department or a member (录入线索)."""
    require("lead.enter", by)
    return _keep("enter_lead", words, by, at)


def keep_from_opinion(*, title: str, text: str, label: str, by: Actor, at: datetime) -> ProposalLead:
    """
    Keep what another room converts as a lead (社情民意转来); part of the act that converts it, which asked who may.

    The author has agreed there; a name is not handed over: the thread leads back to whom it belongs.
    """
    words = LeadWords(title, text, LeadChannel.COUNTER, LeadSource.DEPARTMENT, sender_label=f"社情民意{label}")
    return _keep("take_over_lead", words, by, at)


def keep_from_speech(*, title: str, text: str, by: Actor, at: datetime) -> ProposalLead:
    """Keep a speech of a plenary as a lead (大会发言转来); part of the act that converts it, which asked who may."""
    words = LeadWords(title, text, LeadChannel.COUNTER, LeadSource.DEPARTMENT, sender_label="大会发言")
    return _keep("take_over_lead", words, by, at)


@transaction.atomic
def list_lead(*, lead: ProposalLead, topic: LeadTopic, by: Actor, at: datetime) -> ProposalLead:
    """Put a lead behind a reference topic (列入参考选题). Raises: Refused `closed_topic`, `stale`."""
    if not topic.is_open:
        raise Refused("closed_topic", "这个选题已经停用，请选别的选题。")
    moved = workflow.apply(table.LIST, lead, by=by, at=at, changes={"topic": topic})
    thread.link(moved, topic, relation="listed", at=at)
    return moved


@transaction.atomic
def unlist_lead(*, lead: ProposalLead, reason: str, by: Actor, at: datetime) -> ProposalLead:
    """Take a lead out of the reference list again (移出参考选题), with the reason."""
    topic = lead.topic
    moved = workflow.apply(table.UNLIST, lead, by=by, at=at, reason=reason, changes={"topic": None})
    if topic is not None:
        thread.unlink(moved, topic, relation="listed")
    return moved


@transaction.atomic
def close_lead(*, lead: ProposalLead, disposal: str, by: Actor, at: datetime) -> ProposalLead:
    """
    Answer a lead and close it (答复办结): the sender reads it by the receipt code, and by SMS that it is there.

    Raises: Refused `no_words`, `stale`; nothing is changed then.
    """
    return _dispose(table.CLOSE, lead, disposal, by, at)


@transaction.atomic
def guide_lead(*, lead: ProposalLead, disposal: str, by: Actor, at: datetime) -> ProposalLead:
    """Tell the sender which other door is the right one (引导): petitions, reports on persons, litigation."""
    return _dispose(table.GUIDE, lead, disposal, by, at)


@transaction.atomic
@ledger.one_act()
def convert_lead(*, lead: ProposalLead, by: Actor, at: datetime) -> ProposalLead:
    """
    Let a lead of the public go on as an opinion (转为社情民意), and tell its sender so; other rooms hear of it.

    Who sent it stays sealed in the lead. What was taken up, led to a proposal, was answered or guided elsewhere
    (petitions, office-practice 6) has left the states from which it could. Rule: handbook 6.2 (公众线索).
    Raises: PermissionDenied; Refused `stale`, `guarded`, `closed`; nothing is changed then.
    """
    moved = _dispose(table.CONVERT, lead, CONVERTED, by, at)
    events.publish(LeadConverted(moved, by, at))
    return moved


@transaction.atomic
def link_lead(*, lead: ProposalLead, proposal: Proposal, by: Actor, at: datetime) -> ProposalLead:
    """Say which proposal a lead led to (关联提案); a lead may lead to several. Raises: Refused `stale`."""
    moved = workflow.apply(table.LINK, lead, by=by, at=at, changes={"taken_by": proposal.first_proposer})
    thread.link(moved, proposal, relation=LED_TO, at=at)
    return moved


def free_leads(*, draft: Proposal, by: Actor, at: datetime) -> None:
    """
    Let go what a draft that is thrown away had taken up (不再认领): others can take it up again.

    A lead that led to another proposal too stays taken. Called inside the act that deletes the draft.
    """
    for lead in ProposalLead.objects.filter(pk__in=thread.origin_ids(draft, "proposal_lead")).order_by("id"):
        thread.unlink(lead, draft, relation=LED_TO)
        if lead.state == LeadState.TAKEN and not proposals_from(lead).exists():
            workflow.apply(table.FREE, lead, by=by, at=at, changes={"taken_by": None})
    for topic in LeadTopic.objects.filter(pk__in=thread.origin_ids(draft, "lead_topic")):
        thread.unlink(topic, draft, relation=LED_TO)


def tell_sender(*, lead_id: int) -> None:
    """Tell the sender by SMS that the answer is there, without a word of it. Raises: SmsFailed, to try again."""
    lead = ProposalLead.objects.filter(pk=lead_id).first()
    if lead is None or not lead.sender_phone or not sms.is_open():
        return
    words = "您提的线索已有答复，请凭回执码在征集线索页面查询。【议政】"
    sms.send(lead.sender_phone, words, key=f"lead-{lead.public_id}-{lead.state}")


def _keep(act: str, words: LeadWords, by: Actor, at: datetime) -> ProposalLead:
    lead = ProposalLead.objects.create(**vars(words), receipt_code=_new_code(), received_at=at)
    fields = {"source": words.source.value, "channel": words.channel.value}
    ledger.record(act, lead, by=by, at=at, to_state=lead.state, fields=fields)
    events.publish(workflow.Moved("proposal_lead", lead, act, "", lead.state, by, at, fields))
    return lead


def _dispose(row: workflow.Transition, lead: ProposalLead, disposal: str, by: Actor, at: datetime) -> ProposalLead:
    if not disposal.strip():
        raise Refused("no_words", "请写明怎么处理；来信人凭回执码看到这段话。")
    changes = {"disposal": disposal.strip()[:300], "disposed_on": timezone.localdate(at)}
    moved = workflow.apply(row, lead, by=by, at=at, changes=changes)
    if moved.sender_phone and sms.is_open():
        job = app.configure_task(ANSWER_TASK, allow_unknown=False)
        job.defer(committee_id=scoping.current().committee_id or 0, lead_id=moved.pk)
    return moved


def _new_code() -> str:
    return "".join(randomness.choice(LETTERS) for _ in range(CODE_CHARS))
