"""Every date of the demo office, counted from the day it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from yizheng.deadline.reckoning import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
TERM_AGE_YEARS = 3
"""The term is in its fourth year: its fourth plenary falls into this year, its twelfth standing meeting before it."""


@dataclass(frozen=True)
class Days:
    """The days on which the demo office did what it did; `today` itself is still to come."""

    today: date
    calendar: WorkCalendar

    @property
    def year(self) -> int:
        """Return the year of the plan that is being carried out."""
        return self.today.year

    @property
    def term_start(self) -> date:
        """Return the first day of the term."""
        return date(self.year - TERM_AGE_YEARS, 1, 12)

    @property
    def split_on(self) -> date:
        """Return the day from which the joint body is two."""
        return date(self.year, 2, 1)

    @property
    def split_decided_on(self) -> date:
        """Return the day on which the split was decided: before the plan that speaks of it."""
        return self.workday(date(self.year - 1, 12, 18))

    def adopted_on(self, year: int) -> date:
        """Return the day on which the plan of a year was adopted: in the last days of the year before."""
        return self.workday(date(year - 1, 12, 26))

    def plenary(self, year: int) -> tuple[date, date]:
        """Return the first and last day of the plenary meeting of a year: six days, twelve half-days."""
        first = self.workday(date(year, 2, 23))
        return first, first + timedelta(days=5)

    def workdays_ago(self, count: int) -> date:
        """Return the working day so many working days before today."""
        day = self.today
        for _ in range(count):
            day = self.workday(day - timedelta(days=1))
        return day

    def workday(self, day: date) -> date:
        """Return the day, or the last working day before it: nothing is done on a Sunday."""
        while not self.calendar.is_workday(day):
            day -= timedelta(days=1)
        return day

    def next_workday(self, day: date) -> date:
        """Return the day, or the next working day after it."""
        while not self.calendar.is_workday(day):
            day += timedelta(days=1)
        return day

    def is_past(self, day: date) -> bool:
        """Tell whether a day lies before today."""
        return day < self.today


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day in the office's time."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def chinese_date(day: date) -> str:
    """Write 2026年3月12日, as documents print it."""
    return f"{day.year}年{day.month}月{day.day}日"
