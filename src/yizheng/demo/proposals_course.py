"""The days of a proposal's life in the demo, counted from a plenary or backwards from today."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from .today import Days


class Phase(IntEnum):
    """How far a proposal has come."""

    DRAFT = 0
    INVITED = 1
    SUBMITTED = 2
    FIRST = 3
    SECOND = 4
    DECIDED = 5
    NUMBERED = 6
    PRE = 7
    ASSIGNED = 8
    SIGNED = 9
    TALKED = 10
    DRAFTED = 11
    ISSUED = 12
    RATED = 13


@dataclass(frozen=True)
class Course:
    """On which day what is done."""

    begun: date
    submitted: date
    first: date
    second: date
    decided: date
    pre: date
    assigned: date
    signed: date
    talked: date
    opined: date
    drafted: date
    issued: date
    rated: date


def after(days: Days, day: date, count: int) -> date:
    """Return the working day so many working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= days.calendar.is_workday(day)
    return day


def before(days: Days, day: date, count: int) -> date:
    """Return the working day so many working days before a day."""
    while count > 0:
        day -= timedelta(days=1)
        count -= days.calendar.is_workday(day)
    return day


def season(days: Days) -> int:
    """Return the year of the last plenary that is over."""
    over = days.is_past(days.plenary(days.year)[1] + timedelta(days=1))
    return days.year if over else days.year - 1


def from_plenary(days: Days, year: int, place: int, *, sitting: bool = False, issue: int | None = None) -> Course:
    """Return the course of a proposal of the plenary of a year; `place` spreads them."""
    opens, closes = days.plenary(year)
    submitted = opens if sitting else before(days, opens, place * 5 % 9)
    second = after(days, closes, 5 + place % 4)
    assigned = after(days, closes, 21)
    return _handled(
        days, assigned, place, issue,
        begun=before(days, submitted, 3), submitted=submitted, first=before(days, second, 2), second=second,
        decided=after(days, closes, 12), pre=after(days, closes, 16),
    )  # fmt: skip


def assigned_on(days: Days, assigned: date, place: int, *, issue: int | None = None) -> Course:
    """Return the course of a proposal between sessions that is assigned on a day."""
    decided = before(days, assigned, 8)
    return _handled(
        days, assigned, place, issue,
        begun=before(days, decided, 14), submitted=before(days, decided, 11), first=before(days, decided, 6),
        second=before(days, decided, 3), decided=decided, pre=before(days, assigned, 4),
    )  # fmt: skip


def _handled(days: Days, assigned: date, place: int, issue: int | None, **early: date) -> Course:
    issued = after(days, assigned, issue if issue is not None else 25 + place * 7 % 33)
    signed = after(days, assigned, 1 + place % 3)
    return Course(
        **early, assigned=assigned, signed=signed, talked=after(days, assigned, 6 + place % 6),
        opined=after(days, assigned, 14 + place % 4), drafted=before(days, issued, 3), issued=issued,
        rated=after(days, issued, 3 + place % 8),
    )  # fmt: skip


def moved(course: Course, **changed: date) -> Course:
    """Return a course with some days changed."""
    return replace(course, **changed)


def months_ago(days: Days, count: int) -> date:
    """Return the working day on or before the same day so many months ago."""
    year, month = divmod(days.today.year * 12 + days.today.month - 1 - count, 12)
    last = monthrange(year, month + 1)[1]
    return days.workday(date(year, month + 1, min(days.today.day, last)))
