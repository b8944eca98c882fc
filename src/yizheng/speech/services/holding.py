"""Writes of the plenary itself: the order of speaking, who speaks, who has spoken, written speeches handed out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yizheng.kernel import live, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .. import queries
from .. import workflow as table
from ..enums import SpeechForm, SpeechState
from ..models import Speech, SpeechCall

MOST_MINUTES = 60


def topic_of(call: SpeechCall) -> str:
    """Return the topic on which the hall's screen hears of the speeches of a plenary."""
    return f"speeches:{call.public_id}"


@transaction.atomic
def set_order(*, call: SpeechCall, places: Sequence[tuple[int, int]], by: Actor, at: datetime) -> SpeechCall:
    """
    Order the speeches that are still to be given (排发言顺序): `places` are (id, minutes) from the first to the last.

    Who has spoken keeps the place. Raises: PermissionDenied; Refused `minutes`, `changed`, `stale`.
    """
    if any(not 1 <= minutes <= MOST_MINUTES for _pk, minutes in places):
        raise Refused("minutes", f"每人的时间要在1到{MOST_MINUTES}分钟之间。")
    fields = {"speeches": len(places), "minutes": sum(minutes for _pk, minutes in places)}
    moved = workflow.apply(table.SET_ORDER, call, by=by, at=at, reason=f"{fields['speeches']}篇{fields['minutes']}分钟")
    rows = {row.pk: row for row in queries.to_come(moved).select_related(None).select_for_update(of=("self",))}
    if sorted(rows) != sorted(pk for pk, _minutes in places):
        raise Refused("changed", "名单刚有变化，您排的顺序没有保存。请刷新后再排。")
    given = queries.in_order(moved).exclude(state=SpeechState.ORAL_SELECTED).values_list("order", flat=True)
    start = max((order or 0 for order in given), default=0)
    for place, (pk, minutes) in enumerate(places, start=start + 1):
        rows[pk].order, rows[pk].minutes = place, minutes
    Speech.objects.bulk_update(rows.values(), ["order", "minutes"])
    live.changed(topic_of(moved))
    return moved


@transaction.atomic
def begin_speaking(*, speech: Speech, by: Actor, at: datetime) -> Speech:
    """
    Ask a speaker to the desk and start the clock (请上台); the hall's screen shows it.

    Raises: PermissionDenied; Refused `speaking` while another speaks, `stale`; nothing is changed then.
    """
    call = SpeechCall.objects.select_for_update(of=("self",)).get(pk=speech.call_id)
    other = queries.to_come(call).filter(begun_at__isnull=False).exclude(pk=speech.pk).first()
    if other is not None:
        raise Refused("speaking", f"{other.who}还在发言，请先点“讲完了”。")
    moved = workflow.apply(table.BEGIN, speech, by=by, at=at, changes={"begun_at": at})
    live.changed(topic_of(call))
    return moved


@transaction.atomic
def deliver(*, speech: Speech, by: Actor, at: datetime) -> Speech:
    """Note that a speech was given (讲完了). Raises: PermissionDenied; Refused `stale`; nothing is changed then."""
    moved = workflow.apply(table.DELIVER, speech, by=by, at=at, changes={"delivered_at": at})
    live.changed(topic_of(moved.call))
    return moved


@transaction.atomic
def undo_delivery(*, speech: Speech, reason: str, by: Actor, at: datetime) -> Speech:
    """Take back that a speech was given (撤回已发言), marked by mistake. Raises: Refused `guarded`, `stale`."""
    changes = {"delivered_at": None, "begun_at": None}
    moved = workflow.apply(table.UNDO, speech, by=by, at=at, reason=reason, changes=changes)
    live.changed(topic_of(moved.call))
    return moved


@transaction.atomic
def distribute(*, call: SpeechCall, by: Actor, at: datetime) -> SpeechCall:
    """
    Note that the written speeches were printed and handed to everybody (印发书面发言): one act, a ledger row each.

    Raises: PermissionDenied; Refused `none`, `stale`; nothing is changed then.
    """
    act_id = uuid.uuid4()
    moved = workflow.apply(table.DISTRIBUTE_ALL, call, by=by, at=at, act_id=act_id)
    rows = list(moved.speeches.filter(state=SpeechState.WRITTEN_SELECTED, form=SpeechForm.WRITTEN).order_by("id"))
    if not rows:
        raise Refused("none", "没有等着印发的书面发言。")
    for speech in rows:
        workflow.apply(table.DISTRIBUTE, speech, by=by, at=at, changes={"delivered_at": at}, act_id=act_id)
    return moved
