"""
The course of a deadline: its span, the days its clock stood still, its extensions. Pure: no database, no clock.

The due date is always reckoned from the whole course, so that a new calendar gives it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .reckoning import Reckoned, WorkCalendar, add_months, add_workdays, on_date, same_day_number, workdays_between

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pause:
    """The clock stood still from `from_on`, inclusive, to `until_on`, exclusive; None: it still does."""

    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Extension:
    """A new due date was granted on a day."""

    granted_on: date
    due_on: date


@dataclass(frozen=True)
class Course:
    """All that a due date is reckoned from. `unit` is workdays, months or fixed; `rolls` as it began."""

    starts_on: date
    unit: str
    amount: int = 0
    fixed_on: date | None = None
    rolls: bool = True
    pauses: Sequence[Pause] = ()
    extensions: Sequence[Extension] = ()


def reckon_course(course: Course, calendar: WorkCalendar) -> Reckoned:
    """
    Return the due date of a course.

    A pause moves it by the days that stood still: working days where working days are counted, else calendar
    days. An extension sets a new date; pauses before it no longer count. Rule: handbook 2.1; counting a pause
    in the deadline's own unit is our decision.
    """
    last = course.extensions[-1] if course.extensions else None
    pauses = [_counted(pause, course.starts_on) for pause in course.pauses if _still_counts(pause, last)]
    if last is None and course.unit == "workdays":
        stood = sum(paused_workdays(pause, calendar) for pause in pauses)
        return add_workdays(course.starts_on, course.amount + stood, calendar)
    plain = _plain(course, last, calendar)
    stood = sum(paused_days(pause) for pause in pauses)
    return _moved(course, plain, stood, last, calendar) if stood else plain


def _still_counts(pause: Pause, last: Extension | None) -> bool:
    return pause.until_on is not None and (last is None or pause.from_on >= last.granted_on)


def _counted(pause: Pause, starts_on: date) -> Pause:
    """Leave out the days before the clock ran: it runs from the day after `starts_on`."""
    first = starts_on + ONE_DAY
    return Pause(max(pause.from_on, first), max(pause.until_on or first, first))


def paused_days(pause: Pause) -> int:
    """Count the calendar days a pause lasted."""
    return (pause.until_on - pause.from_on).days if pause.until_on else 0


def paused_workdays(pause: Pause, calendar: WorkCalendar) -> int:
    """Count the working days a pause lasted."""
    return workdays_between(pause.from_on - ONE_DAY, pause.until_on - ONE_DAY, calendar) if pause.until_on else 0


def nominal_of(course: Course) -> date:
    """Return where a span of months or a fixed date ends before pauses, extensions and rolling."""
    if course.unit == "months":
        return same_day_number(course.starts_on, course.amount)
    assert course.fixed_on is not None
    return course.fixed_on


def _plain(course: Course, last: Extension | None, calendar: WorkCalendar) -> Reckoned:
    if last is not None:
        return on_date(last.due_on)
    if course.unit == "months":
        return add_months(course.starts_on, course.amount, calendar, rolls=course.rolls)
    return on_date(nominal_of(course))


def _moved(course: Course, plain: Reckoned, stood: int, last: Extension | None, calendar: WorkCalendar) -> Reckoned:
    """Move a date by the days that stood still, then on to a working day."""
    moved = (last.due_on if last else nominal_of(course)) + timedelta(days=stood)
    due_on = calendar.next_workday(moved) if course.rolls else moved
    why = f"{plain.why}；暂停{stood}天，顺延至{due_on.month}月{due_on.day}日"
    return replace(plain, due_on=due_on, why=why)
