"""Writes: the reference list of topics, and members who take them up (F011)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yizheng.kernel import ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import LeadState
from ..models import LeadTopic, Proposal
from ..queries.leads import LED_TO
from ..workflow import leads as table
from . import writing


@dataclass(frozen=True)
class TopicWords:
    """What a reference topic says and where it stands on the list of its year."""

    year: int
    title: str
    guide: str = ""
    order: int = 0
    is_open: bool = True


@transaction.atomic
def add_topic(*, words: TopicWords, by: Actor, at: datetime) -> LeadTopic:
    """Put a topic on the reference list of a year (增加参考选题)."""
    require("topic.keep", by)
    topic = LeadTopic.objects.create(**vars(words))
    ledger.record("add_topic", topic, by=by, at=at, fields={"year": words.year})
    return topic


@transaction.atomic
def change_topic(*, topic: LeadTopic, words: TopicWords, by: Actor, at: datetime) -> LeadTopic:
    """Change a topic, or take it off the list that members see (修改选题)."""
    require("topic.keep", by, topic)
    row = LeadTopic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    for name, given in vars(words).items():
        setattr(row, name, given)
    row.save(update_fields=list(vars(words)))
    ledger.record("change_topic", row, by=by, at=at, fields={"year": words.year, "is_open": words.is_open})
    return row


@transaction.atomic
def take_topic(*, topic: LeadTopic, by: Actor, at: datetime) -> Proposal:
    """
    Let a member take a topic up (认领选题): a draft with its title is begun, its leads are taken.

    Topic and leads are linked to the draft, which nobody but its writer sees yet.
    Raises: PermissionDenied; Refused `closed_topic` and what beginning a proposal refuses; nothing is changed then.
    """
    require("topic.take", by, topic)
    if not topic.is_open:
        raise Refused("closed_topic", "这个选题已经停用，请选别的选题。")
    proposal = writing.begin(text=writing.Text(title=_title(topic)), by=by, at=at)
    for lead in topic.leads.filter(state__in=[LeadState.LISTED, LeadState.TAKEN]).order_by("id"):
        taken_by = lead.taken_by or proposal.first_proposer
        moved = workflow.apply(table.TAKE, lead, by=by, at=at, changes={"taken_by": taken_by})
        thread.link(moved, proposal, relation=LED_TO, at=at)
    thread.link(topic, proposal, relation=LED_TO, at=at)
    ledger.record("take_topic", topic, by=by, at=at)
    return proposal


def _title(topic: LeadTopic) -> str:
    if topic.title.startswith("关于"):
        return topic.title
    return f"关于{topic.title}的建议"
