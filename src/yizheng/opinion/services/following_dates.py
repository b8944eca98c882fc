"""By when units answer slips and authors are told: started, met, called off, carried over from the calendar (2.1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from yizheng.deadline import acts
from yizheng.deadline import services as deadlines
from yizheng.deadline.events import CalendarChanged
from yizheng.deadline.models import Deadline, DeadlineState, Unit
from yizheng.kernel import events, ledger, subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.workflow import Moved

from ..enums import FeedbackState, TransferState
from ..models import OpinionFeedback, OpinionTransfer

REPLY, TELL = "reply_slip", "give_feedback"
WAITING = (TransferState.SENT, TransferState.SIGNED, TransferState.SENT_BACK)
Owing = OpinionTransfer | OpinionFeedback


def start(subject: Model, act: str, workdays: int, *, by: Actor, at: datetime) -> date:
    """Let something be owed within so many working days from tomorrow on; return the last of them."""
    today = timezone.localdate(at)
    begun = deadlines.start(
        subject=subject, act=act, starts_on=today, unit=Unit.WORKDAYS, amount=workdays, by=by, at=at
    )
    return begun.due_on


def start_until(subject: Model, act: str, due_on: date, *, by: Actor, at: datetime) -> None:
    """Let something be owed by a day that a person set."""
    today = timezone.localdate(at)
    deadlines.start(subject=subject, act=act, starts_on=today, unit=Unit.FIXED, due_on=due_on, by=by, at=at)


def running(subject: Model) -> QuerySet[Deadline]:
    """Return the dates of an object that still run."""
    kind = subjects.kind_of(subject)
    return Deadline.objects.filter(kind=kind, object_id=subject.pk, state=DeadlineState.RUNNING).order_by("id")


def meet(subject: Model, *, by: Actor, at: datetime) -> None:
    """Note that what was owed is done, in time or late."""
    for deadline in running(subject):
        acts.meet(deadline=deadline, by=by, at=at)


def cancel(subject: Model, reason: str, *, by: Actor, at: datetime) -> None:
    """Let the date be void: nobody owes it any more."""
    for deadline in running(subject):
        acts.cancel(deadline=deadline, reason=reason, by=by, at=at)


def extend(subject: Model, to: date, reason: str, *, by: Actor, at: datetime) -> None:
    """Give the running date a later day; the first stays to be read."""
    for deadline in running(subject):
        acts.extend(deadline=deadline, to=to, reason=reason, granted_by=by.name, by=by, at=at)


@transaction.atomic
def follow_calendar(event: CalendarChanged) -> int:
    """
    Carry dates that a new calendar moved over to slips and feedback; return how many moved. To-dos follow.

    Rule: design 5 (importing a year recomputes open deadlines).
    """
    slips = OpinionTransfer.objects.filter(state__in=WAITING).select_related("opinion", "unit")
    told = OpinionFeedback.objects.filter(state=FeedbackState.OWED).select_related("opinion")
    return sum(_follow(rows.select_for_update(of=("self",)), kind, event) for kind, rows in (
        ("opinion_transfer", slips), ("opinion_feedback", told)
    ))  # fmt: skip


def _follow(rows: QuerySet[OpinionTransfer] | QuerySet[OpinionFeedback], kind: str, event: CalendarChanged) -> int:
    live = Deadline.objects.filter(kind=kind, state=DeadlineState.RUNNING)
    due = dict(live.values_list("object_id", "due_on"))
    return sum(_carry(row, due[row.pk], event) for row in rows.filter(pk__in=due).order_by("id"))


def _carry(row: Owing, due_on: date, event: CalendarChanged) -> bool:
    if row.due_on == due_on:
        return False
    fields = {"due_on": (row.due_on, due_on)}
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    state, kind = str(row.state), subjects.kind_of(row)
    ledger.record(
        "reckon_due", row, by=event.by, at=event.at, from_state=state, to_state=state, fields=fields,
        act_id=event.act_id,
    )  # fmt: skip
    events.publish(Moved(kind, row, "reckon_due", state, state, event.by, event.at, fields))
    return True
