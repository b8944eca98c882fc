"""The names of the task table: who they are, and what a clerk says they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, Protocol

from yizheng.kernel.errors import Refused
from yizheng.plan.importing.draft import Draft, Name, Row, Target

Column = Literal["leaders", "departments"]


class LookUp(Protocol):
    """Says who a name of a column is in a month (1-12); `beside` are the departments of its row."""

    def __call__(self, column: Column, text: str, month: int | None, beside: Sequence[Name] = ()) -> Name: ...


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


def choose_target(draft: Draft, column: Column, text: str, kind: str, target_id: int) -> None:
    """Say who an unresolved name is, in every row where it stands and could be that one."""
    chosen = [name for name in _open_names(draft, column, text) if _choice(name, kind, target_id) is not None]
    if not chosen:
        raise Refused("gone", NOT_OFFERED)
    for name in chosen:
        target = _choice(name, kind, target_id)
        assert target is not None
        name.targets, name.settled, name.reason = [target], True, CHOSEN


def accept_targets(draft: Draft, column: Column, text: str) -> None:
    """Say that what was understood of a doubtful name is right, in every row where it stands."""
    doubtful = [name for name in _open_names(draft, column, text) if name.targets]
    if not doubtful:
        raise Refused("gone", NOT_OFFERED)
    for name in doubtful:
        name.settled, name.reason = True, CHOSEN


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


def _choice(name: Name, kind: str, target_id: int) -> Target | None:
    offered = (*name.choices, *name.targets)
    return next((each for each in offered if (each.kind, each.id) == (kind, target_id)), None)
