"""Writes of calls for pieces on a topic (约稿): make, change, close (F080)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved

from ..authorship import Owner
from ..models import CallInvitee, TopicCall
from ..workflow import sources as table

MADE = "make_call"
MOST_GUIDE_CHARS = 1000


@dataclass(frozen=True)
class Topic:
    """What is asked for: title, what to look at, until which day, whom; nobody named means everybody."""

    title: str
    due_on: date
    guide: str = ""
    is_to_all: bool = True
    invitees: Sequence[Owner] = ()


@transaction.atomic
def make_call(*, topic: Topic, by: Actor, at: datetime) -> TopicCall:
    """
    Call for pieces on a topic (约稿); whoever is asked hears of it.

    Raises: PermissionDenied; Refused `no_title`, `past`, `nobody`, `long_guide`; nothing is made then.
    """
    require("call.keep", by)
    on = timezone.localdate(at)
    _check(topic, on)
    call = TopicCall.objects.create(year=on.year, called_on=on, **_columns(topic))
    _invite(call, topic)
    ledger.record(
        MADE, call, by=by, at=at, to_state=call.state, fields={"due_on": call.due_on, "is_to_all": call.is_to_all}
    )
    events.publish(Moved("topic_call", call, MADE, "", call.state, by, at))
    return call


@transaction.atomic
def change_call(*, call: TopicCall, topic: Topic, by: Actor, at: datetime) -> TopicCall:
    """
    Change a call that is still open (修改约稿). Pieces that answer it stay with it.

    Raises: PermissionDenied; Refused `stale`, and as `make_call`; nothing is changed then.
    """
    _check(topic, timezone.localdate(at))
    moved = workflow.apply(table.CHANGE_CALL, call, by=by, at=at, changes=_columns(topic))
    moved.invitees.all().delete()
    _invite(moved, topic)
    return moved


@transaction.atomic
def close_call(*, call: TopicCall, by: Actor, at: datetime) -> TopicCall:
    """Close a call (截止): no new piece answers it. Raises: PermissionDenied; Refused `stale`."""
    return workflow.apply(table.CLOSE_CALL, call, by=by, at=at)


def _check(topic: Topic, on: date) -> None:
    if not topic.title.strip():
        raise Refused("no_title", "请写明约什么题。")
    if topic.due_on < on:
        raise Refused("past", "截止日期已经过了，请改成今天以后的日期。")
    if len(topic.guide) > MOST_GUIDE_CHARS:
        raise Refused("long_guide", f"说明最多{MOST_GUIDE_CHARS}字，现在有{len(topic.guide)}字，请精简。")
    if not topic.is_to_all and not topic.invitees:
        raise Refused("nobody", "还没有选约谁。请选人，或改为面向全体。")


def _columns(topic: Topic) -> dict[str, Any]:
    return {
        "title": topic.title.strip()[:80], "guide": topic.guide.strip(), "due_on": topic.due_on,
        "is_to_all": topic.is_to_all,
    }  # fmt: skip


def _invite(call: TopicCall, topic: Topic) -> None:
    asked = [] if topic.is_to_all else topic.invitees
    CallInvitee.objects.bulk_create(CallInvitee(call=call, name=each.name, **each.columns()) for each in asked)
