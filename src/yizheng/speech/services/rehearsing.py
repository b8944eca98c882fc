"""Writes: the rehearsal before the plenary (试讲): when and where, who came, how long it took, what was remarked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .. import queries
from .. import workflow as table
from ..events import RehearsalSet
from ..models import Rehearsal, RehearsalTurn, SpeechCall

MOST_SECONDS = 2 * 60 * 60
MOST_REMARK_CHARS = 1000


@dataclass(frozen=True)
class Plan:
    """When and where a rehearsal is, and what to bring."""

    starts_at: datetime
    place: str
    note: str = ""


@dataclass(frozen=True)
class Noted:
    """What is noted of one speech in it; `seconds` None: not measured."""

    came: bool
    seconds: int | None = None
    remark: str = ""


@transaction.atomic
def plan_rehearsal(*, call: SpeechCall, plan: Plan, by: Actor, at: datetime) -> Rehearsal:
    """
    Plan a rehearsal of the oral speeches that are still to be given (安排试讲); authors and speakers are told.

    Rule: handbook 9.6 (rehearsal follows editing). Raises: PermissionDenied; Refused `past`, `after_opening`,
    `no_place`, `nobody`, `stale`; nothing is planned then.
    """
    moved = workflow.apply(table.PLAN_REHEARSAL, call, by=by, at=at)
    _check(moved, plan, at)
    made = Rehearsal.objects.create(call=moved, **_columns(plan))
    _follow_list(made)
    events.publish(RehearsalSet(made, by, at))
    return made


@transaction.atomic
def change_rehearsal(*, rehearsal: Rehearsal, plan: Plan, by: Actor, at: datetime) -> Rehearsal:
    """
    Change when and where (改试讲安排), and bring its list in line with the speeches to be given; all are told again.

    What was noted stays. Raises: as `plan_rehearsal`; nothing is changed then.
    """
    moved = workflow.apply(table.CHANGE_REHEARSAL, rehearsal.call, by=by, at=at)
    _check(moved, plan, at)
    held = Rehearsal.objects.select_related("call__session__term").get(pk=rehearsal.pk)
    for name, each in _columns(plan).items():
        setattr(held, name, each)
    held.save(update_fields=list(_columns(plan)))
    _follow_list(held)
    events.publish(RehearsalSet(held, by, at))
    return held


@transaction.atomic
def begin_turn(*, turn: RehearsalTurn, by: Actor, at: datetime) -> RehearsalTurn:
    """Start the clock of one speech (试讲计时). Raises: PermissionDenied; Refused `stale`; nothing is changed then."""
    workflow.apply(table.BEGIN_TURN, turn.speech, by=by, at=at)
    held = _locked(turn)
    held.begun_at = at
    held.save(update_fields=["begun_at"])
    return held


@transaction.atomic
def note_turn(*, turn: RehearsalTurn, noted: Noted, by: Actor, at: datetime) -> RehearsalTurn:
    """
    Note who came, how long it took and what was remarked (记试讲); the author is told. Said again, it counts anew.

    Raises: PermissionDenied; Refused `seconds`, `long_remark`, `absent`, `stale`; nothing is changed then.
    """
    if noted.seconds is not None and not 0 < noted.seconds <= MOST_SECONDS:
        raise Refused("seconds", "用时要大于0，也不能超过两小时，请核对。")
    if not noted.came and noted.seconds is not None:
        raise Refused("absent", "没有来的不用填用时。")
    if len(noted.remark.strip()) > MOST_REMARK_CHARS:
        raise Refused("long_remark", f"意见最多写{MOST_REMARK_CHARS}字，请精简。")
    workflow.apply(table.NOTE_TURN, turn.speech, by=by, at=at)
    held = _locked(turn)
    held.came, held.seconds, held.remark, held.begun_at = noted.came, noted.seconds, noted.remark.strip(), None
    held.save(update_fields=["came", "seconds", "remark", "begun_at"])
    return held


def _locked(turn: RehearsalTurn) -> RehearsalTurn:
    return RehearsalTurn.objects.select_for_update(of=("self",)).select_related("speech__call").get(pk=turn.pk)


def _columns(plan: Plan) -> dict[str, object]:
    return {"starts_at": plan.starts_at, "place": plan.place.strip(), "note": plan.note.strip()}


def _follow_list(rehearsal: Rehearsal) -> None:
    due = {row.pk: row for row in queries.to_come(rehearsal.call)}
    if not due:
        raise Refused("nobody", "没有要讲的口头发言，不用安排试讲。")
    rehearsal.turns.filter(came__isnull=True).exclude(speech__in=due).delete()
    there = set(rehearsal.turns.values_list("speech", flat=True))
    RehearsalTurn.objects.bulk_create(
        RehearsalTurn(rehearsal=rehearsal, speech=row) for pk, row in due.items() if pk not in there
    )


def _check(call: SpeechCall, plan: Plan, at: datetime) -> None:
    if not plan.place.strip():
        raise Refused("no_place", "请写明试讲的地点。")
    if plan.starts_at <= at:
        raise Refused("past", "试讲的时间已经过了，请填以后的时间。")
    if timezone.localdate(plan.starts_at) > call.session.closes:
        raise Refused("after_opening", f"试讲要在{call.session}闭幕以前。")
