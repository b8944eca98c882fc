"""Where the header is: under title rows, one to three rows high, levels joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .cells import SheetRow
from .columns import JOINT, Field, bare, recognise
from .limits import MOST_COLUMNS

SEARCHED_ROWS = 30
MOST_LEVELS = 3
_LEAST_FOUND = 2
_LONGEST_HEADER = 40
_COUNTING = ("序号", "编号", "号", "no.")
"""A column that only counts says nothing about what the table is."""


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its rows as Excel numbers them, a label a column, the fields by column."""

    first_row: int
    last_row: int
    labels: tuple[str, ...]
    columns: dict[str, int]


def find_header(rows: Sequence[SheetRow], fields: Sequence[Field]) -> Header | None:
    """
    Return the header among the first rows of a sheet: the rows that name most fields, as few rows as do.

    None when no rows name a required field and one more (or, of a sheet of one column, the required one).
    """
    best: tuple[tuple[int, bool, int, int], Header] | None = None
    for place in range(len(rows)):
        for levels in range(1, MOST_LEVELS + 1):
            chosen = rows[place : place + levels]
            if len(chosen) < levels or (levels > 1 and not _goes_on(chosen[-2], chosen[-1])):
                break
            header = _header(chosen, fields)
            if header is not None:
                rank = (len(header.columns), not _is_cut(rows, place + levels), -levels, -place)
                best = max(best, (rank, header), key=lambda each: each[0]) if best else (rank, header)
    return best[1] if best else None


def _is_cut(rows: Sequence[SheetRow], after: int) -> bool:
    """Tell whether the row below still belongs to the header: it must not be read as a person."""
    return after < len(rows) and _goes_on(rows[after - 1], rows[after])


def _header(rows: Sequence[SheetRow], fields: Sequence[Field]) -> Header | None:
    width = min(max((max(row.cells, default=-1) for row in rows), default=-1) + 1, MOST_COLUMNS)
    labels = tuple(_label(rows, column) for column in range(width))
    if any(len(label) > _LONGEST_HEADER * len(rows) for label in labels):
        return None
    columns = recognise(labels, fields)
    required = {field.name for field in fields if field.is_required}
    filled = sum(bool(label) and bare(label) not in _COUNTING for label in labels)
    is_one = len(set(labels)) == 1 and filled > 1  # a title merged over the table
    if is_one or not required & set(columns) or len(columns) < min(_LEAST_FOUND, filled):
        return None
    return Header(rows[0].number, rows[-1].number, labels, columns)


def _label(rows: Sequence[SheetRow], column: int) -> str:
    """Join the levels of a column; a cell merged downwards is said once."""
    parts = [" ".join(row.text(column).split()) for row in rows]
    return JOINT.join(dict.fromkeys(part for part in parts if part))


def _goes_on(upper: SheetRow, lower: SheetRow) -> bool:
    """
    Tell whether a row is a lower level of the header above it, not the first person under it.

    Whatever it adds must stand under nothing or under a word that spans several columns.
    """
    added = [column for column in lower.cells if lower.text(column) and lower.text(column) != upper.text(column)]
    return bool(added) and all(_is_spanned(upper, lower, column) for column in added)


def _is_spanned(upper: SheetRow, lower: SheetRow, column: int) -> bool:
    above = upper.text(column)
    if not above:
        return any(upper.text(left) for left in range(column))
    merged = above in (upper.text(column - 1), upper.text(column + 1))
    alone = not upper.text(column + 1) and bool(lower.text(column + 1))
    return merged or alone
