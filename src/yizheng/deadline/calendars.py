"""The working-day calendar of this database, read once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Max

from .models import CalendarDay
from .reckoning import WorkCalendar, workdays_between


@dataclass(frozen=True)
class _Stamp:
    """What tells one state of the calendar table from another: the database, its last row, its rows."""

    database: str
    host: str
    last_id: int | None
    rows: int


_read: dict[_Stamp, WorkCalendar] = {}


def work_calendar() -> WorkCalendar:
    """
    Return the working-day calendar of this database (工作日历).

    It is read once a process and again when a year was imported: rows are replaced, never changed.
    """
    stamp = _stamp()
    if stamp not in _read:
        _read.clear()
        _read[stamp] = WorkCalendar(dict(CalendarDay.objects.values_list("date", "is_workday")))
    return _read[stamp]


def day_names() -> dict[date, str]:
    """Return what the noticed days off are called: 春节, 国庆节."""
    return dict(CalendarDay.objects.filter(is_workday=False).exclude(note="").values_list("date", "note"))


def working_days_left(due_on: date, today: date) -> int:
    """Return how many working days are left after today, the due date included; below 0 when it is over."""
    calendar = work_calendar()
    if today > due_on:
        return -workdays_between(due_on, today, calendar)
    return workdays_between(today, due_on, calendar)


def _stamp() -> _Stamp:
    where = connection.settings_dict
    now = CalendarDay.objects.aggregate(last_id=Max("id"), rows=Count("id"))
    return _Stamp(str(where["NAME"]), str(where["HOST"]), now["last_id"], now["rows"])
