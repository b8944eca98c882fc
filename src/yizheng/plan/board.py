"""The month board: tasks shaped into lanes. Pure: rows and dates in, shapes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html

from yizheng.deadline.reckoning import Colour, WorkCalendar, light
from yizheng.ui.shapes import Lane, LightColour, TaskCard

from . import phrases
from .enums import TaskState
from .models import PlanTask
from .queries import MEANING, in_month

LANES_IN_VIEW = 4
OPEN_STATES = (TaskState.PLANNED, TaskState.IN_PROGRESS)
MONTHS = range(1, 13)

Address = Callable[[PlanTask], str]


@dataclass(frozen=True)
class Addresses:
    """Where a card leads: the task's page, and where it is moved; `move` None draws cards that stay."""

    page: Address
    move: Address | None = None


@dataclass(frozen=True)
class MonthCount:
    """How many tasks stand on one month's board, and how many of them are late."""

    month: int
    tasks: int
    late: int


def months_in_view(chosen: int) -> range:
    """Return the months drawn beside each other, the chosen one first while there are enough after it."""
    first = min(chosen, 12 - LANES_IN_VIEW + 1)
    return range(first, first + LANES_IN_VIEW)


def is_late(task: PlanTask, on: date) -> bool:
    """Tell whether a task was due before this day and is neither done nor closed."""
    return task.due_on is not None and task.due_on < on and task.state in OPEN_STATES


def count_months(tasks: Sequence[PlanTask], on: date) -> list[MonthCount]:
    """Count each month's board; a range stands on each of its months (F032)."""
    return [_count(month, in_month(tasks, month), on) for month in MONTHS]


def lanes(
    tasks: Sequence[PlanTask], *, chosen: int, on: date, calendar: WorkCalendar, addresses: Addresses
) -> list[Lane]:
    """Return the lanes in view; `now` marks the chosen month."""
    return [_lane(tasks, month, chosen, on, calendar, addresses) for month in months_in_view(chosen)]


def moves(year: int, on: date) -> list[Lane]:
    """Return the months a task can still be moved to: this month and later ones of the plan's year."""
    first = 1 if year > on.year else on.month if year == on.year else 13
    return [Lane(str(month), f"{month}月") for month in range(first, 13)]


def _count(month: int, rows: Sequence[PlanTask], on: date) -> MonthCount:
    return MonthCount(month, len(rows), sum(is_late(task, on) for task in rows))


def _lane(
    tasks: Sequence[PlanTask], month: int, chosen: int, on: date, calendar: WorkCalendar, addresses: Addresses
) -> Lane:
    rows = sorted(in_month(tasks, month), key=_place)
    cards = [_card(task, month, on, calendar, addresses) for task in rows]
    note = f"{len(rows)} 项" if rows else ""
    return Lane(str(month), f"{month}月", cards, note=note, now=month == chosen)


def _place(task: PlanTask) -> tuple[bool, int, int, int]:
    """Closed tasks stand below, then the order of the task table."""
    closed = task.state in (TaskState.CONFIRMED, TaskState.CANCELLED)
    return (closed, task.month or 99, task.seq_in_month, task.pk)


def _card(task: PlanTask, month: int, on: date, calendar: WorkCalendar, addresses: Addresses) -> TaskCard:
    colour, words = _light(task, on, calendar)
    movable = addresses.move is not None and task.state in OPEN_STATES
    return TaskCard(
        key=f"{task.public_id}-{month}",
        text=struck_through(task),
        url=addresses.page(task),
        state=phrases.STATE_WORDS[task.state],
        meaning=MEANING[task.state],
        who=phrases.who_carries(task),
        colour=colour,
        words=words,
        note=card_note(task),
        move_url=addresses.move(task) if movable and addresses.move else "",
        lane=str(month),
        asks=True,
    )


def struck_through(task: PlanTask) -> str:
    """Return what a task says; a cancelled one stays on the page, struck through (handbook 3.4)."""
    return format_html("<del>{}</del>", task.content) if task.state == TaskState.CANCELLED else task.content


def card_note(task: PlanTask) -> str:
    """Say what a card must not hide: 4-10月 · 新增 · 延期."""
    parts = [
        phrases.months_word(task) if task.month_start != task.month_end else "",
        "新增" if task.is_added else "",
        "延期" if task.delayed_on and task.state in OPEN_STATES else "",
    ]
    return " · ".join(part for part in parts if part)


def _light(task: PlanTask, on: date, calendar: WorkCalendar) -> tuple[str, str]:
    """A card shows its light only when the time is near or past: colour is rare."""
    if task.due_on is None or task.state not in OPEN_STATES:
        return LightColour.NONE, ""
    shown = light(task.due_on, on, calendar)
    if shown.colour is Colour.GREEN:
        return LightColour.NONE, ""
    return shown.colour, shown.words
