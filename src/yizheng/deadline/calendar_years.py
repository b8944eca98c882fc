"""The days of the State Council's notices, as the library `chinesecalendar` knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chinese_calendar import constants

HOLIDAY_NAMES: Mapping[str, str] = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@dataclass(frozen=True)
class NoticedDay:
    """One day of a yearly notice: a holiday, or a weekend day that is worked for it."""

    date: date
    is_workday: bool
    note: str


def known_years() -> list[int]:
    """Return the years whose notices the installed library holds."""
    return sorted({day.year for day in constants.holidays if (day.month, day.day) == (10, 1)})


def days_of(year: int) -> list[NoticedDay]:
    """Return the days of one year's notice by date. Raises: LookupError when the library does not know it."""
    if year not in known_years():
        raise LookupError(f"no notice is known for {year}")
    holidays = [NoticedDay(d, False, _name(n)) for d, n in constants.holidays.items() if d.year == year]
    workdays = [NoticedDay(d, True, f"{_name(n)}调休上班") for d, n in constants.workdays.items() if d.year == year]
    return sorted([*holidays, *workdays], key=lambda day: day.date)


def _name(holiday: str) -> str:
    """Return the Chinese name; a holiday named by two feasts at once keeps both."""
    return HOLIDAY_NAMES.get(holiday, holiday)
