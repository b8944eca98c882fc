"""The working-day calendar of this database, read once a process."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Max

from .models import CalendarDay
from .reckoning import WorkCalendar


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


def _stamp() -> _Stamp:
    where = connection.settings_dict
    now = CalendarDay.objects.aggregate(last_id=Max("id"), rows=Count("id"))
    return _Stamp(str(where["NAME"]), str(where["HOST"]), now["last_id"], now["rows"])
