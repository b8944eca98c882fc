"""A row as it stands in a sheet, before anybody asks what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

_COLUMN = re.compile("[A-Z]+")


@dataclass(frozen=True)
class SheetCell:
    """
    The text of a cell, without white space around it.

    `is_formula`: the text is what Excel reckoned when the file was saved; `is_unreckoned`: it kept no result.
    """

    text: str
    is_formula: bool = False
    is_unreckoned: bool = False


@dataclass
class SheetRow:
    """One row: its number as Excel shows it, its filled cells by column from 0."""

    number: int
    cells: dict[int, SheetCell] = field(default_factory=dict)
    is_hidden: bool = False

    def text(self, column: int) -> str:
        """Return the text of a cell, empty where there is none."""
        cell = self.cells.get(column)
        return cell.text if cell else ""


@dataclass(frozen=True)
class Merge:
    """A merged area; rows from 1 as Excel numbers them, columns from 0, both ends inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


def column_number(letters: str) -> int:
    """Return the place of a column from 0: A 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column as Excel shows them: 0 A, 26 AA."""
    letters, rest = "", number + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def merge_of(area: str) -> Merge | None:
    """Read B2:C5; None when it is no area."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", area)
    if found is None:
        return None
    return Merge(int(found[2]), int(found[4]), column_number(found[1]), column_number(found[3]))


def column_of(reference: str, after: int) -> int:
    """Return the column of a reference like C7; without one it is the next after the last."""
    found = _COLUMN.match(reference)
    return column_number(found[0]) if found else after + 1


def number_text(value: float) -> str:
    """Write a number as a person typed it: a telephone number kept as 1.38E10 has no point and no exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)


def moment_text(moment: datetime) -> str:
    """Write a date kept as a serial number."""
    return moment.date().isoformat()


def filled(rows: Iterator[SheetRow], merges: list[Merge], most_columns: int) -> Iterator[SheetRow]:
    """Give each cell of a merged area the text of its first one; `merges` may come in any order."""
    waiting = sorted(merges, key=lambda merge: merge.first_row, reverse=True)
    open_areas: list[tuple[Merge, SheetCell | None]] = []
    for row in rows:
        while waiting and waiting[-1].first_row <= row.number:
            area = waiting.pop()
            first = row.cells.get(area.first_column) if area.first_row == row.number else None
            open_areas.append((area, first))
        open_areas = [(area, first) for area, first in open_areas if area.last_row >= row.number]
        for area, first in open_areas:
            if first is not None and first.text:
                for column in range(area.first_column, min(area.last_column + 1, most_columns)):
                    row.cells.setdefault(column, first)
        yield row
