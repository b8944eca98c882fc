"""A month as weeks of days, Monday first."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .entries import Entry


@dataclass(frozen=True)
class Day:
    """One day of the grid: `here` within the month shown."""

    on: date
    here: bool
    today: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Month:
    """A month of the calendar and its neighbours as `2026-11`."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    before: str
    after: str

    @property
    def busy_days(self) -> list[Day]:
        """Return the days of this month on which something stands: what a phone shows."""
        return [day for week in self.weeks for day in week if day.here and day.entries]


def span(first: date) -> tuple[date, date]:
    """Return the first and last day of the grid of a month."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return weeks[0][0], weeks[-1][-1]


def month_of(first: date, found: Iterable[Entry], *, today: date) -> Month:
    """Lay entries out on the grid of the month that begins on `first`."""
    kept = list(found)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first,
        tuple(tuple(_day(on, first, kept, today) for on in week) for week in weeks),
        f"{first - timedelta(days=1):%Y-%m}",
        f"{(first + timedelta(days=31)).replace(day=1):%Y-%m}",
    )


def _day(on: date, first: date, found: list[Entry], today: date) -> Day:
    here = (on.year, on.month) == (first.year, first.month)
    return Day(on, here, on == today, tuple(each for each in found if each.first_day <= on <= each.last_day))
