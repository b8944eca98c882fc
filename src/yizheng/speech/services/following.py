"""Writes after the plenary: what a speech becomes, what came of it, the end (handbook 9.6)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.models import OrgUnit

from .. import workflow as table
from ..enums import ConversionTarget, SpeechState
from ..events import SpeechConverted, SpeechSentToUnits
from ..models import Speech, SpeechCall

MOST_RESULT_CHARS = 1000


@transaction.atomic
def convert(*, speech: Speech, target: str, by: Actor, at: datetime) -> Speech:
    """
    Let a speech become an opinion or a proposal lead (转化); other rooms hear of it, the thread keeps the link.

    Rule: handbook 9.6 (after the meeting speeches are sent on like opinions).
    Raises: PermissionDenied; Refused `target`, `stale`; nothing is changed then.
    """
    if target not in ConversionTarget.values:
        raise Refused("target", "请选转化成什么：社情民意或提案线索。")
    moved = workflow.apply(table.CONVERT, speech, by=by, at=at, reason=f"转{ConversionTarget(target).label}")
    events.publish(SpeechConverted(moved, target, by, at))
    return moved


@transaction.atomic
def send_to_units(*, speech: Speech, units: Sequence[OrgUnit], asked_action: str, by: Actor, at: datetime) -> Speech:
    """
    Hand a speech that was given straight to units by transfer slips (转办); they answer as on every slip.

    The room of opinions makes the slips and keeps the answers: one numbering, one desk. Rule: handbook 9.6.
    Raises: PermissionDenied; Refused `stale`, and as the slips do (`no_unit`, `no_text`, `closed_unit`); nothing is
    changed then.
    """
    moved = workflow.apply(table.SEND_TO_UNITS, speech, by=by, at=at)
    events.publish(SpeechSentToUnits(moved, units, asked_action, by, at))
    return moved


@transaction.atomic
def feed_back(*, speech: Speech, result: str, by: Actor, at: datetime) -> Speech:
    """
    Tell the author what came of a speech (反馈结果); said again, it takes the place of what was said before.

    Raises: PermissionDenied; Refused `no_words`, `long_words`, `stale`; nothing is changed then.
    """
    words = result.strip()
    if not words:
        raise Refused("no_words", "请写明结果，一两句话即可。")
    if len(words) > MOST_RESULT_CHARS:
        raise Refused("long_words", f"结果最多写{MOST_RESULT_CHARS}字，请精简。")
    changes = {"result": words, "result_on": timezone.localdate(at), "result_seen_at": None}
    return workflow.apply(table.FEED_BACK, speech, by=by, at=at, changes=changes)


@transaction.atomic
def see_result(*, speech: Speech, by: Actor, at: datetime) -> Speech:
    """Note that the author has read the result (知道了). Raises: PermissionDenied; Refused `no_result`, `stale`."""
    if speech.result_on is None:
        raise Refused("no_result", "还没有反馈结果。")
    return workflow.apply(table.SEE_RESULT, speech, by=by, at=at, changes={"result_seen_at": at})


@transaction.atomic
def archive_call(*, call: SpeechCall, by: Actor, at: datetime) -> SpeechCall:
    """
    Close the book on the speeches of a plenary (全部归档): one act, a ledger row each.

    Raises: PermissionDenied; Refused `guarded` while something is not given or not answered, `stale`.
    """
    act_id = uuid.uuid4()
    moved = workflow.apply(table.ARCHIVE_CALL, call, by=by, at=at, act_id=act_id)
    ended = (SpeechState.DELIVERED, SpeechState.CONVERTED, SpeechState.NOT_SELECTED)
    for speech in moved.speeches.filter(state__in=ended).order_by("id"):
        workflow.apply(table.ARCHIVE, speech, by=by, at=at, act_id=act_id)
    return moved
