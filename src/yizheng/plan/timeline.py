"""The year on one page (时间轴): tasks as bars over twelve months. Pure: rows and a day in, shapes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yizheng.ui.shapes import Meaning

from . import phrases
from .board import MONTHS, Address, card_note, is_late
from .enums import PartyRole, TaskState
from .models import PlanTask
from .queries import MEANING, in_month

Key = tuple[int, int, str]
"""The place of a group (what has none stands last), and what it is called."""
ITEM, DEPARTMENT = "item", "department"
NO_ITEM, NO_DEPARTMENT = "还没有归到要点", "没有写明责任部门"


@dataclass(frozen=True)
class Bar:
    """One task: where its bar begins (`first`, 1-12), over how many months it runs, how it stands in a word."""

    text: str
    url: str
    months: str
    first: int
    span: int
    meaning: str
    word: str
    who: str
    note: str
    struck: bool


@dataclass(frozen=True)
class BarGroup:
    """The bars of an item or a department, by when they begin."""

    title: str
    bars: Sequence[Bar]
    late: int

    @property
    def note(self) -> str:
        """Say how many tasks there are, and how many of them are late."""
        return f"{len(self.bars)} 项{f'，{self.late} 项晚了' if self.late else ''}"


@dataclass(frozen=True)
class MonthBars:
    """What one month holds, for the phone; a range stands in each of its months."""

    month: int
    bars: Sequence[Bar]
    now: bool


def groups(tasks: Iterable[PlanTask], by: str, on: date, page: Address) -> list[BarGroup]:
    """Return the dated tasks under their items, or under each department that carries them."""
    found: dict[Key, list[PlanTask]] = defaultdict(list)
    for task in tasks:
        if task.month_start:
            for key in _KEYS[by](task):
                found[key].append(task)
    return [_group(key[2], found[key], on, page) for key in sorted(found)]


def by_month(tasks: Sequence[PlanTask], current: int, on: date, page: Address) -> list[MonthBars]:
    """Return the months that hold something; `current` is marked, 0 marks none."""
    found = [(month, sorted(in_month(tasks, month), key=_place)) for month in MONTHS]
    return [MonthBars(month, [bar(task, on, page) for task in rows], month == current) for month, rows in found if rows]


def bar(task: PlanTask, on: date, page: Address) -> Bar:
    """Return the bar of a dated task; lateness is said instead of the state it is late in."""
    first, last = task.month_start or 1, task.month_end or 12
    late = is_late(task, on)
    return Bar(
        text=task.content,
        url=page(task),
        months=phrases.months_word(task),
        first=first,
        span=last - first + 1,
        meaning=Meaning.OVER if late else MEANING[task.state],
        word=phrases.lateness(task.due_on or on, on) if late else str(TaskState(task.state).label),
        who=phrases.who_carries(task),
        note=card_note(task),
        struck=task.state == TaskState.CANCELLED,
    )


def _group(title: str, tasks: Sequence[PlanTask], on: date, page: Address) -> BarGroup:
    bars = [bar(task, on, page) for task in sorted(tasks, key=_place)]
    return BarGroup(title, bars, sum(is_late(task, on) for task in tasks))


def _place(task: PlanTask) -> tuple[int, int, int, int]:
    return (task.month_start or 13, task.month_end or 13, task.seq_in_month, task.pk)


def _item(task: PlanTask) -> list[Key]:
    if task.item is None:
        return [(1, 0, NO_ITEM)]
    return [(0, task.item.order, f"{task.item.label}　{task.item.heading}")]


def _departments(task: PlanTask) -> list[Key]:
    """Committees' own departments in official order, then outside units, then names nobody resolved."""
    named = [party for party in task.parties.all() if party.role == PartyRole.DEPARTMENT]
    keys = [(0, party.body.order, str(party.body)) for party in named if party.body]
    keys += [(1, party.unit.order, str(party.unit)) for party in named if party.unit]
    if not keys:
        return [(2, 0, phrases.names(task.departments_text) or NO_DEPARTMENT)]
    return list(dict.fromkeys(keys))


_KEYS: dict[str, Callable[[PlanTask], list[Key]]] = {ITEM: _item, DEPARTMENT: _departments}
