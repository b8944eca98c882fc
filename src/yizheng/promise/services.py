"""Writes: a promise is made, told about, reported, checked, put off, ended. One function an act."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, subjects, thread, workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import OrgUnit
from yizheng.ui.tags.marks import long_date

from . import queries
from . import workflow as table
from .models import Promise, PromiseMove, PromiseNote

MOST_CHARS = 500


@dataclass(frozen=True)
class Evidence:
    """What shows that a promise was kept: words, the day it was done, perhaps a file."""

    words: str
    on: date
    file: StoredFile | None = None


@transaction.atomic
def make(
    *,
    origin: Model,
    text: str,
    due_on: date,
    promiser: OrgUnit | str,
    by: Actor,
    at: datetime,
    act_id: uuid.UUID | None = None,
) -> Promise:
    """
    Register what a unit promised (登记承诺): what, and by which day.

    Rule: handbook 5.2 (commitment), 5.7. Raises: PermissionDenied; Refused `no_text`, `long_text`, `due_past`;
    nothing is made then. An import may bring dates that have passed.
    """
    require("promise.make", by)
    today, words = timezone.localdate(at), _words(text, "承诺")
    if due_on < today and by.source != Source.IMPORT:
        raise Refused("due_past", "承诺的完成日期已经过了，请写一个以后的日期。")
    made = Promise.objects.create(
        origin_kind=subjects.kind_of(origin), origin_id=origin.pk, text=words, made_on=today, first_due_on=due_on,
        due_on=due_on, promiser_unit=promiser if isinstance(promiser, OrgUnit) else None, promiser_name=str(promiser),
    )  # fmt: skip
    ledger.record(
        "make_promise", made, by=by, at=at, to_state=made.state, fields={"due_on": due_on}, act_id=act_id
    )  # fmt: skip
    thread.link(origin, made, relation="promise", at=at)
    events.publish(workflow.Moved("promise", made, "make_promise", "", made.state, by, at))
    return made


@transaction.atomic
def note_progress(*, promise: Promise, words: str, by: Actor, at: datetime) -> Promise:
    """Add one line on how it goes (记进展). Raises: PermissionDenied; Refused `stale`, `no_text`, `long_text`."""
    said = _words(words, "进展")
    moved = workflow.apply(table.NOTE_PROGRESS, promise, by=by, at=at)
    PromiseNote.objects.create(promise=moved, at=at, who=by.name, words=said)
    return moved


@transaction.atomic
def report_kept(*, promise: Promise, evidence: Evidence, by: Actor, at: datetime) -> Promise:
    """
    Report that the promise is kept (报兑现), with what shows it; the office checks.

    Raises: PermissionDenied; Refused `stale`, `no_text`, `long_text`, `future`; nothing is changed then.
    """
    said, today = _words(evidence.words, "兑现情况"), timezone.localdate(at)
    if evidence.on > today:
        raise Refused("future", "兑现的日期不能晚于今天。")
    changes = {
        "reported_on": today, "evidence_words": said, "evidence_on": evidence.on, "evidence_file": evidence.file,
    }  # fmt: skip
    moved = workflow.apply(table.REPORT_KEPT, promise, by=by, at=at, changes=changes)
    if evidence.file is not None:
        files.attach(file=evidence.file, subject=moved)
    return moved


@transaction.atomic
def confirm_kept(*, promise: Promise, by: Actor, at: datetime) -> Promise:
    """Confirm that the promise is kept (核实兑现). Raises: PermissionDenied; Refused `stale`."""
    return workflow.apply(table.CONFIRM_KEPT, promise, by=by, at=at, changes={"ended_on": timezone.localdate(at)})


@transaction.atomic
def send_back(*, promise: Promise, reason: str, by: Actor, at: datetime) -> Promise:
    """
    Send a report back for more (退回补充); the date stays.

    Raises: PermissionDenied; Refused `stale`, `no_reason`.
    """
    return workflow.apply(table.SEND_BACK, promise, by=by, at=at, reason=reason, changes={"reported_on": None})


@transaction.atomic
def move_due(*, promise: Promise, to: date, reason: str, by: Actor, at: datetime) -> Promise:
    """
    Put the date off (改期); the first date and each change stay to be read.

    Raises: PermissionDenied; Refused `stale`, `no_reason`, `not_later`; nothing is changed then.
    """
    locked = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    old, today = locked.due_on, timezone.localdate(at)
    require(table.MOVE_DUE.permission, by, locked)
    if to <= max(old, today):
        raise Refused("not_later", f"新的日期要晚于今天，也要晚于现在的{long_date(old)}。")
    moved = workflow.apply(table.MOVE_DUE, locked, by=by, at=at, reason=reason, changes={"due_on": to})
    PromiseMove.objects.create(
        promise=moved, moved_on=today, old_due_on=old, new_due_on=to, reason=reason.strip(), by_name=by.name
    )
    return moved


@transaction.atomic
def give_up(*, promise: Promise, reason: str, by: Actor, at: datetime) -> Promise:
    """
    End a promise that will not be kept (记为未兑现); the explanation stays on the list.

    Raises: PermissionDenied; Refused `stale`, `no_reason`.
    """
    changes = {"ended_on": timezone.localdate(at), "explanation": reason.strip()[:MOST_CHARS]}
    return workflow.apply(table.GIVE_UP, promise, by=by, at=at, reason=reason, changes=changes)


def void_all(*, origin: Model, reason: str, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> int:
    """Let the promises of an object count no more, when the object itself is taken back (作废); return how many."""
    return _all(table.VOID, origin, reason, by, at, act_id)


def end_all(*, origin: Model, reason: str, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> int:
    """
    End the open promises of an object whose matter was withdrawn (随撤案终止); return how many.

    They stay on the list of their year and to be read, and nobody owes them any more. Rule: our decision.
    """
    return _all(table.END, origin, reason, by, at, act_id)


@transaction.atomic
def _all(
    row: workflow.Transition, origin: Model, reason: str, by: Actor, at: datetime, act_id: uuid.UUID | None
) -> int:
    changes, shared = {"ended_on": timezone.localdate(at)}, act_id or uuid.uuid4()
    promises = queries.made_in(origin).filter(state__in=queries.OPEN).order_by("id")
    for each in promises:
        workflow.apply(row, each, by=by, at=at, reason=reason, changes=changes, act_id=shared)
    return len(promises)


def _words(text: str, what: str) -> str:
    said = text.strip()
    if not said:
        raise Refused("no_text", f"请写明{what}。")
    if len(said) > MOST_CHARS:
        raise Refused("long_text", f"{what}最多{MOST_CHARS}字，现在有{len(said)}字，请精简。")
    return said
