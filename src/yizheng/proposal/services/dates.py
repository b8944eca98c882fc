"""By when a unit owes what on a handling: started, met, cancelled, carried over from the calendar (handbook 5.6)."""

from __future__ import annotations

import calendar
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.deadline import acts
from yizheng.deadline import services as deadlines
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.events import CalendarChanged, CalendarChanging
from yizheng.deadline.models import Deadline, DeadlineState, Unit
from yizheng.kernel import events, ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value

from .. import keys
from ..enums import ANSWERING, ProposerKind
from ..models import Handling, Proposal

SIGN, CONTACT, REPLY, OPINION = "sign_for", "record_first_contact", "issue_reply", "send_co_opinion"
RUNNING = (DeadlineState.RUNNING, DeadlineState.PAUSED)


def final_act(handling: Handling) -> str:
    """Return the act whose date is the handling's own: the reply, or a co-handler's opinion."""
    return REPLY if handling.role in ANSWERING else OPINION


def start_first_round(handling: Handling, *, by: Actor, at: datetime) -> Deadline:
    """
    Let the dates of a new assignment run: signing for it, first contact, reply or opinion; return the last.

    Rule: handbook 5.6; keys proposal.sign_workdays, first_contact_workdays, reply_months, co_months,
    fixed_deadline, collective_fixed_deadline.
    """
    day = handling.assigned_on
    _start_workdays(handling, SIGN, value(keys.SIGN_WORKDAYS, on=day), by=by, at=at)
    if handling.role not in ANSWERING:
        return _start_months(handling, OPINION, value(keys.CO_MONTHS, on=day), by=by, at=at)
    _start_workdays(handling, CONTACT, value(keys.FIRST_CONTACT_WORKDAYS, on=day), by=by, at=at)
    fixed = fixed_day(handling.proposal, day)
    if fixed is not None:
        return _start_fixed(handling, REPLY, fixed, day, by=by, at=at)
    return _start_months(handling, REPLY, value(keys.REPLY_MONTHS, on=day), by=by, at=at)


def start_redo_round(handling: Handling, *, on: date, by: Actor, at: datetime) -> Deadline:
    """
    Let the date of a new round run, in calendar days; return it. A co-handler owes its opinion by it too.

    A day off moves on to a working day. Rule: handbook 5.7; office-practice 34; key proposal.redo_days.
    """
    due = work_calendar().next_workday(on + timedelta(days=value(keys.REDO_DAYS, on=on)))
    return _start_fixed(handling, final_act(handling), due, on, by=by, at=at)


def fixed_day(proposal: Proposal, day: date) -> date | None:
    """
    Return the fixed day of the year for replies, None where none is set or it is over when the proposal is assigned.

    A collective proposal's own day goes first. Counting months once the day is over is our decision.
    """
    text = value(keys.FIXED_DEADLINE, on=day)
    if proposal.proposer_kind == ProposerKind.COLLECTIVE:
        text = value(keys.COLLECTIVE_FIXED, on=day) or text
    if not text:
        return None
    month, number = (int(part) for part in text.split("-"))
    fixed = date(day.year, month, min(number, calendar.monthrange(day.year, month)[1]))
    return fixed if fixed > day else None


def running(handling: Handling, act: str = "") -> QuerySet[Deadline]:
    """Return the dates of a handling that still run: of one act, or all."""
    rows = Deadline.objects.filter(kind="handling", object_id=handling.pk, state__in=RUNNING).order_by("id")
    return rows.filter(act=act) if act else rows


def meet(handling: Handling, act: str, *, by: Actor, at: datetime) -> None:
    """Note that what was owed is done, in time or late; nothing when no date runs for it."""
    for deadline in running(handling, act):
        acts.meet(deadline=deadline, by=by, at=at)


def cancel_all(handling: Handling, *, reason: str, by: Actor, at: datetime) -> None:
    """Let the dates of a handling be void: it was stopped, or went to another unit."""
    for deadline in running(handling):
        acts.cancel(deadline=deadline, reason=reason, by=by, at=at)


def lock_first(_event: CalendarChanging) -> None:
    """Lock the handlings whose dates run before the dates themselves, in the order of every act on a handling."""
    dated = Deadline.objects.filter(kind="handling", state__in=RUNNING).values("object_id")
    rows = Handling.objects.filter(pk__in=dated).order_by("pk").select_for_update(of=("self",))
    list(rows.values_list("pk", flat=True))


@transaction.atomic
def follow_calendar(event: CalendarChanged) -> int:
    """
    Carry dates that a new calendar moved over to their handlings; return how many moved. To-dos follow.

    Rule: design 5 (importing a year recomputes open deadlines).
    """
    due = dict(
        Deadline.objects.filter(kind="handling", act__in=(REPLY, OPINION), state__in=RUNNING).values_list(
            "object_id", "due_on"
        )
    )
    rows = Handling.objects.filter(pk__in=due).select_related("proposal", "unit").select_for_update(of=("self",))
    return sum(_follow(each, due[each.pk], event) for each in rows.order_by("id"))


def _follow(handling: Handling, due_on: date, event: CalendarChanged) -> bool:
    if handling.due_on == due_on:
        return False
    fields = {"due_on": (handling.due_on, due_on)}
    handling.due_on = due_on
    handling.save(update_fields=["due_on"])
    tell(handling, "reckon_due", fields, by=event.by, at=event.at, act_id=event.act_id)
    return True


def tell(
    handling: Handling,
    act: str,
    fields: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    act_id: uuid.UUID | None = None,
) -> None:
    """Write a row of the ledger for an act outside the table, and let the house hear of it."""
    state = handling.state
    ledger.record(act, handling, by=by, at=at, from_state=state, to_state=state, fields=fields, act_id=act_id)
    events.publish(Moved("handling", handling, act, state, state, by, at, fields))


def _start_workdays(handling: Handling, act: str, amount: int, *, by: Actor, at: datetime) -> Deadline:
    return deadlines.start(
        subject=handling, act=act, starts_on=handling.assigned_on, unit=Unit.WORKDAYS, amount=amount, by=by, at=at
    )


def _start_months(handling: Handling, act: str, amount: int, *, by: Actor, at: datetime) -> Deadline:
    return deadlines.start(
        subject=handling, act=act, starts_on=handling.assigned_on, unit=Unit.MONTHS, amount=amount, by=by, at=at
    )


def _start_fixed(handling: Handling, act: str, due_on: date, on: date, *, by: Actor, at: datetime) -> Deadline:
    return deadlines.start(subject=handling, act=act, starts_on=on, unit=Unit.FIXED, due_on=due_on, by=by, at=at)


def today(at: datetime) -> date:
    """Return the local day of a moment."""
    return timezone.localdate(at)
