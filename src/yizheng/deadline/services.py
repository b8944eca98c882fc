"""Writes: start a deadline, import a year of the calendar, reckon running deadlines anew."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import events, ledger, subjects, tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from .calendar_years import NoticedDay
from .calendars import work_calendar
from .courses import Course, reckon_course
from .events import CalendarChanged, CalendarChanging
from .keys import ROLL_FORWARD
from .models import CalendarDay, Deadline, Unit
from .queries import course_of, to_reckon
from .reckoning import Reckoned

RECKON_TASK = "deadline.reckon_anew"


@transaction.atomic
def start(
    *,
    subject: Model,
    act: str,
    starts_on: date,
    unit: Unit,
    amount: int = 0,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Deadline:
    """
    Let a deadline run: `act` is owed on `subject` within `amount` of `unit` from the day after `starts_on`.

    A fixed date is given as `due_on`. Rule: handbook 2.1; key `calendar.roll_forward`.
    """
    rolls = value(ROLL_FORWARD, on=timezone.localdate(at))
    course = Course(starts_on, Unit(due_unit(unit, due_on)), amount, due_on, rolls=rolls)
    reckoned = reckon_course(course, work_calendar())
    deadline = Deadline.objects.create(
        kind=subjects.kind_of(subject), object_id=subject.pk, act=act, starts_on=starts_on, unit=course.unit,
        amount=amount, due_on=reckoned.due_on, why=reckoned.why, is_estimate=reckoned.is_estimate, rolls=rolls,
        fixed_on=due_on,
    )  # fmt: skip
    ledger.record("start_deadline", deadline, by=by, at=at, fields={"due_on": deadline.due_on})
    return deadline


@transaction.atomic
def import_years(*, days: Iterable[NoticedDay]) -> int:
    """
    Take in the days of a year's notice (放假安排), in place of what stood for those years; return how many.

    The calendar is global. Whoever imports calls `reckon_anew` in each committee's scope afterwards.
    """
    rows = [CalendarDay(date=day.date, is_workday=day.is_workday, note=day.note) for day in days]
    for year in {row.date.year for row in rows}:
        CalendarDay.objects.filter(date__year=year).delete()
    return len(CalendarDay.objects.bulk_create(rows))


@transaction.atomic
def take_year(*, days: Sequence[NoticedDay], by: Actor, at: datetime) -> int:
    """
    Take in a year's notice (导入工作日历) and reckon anew; return how many deadlines of this committee moved.

    The calendar is global: the other committees are reckoned by a job each. Raises: PermissionDenied.
    """
    require("deadline.keep_calendar", by)
    import_years(days=days)
    moved, here = reckon_anew(by=by, at=at), tenancy.current().committee_id
    for committee_id in Committee.objects.exclude(pk=here).order_by("pk").values_list("pk", flat=True):
        app.configure_task(RECKON_TASK, allow_unknown=False).defer(committee_id=committee_id)
    return moved


@transaction.atomic
def reckon_anew(*, by: Actor, at: datetime) -> int:
    """
    Reckon the running deadlines of the open scope after a change of the calendar; return how many moved.

    Each that changes has its ledger row; all share one act. Dates that a person set or extended stay. Rooms
    with dates of their own hear `CalendarChanging` before any date is locked, and `CalendarChanged` in the end.
    """
    calendar, act_id, moved = work_calendar(), uuid.uuid4(), 0
    events.publish(CalendarChanging())
    for deadline in to_reckon():
        moved += _renew(deadline, reckon_course(course_of(deadline), calendar), by=by, at=at, act_id=act_id)
    events.publish(CalendarChanged(by, at, act_id))
    return moved


def due_unit(unit: Unit, due_on: date | None) -> Unit:
    """
    Return the unit: a date that was given is fixed. Raises: ValueError for a fixed date that was not given.
    """
    if due_on is None and unit == Unit.FIXED:
        raise ValueError("a fixed date is given, not reckoned")
    return Unit.FIXED if due_on else unit


def _renew(deadline: Deadline, reckoned: Reckoned, *, by: Actor, at: datetime, act_id: uuid.UUID) -> bool:
    if _as_reckoned(deadline) == reckoned:
        return False
    old = deadline.due_on
    deadline.due_on, deadline.why = reckoned.due_on, reckoned.why
    deadline.is_estimate = reckoned.is_estimate
    deadline.save(update_fields=["due_on", "why", "is_estimate"])
    fields = {"due_on": (old, reckoned.due_on), "is_estimate": reckoned.is_estimate}
    ledger.record("reckon_deadline", deadline, by=by, at=at, fields=fields, act_id=act_id)
    return True


def _as_reckoned(deadline: Deadline) -> Reckoned:
    return Reckoned(deadline.due_on, deadline.why, deadline.is_estimate)
