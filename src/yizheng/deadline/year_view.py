"""A year of the working-day calendar as a page shows it: one row a month."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .calendar_years import NoticedDay
from .models import CalendarDay
from .reckoning import ESTIMATE, FIXED_HOLIDAYS, WorkCalendar


@dataclass(frozen=True)
class Month:
    """One month: its working days, the days off that have a name, the weekend days that are worked."""

    label: str
    workdays: int
    off: list[str]
    worked: list[str]


def days_in(year: int) -> list[NoticedDay]:
    """Return the noticed days of a year as they stand."""
    rows = CalendarDay.objects.filter(date__year=year).order_by("date")
    return [NoticedDay(row.date, row.is_workday, row.note) for row in rows]


def months_of(year: int, days: Iterable[NoticedDay]) -> list[Month]:
    """Return the twelve months; a year without notice follows weekends and the holidays of fixed date."""
    noticed = list(days)
    calendar = WorkCalendar({day.date: day.is_workday for day in noticed})
    if not calendar.knows(year):
        noticed += [NoticedDay(date(year, *day), False, ESTIMATE) for day in sorted(FIXED_HOLIDAYS)]
    return [_month(year, month, noticed, calendar) for month in range(1, 13)]


def _month(year: int, month: int, noticed: list[NoticedDay], calendar: WorkCalendar) -> Month:
    here = [day for day in noticed if (day.date.year, day.date.month) == (year, month)]
    length = gregorian.monthrange(year, month)[1]
    workdays = sum(calendar.is_workday(date(year, month, day)) for day in range(1, length + 1))
    return Month(f"{month}月", workdays, _spans(here, worked=False), _spans(here, worked=True))


def _spans(days: list[NoticedDay], *, worked: bool) -> list[str]:
    """Days in a row under one name are told in one: 1日至3日元旦."""
    spans: list[tuple[date, date, str]] = []
    for day in (each for each in days if each.is_workday == worked):
        if spans and spans[-1][1] + timedelta(days=1) == day.date and spans[-1][2] == day.note:
            spans[-1] = (spans[-1][0], day.date, day.note)
        else:
            spans.append((day.date, day.date, day.note))
    return [f"{first.day}日{'' if first == last else f'至{last.day}日'} {note}" for first, last, note in spans]
