"""The names of the task table: who they are, and what a clerk says they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from yizheng.kernel.errors import Refused
from yizheng.plan.importing.draft import Draft, Name, Row, Target

Column = Literal["leaders", "departments"]


class LookUp(Protocol):
    """Says who a name of a column is in a month (1-12); `beside` are the departments of its row."""

    def __call__(self, column: Column, text: str, month: int | None, beside: Sequence[Name] = ()) -> Name: ...


Roll = Callable[[Column], Sequence[Target]]
"""Says who can stand in a column."""

_COLUMNS: tuple[Column, ...] = ("leaders", "departments")
SEPARATORS = re.compile(r"[、，,;；\n\r\t]+")
KEPT_AS_TEXT = "按原文保留，不对应名册"
CHOSEN = "经办人选定"
NOT_OFFERED = "这个选项已经不在了。请看过现在的内容，再选一次。"


def names_in(text: str) -> list[str]:
    """Return the names a clerk typed into one cell, in their order, each once."""
    names = (" ".join(name.split()) for name in SEPARATORS.split(text))
    return list(dict.fromkeys(name for name in names if name))


def cell_of(names: list[Name]) -> str:
    """Return a cell as it can be edited again."""
    return "、".join(name.text for name in names)


def name_row(row: Row, leaders: Sequence[str], departments: Sequence[str], month: int | None, look_up: LookUp) -> None:
    """Put names into a row; what was settled about a name that stays is kept. Departments tell who 分管 is."""
    known = {(column, name.text): name for column in _COLUMNS for name in getattr(row, column) if name.settled}
    row.departments = [known.get(("departments", text)) or look_up("departments", text, month) for text in departments]
    row.leaders = [known.get(("leaders", text)) or look_up("leaders", text, month, row.departments) for text in leaders]


def choose_targets(draft: Draft, column: Column, text: str, chosen: Sequence[tuple[str, int]], roll: Roll) -> None:
    """
    Say who a name is, in every row where it stands unsettled: one, or several as in 有关专委会.

    Raises: Refused when one of the chosen is neither offered for the name nor in the rolls.
    """
    names = _open_names(draft, column, text)
    offered = {(each.kind, each.id): each for each in roll(column)}
    offered |= {(each.kind, each.id): each for name in names for each in name.choices}
    if not names or not chosen or not set(chosen) <= offered.keys():
        raise Refused("gone", NOT_OFFERED)
    for name in names:
        name.targets = [offered[each] for each in dict.fromkeys(chosen)]
        name.settled, name.reason = True, CHOSEN


def look_again(draft: Draft, look_up: LookUp) -> None:
    """Ask for the unsettled leaders once more: who 分管主席 is follows from the departments of the row."""
    for row in draft.tasks:
        row.leaders = [
            name if name.settled else look_up("leaders", name.text, row.month, row.departments) for name in row.leaders
        ]


def keep_as_text(draft: Draft, column: Column, text: str) -> None:
    """Say that a name stands for nobody of the rolls: it stays as printed and nobody is asked."""
    for name in _open_names(draft, column, text):
        name.targets, name.settled, name.reason = [], True, KEPT_AS_TEXT


def open_names(draft: Draft) -> dict[tuple[Column, str], list[Row]]:
    """Return the names a person should look at, each with the rows it stands in."""
    found: dict[tuple[Column, str], list[Row]] = {}
    for row in draft.taken_tasks():
        for column in _COLUMNS:
            for name in getattr(row, column):
                if not name.settled:
                    found.setdefault((column, name.text), []).append(row)
    return found


def _open_names(draft: Draft, column: Column, text: str) -> list[Name]:
    names = (name for row in draft.tasks for name in getattr(row, column))
    return [name for name in names if name.text == text and not name.settled]
