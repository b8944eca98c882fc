"""To-dos as the rows of a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import WorkCalendar, light
from yizheng.ui.shapes import LightColour, TodoLine

from .models import Todo

ACTIONS = {"核对": "查看依据", "说明延期": "去说明"}
"""The word on the button where 去办 says too little."""


def todo_lines(rows: Iterable[Todo], today: date) -> list[TodoLine]:
    """Return the rows with their lights; the calendar is read once."""
    calendar = work_calendar()
    return [_line(row, *_light(row, today, calendar)) for row in rows]


def _light(row: Todo, today: date, calendar: WorkCalendar) -> tuple[str, str]:
    if row.due_on is None:
        return LightColour.NONE, "不限时"
    shown = light(row.due_on, today, calendar)
    return shown.colour, shown.words


def _line(row: Todo, colour: str, words: str) -> TodoLine:
    return TodoLine(
        act=row.label,
        text=row.title,
        url=row.url,
        words=words,
        colour=colour,
        about=row.note,
        action=ACTIONS.get(row.label, "去办"),
        due=row.due_on,
    )
