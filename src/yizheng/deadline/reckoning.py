"""
How a deadline is reckoned, and the light it shows (handbook 2.1). Pure: no database, no clock.

Every result says in a Chinese sentence how it came about, so that a clerk can check it by hand.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Holidays that have the same date every year: 元旦 one day, 劳动节 two, 国庆节 three (month, day)."""
NATIONAL_DAY = (10, 1)
ESTIMATE = "暂按周末推算"
WEEKDAYS = "一二三四五六日"

YELLOW_WORKDAYS = 10
ORANGE_WORKDAYS = 3


@dataclass(frozen=True)
class WorkCalendar:
    """
    Which days are worked (工作日历).

    `days` holds the days of the State Council's notices: holidays False, make-up days True. All other days
    follow Monday-Friday. A year is known when its National Day stands among them.
    """

    days: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Tell whether the day is worked; in an unknown year by weekday and fixed-date holidays."""
        noticed = self.days.get(day)
        if noticed is not None:
            return noticed
        if not self.knows(day.year) and (day.month, day.day) in FIXED_HOLIDAYS:
            return False
        return day.weekday() < 5

    def knows(self, year: int) -> bool:
        """Tell whether the notice for a year is in."""
        return date(year, *NATIONAL_DAY) in self.days

    def next_workday(self, day: date) -> date:
        """Return the day itself if it is worked, else the next one that is."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day


@dataclass(frozen=True)
class Reckoned:
    """A due date, how it was reckoned, and whether a year without notice had a part in it."""

    due_on: date
    why: str
    is_estimate: bool = False


def add_months(
    start: date, months: int, calendar: WorkCalendar, *, event: str = "交办", rolls: bool = True
) -> Reckoned:
    """
    Count calendar months from the day after `start`, to the same day number or the month's last day.

    A day that is not worked moves on to the next that is, unless it is not to roll. `event` names what
    happened on `start`. Rule: handbook 2.1, calendar.roll_forward.
    """
    nominal = same_day_number(start, months)
    due_on = calendar.next_workday(nominal) if rolls else nominal
    why = f"{_day(start)}{event}，次日起{months}个月，至{_day(nominal, start)}（{_rolled(nominal, due_on, calendar)}）"
    return _reckoned(due_on, why, calendar, {nominal.year, due_on.year})


def add_workdays(start: date, workdays: int, calendar: WorkCalendar, *, event: str = "交办") -> Reckoned:
    """Count working days from the day after `start`; the last one counted is the due date."""
    day, left = start, workdays
    while left:
        day += ONE_DAY
        left -= calendar.is_workday(day)
    why = f"{_day(start)}{event}，次日起{workdays}个工作日，至{_day(day, start)}"
    return _reckoned(day, why, calendar, set(range(start.year, day.year + 1)))


def end_of_month(
    year: int, month: int, calendar: WorkCalendar, *, last_day: int | None = None, rolls: bool = True
) -> Reckoned:
    """
    Return the last day of a month (月底前), or its `last_day`; one that is not worked moves on to the next that is.

    Rule: handbook 2.1, calendar.roll_forward.
    """
    last = date(year, month, last_day or gregorian.monthrange(year, month)[1])
    due_on = calendar.next_workday(last) if rolls else last
    rolled = "" if calendar.is_workday(last) else f"，{_rolled(last, due_on, calendar)}"
    until = f"{month}月{last_day}日前完成" if last_day else f"{month}月底前完成，即{_day(last)}"
    return _reckoned(due_on, f"{until}{rolled}", calendar, {year, due_on.year})


def on_date(day: date) -> Reckoned:
    """Return a date that somebody set; it is kept as it was set."""
    return Reckoned(day, f"定于{_day(day)}")


def workdays_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Count the working days after `start` up to and including `end`; 0 when `end` is not later."""
    days = (end - start).days
    return sum(calendar.is_workday(start + ONE_DAY * n) for n in range(1, days + 1))


class Colour(StrEnum):
    """Colours of the deadline light (期限灯)."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


@dataclass(frozen=True)
class Light:
    """The light of a deadline and the words beside it; colour never stands alone."""

    colour: Colour
    words: str


def light(due_on: date, today: date, calendar: WorkCalendar) -> Light:
    """
    Return the light: more than 10 working days left green, up to 10 yellow, up to 3 orange, overdue red.

    Lateness is said in calendar days, time left in working days.
    """
    late_days = (today - due_on).days
    if late_days > 0:
        return Light(Colour.RED, f"逾期{late_days}天")
    if late_days == 0:
        return Light(Colour.ORANGE, "今天")
    left = workdays_between(today, due_on, calendar)
    words = f"还有{left}个工作日" if left else f"还有{-late_days}天"
    return Light(_colour(left), words)


def _colour(workdays_left: int) -> Colour:
    if workdays_left <= ORANGE_WORKDAYS:
        return Colour.ORANGE
    return Colour.YELLOW if workdays_left <= YELLOW_WORKDAYS else Colour.GREEN


def same_day_number(start: date, months: int) -> date:
    """Return the same day number some months later, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _reckoned(due_on: date, why: str, calendar: WorkCalendar, years: set[int]) -> Reckoned:
    unknown = sorted(year for year in years if not calendar.knows(year))
    if not unknown:
        return Reckoned(due_on, why)
    named = "、".join(str(year) for year in unknown)
    return Reckoned(due_on, f"{why}；{named}年放假安排尚未公布，{ESTIMATE}", is_estimate=True)


def _day(day: date, beside: date | None = None) -> str:
    """Write 3月12日; with the year where it differs from the date beside it."""
    words = f"{day.month}月{day.day}日"
    return words if beside is None or beside.year == day.year else f"{day.year}年{words}"


def _rolled(nominal: date, due_on: date, calendar: WorkCalendar) -> str:
    if calendar.is_workday(nominal):
        return "工作日，不顺延"
    if nominal == due_on:
        return f"{_not_worked(nominal)}，按配置不顺延"
    return f"{_not_worked(nominal)}，顺延至{_day(due_on, nominal)}"


def _not_worked(day: date) -> str:
    return f"星期{WEEKDAYS[day.weekday()]}休息" if day.weekday() >= 5 else "放假"
