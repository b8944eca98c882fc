"""
The duty year of a committee: the calendar year, or from one plenary to the next (自然年、会议年度; handbook 10.3).

A year is called by the calendar year in which its plenary opens. What is set on the page 配置 bites from the beginning
of the next year: a year that has begun goes on as it began, and the year between the two has no gap and no day twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta

from .configuration import value
from .keys import CALENDAR, DUTY_YEAR
from .models import Session
from .values_read import values

OLDEST = 1949
"""The first year of a committee of the CPPCC."""
A_DAY = timedelta(days=1)

Days = tuple[date, date]


@dataclass(frozen=True)
class DutyYears:
    """
    From which day to which each year runs. `openings` names the day each year's plenary opened, `closed` the days of
    years that were closed, which stand whatever is set or corrected later.
    """

    openings: Mapping[int, date] = field(default_factory=dict)
    closed: Mapping[int, Days] = field(default_factory=dict)
    is_calendar: bool = True

    def first(self, year: int) -> date | None:
        """
        Return the first day of a year; None while the plenary that begins it is not known.

        A year before one that is known, and without a plenary of its own, begins on 1 January: our decision.
        """
        if year in self.closed:
            return self.closed[year][0]
        if year - 1 in self.closed:
            return self.closed[year - 1][1] + A_DAY
        new_year = date(year, 1, 1)
        if self.is_calendar or value(DUTY_YEAR, on=new_year) == CALENDAR:
            return new_year
        if year in self.openings:
            return self.openings[year]
        return new_year if any(known > year for known in self.openings) else None

    def last(self, year: int) -> date | None:
        """Return the last day of a year; None while the plenary that ends it is not known."""
        if year in self.closed:
            return self.closed[year][1]
        if year >= MAXYEAR:
            return date.max
        after = self.first(year + 1)
        return None if after is None else after - A_DAY

    def days(self, year: int) -> Days:
        """Return first and last day; where one is not known yet, as if the year were as long as any other."""
        first = self.first(year) or date(year, 1, 1)
        return first, self.last(year) or date(first.year + 1, first.month, min(first.day, 28)) - A_DAY

    def of(self, on: date) -> int:
        """Return the year a day belongs to: the newest that has begun by then."""
        for year in range(min(on.year + 1, MAXYEAR), OLDEST - 1, -1):
            first = self.first(year)
            if first is not None and first <= on:
                return year
        return on.year

    def words(self, year: int) -> str:
        """Return from when to when a year runs, where it is not the calendar year: 2026年1月12日至2027年1月18日."""
        first, last = self.days(year)
        if (first, last) == (date(year, 1, 1), date(year, 12, 31)):
            return ""
        end = f"{last:%Y年%-m月%-d日}" if self.last(year) else "下次全体会议前一天"
        return f"{first:%Y年%-m月%-d日}至{end}"


def read() -> DutyYears:
    """Return the years of the committee; where nothing but the calendar was ever set, no statement is needed."""
    if all(each.value == CALENDAR for each in values().get(DUTY_YEAR.name, ())):
        return DutyYears()
    opened = Session.objects.order_by("opens").values_list("opens", flat=True).distinct()
    return DutyYears(_named(opened), is_calendar=False)


def _named(opened: Iterable[date]) -> dict[int, date]:
    """Return each plenary by the year it begins: that of its opening, or the next where two opened in one."""
    found: dict[int, date] = {}
    for opens in opened:
        found[max([opens.year, *(year + 1 for year in list(found)[-1:])])] = opens
    return found
