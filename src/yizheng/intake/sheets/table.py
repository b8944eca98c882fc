"""A sheet as a table of fields: what a room reads, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from .book import Book
from .cells import SheetRow
from .columns import Field
from .headers import SEARCHED_ROWS, Header, find_header

_NOTES = (
    "合计",
    "总计",
    "小计",
    "共计",
    "注:",
    "注：",
    "说明:",
    "说明：",
    "备注:",
    "备注：",
    "填表人",
    "制表",
    "审核人",
)


@dataclass(frozen=True)
class TableRow:
    """
    One row of data: its texts by field, its cells as written, the heading it stands under (中共（23人）).

    `formulas` and `unreckoned` name the fields whose text is a formula's result, or a formula without one.
    """

    number: int
    texts: Mapping[str, str]
    cells: tuple[str, ...]
    section: str = ""
    is_hidden: bool = False
    formulas: tuple[str, ...] = ()
    unreckoned: tuple[str, ...] = ()


@dataclass
class Leftovers:
    """Rows of a table that are no data, told to the clerk: headings between rows, totals and notes."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class SheetGlance:
    """What a first look at a sheet shows; `header` is None where no header was found."""

    place: int
    name: str
    is_hidden: bool
    length: int
    header: Header | None


def glance(book: Book, fields: Sequence[Field]) -> list[SheetGlance]:
    """Look at the beginning of each sheet. Raises: Refused `broken`, `too_long`."""
    return [
        SheetGlance(place, sheet.name, sheet.is_hidden, sheet.length, _header_of(book, place, fields))
        for place, sheet in enumerate(book.sheets)
    ]


def likeliest(glances: Sequence[SheetGlance]) -> SheetGlance | None:
    """Return the visible sheet that names most fields; a hidden one is never taken unasked."""
    seen = [each for each in glances if each.header is not None and not each.is_hidden]
    return max(seen, key=lambda each: len(each.header.columns) if each.header else 0, default=None)


def read_table(
    book: Book, place: int, header: Header, columns: Mapping[str, int], required: str, leftovers: Leftovers
) -> Iterator[TableRow]:
    """
    Yield the rows under a header; `columns` says which column each field is read from.

    A row of one text is the heading of those below it; totals and notes are put into `leftovers`.
    """
    section = ""
    for row in book.rows(place):
        if row.number <= header.last_row or not _texts(row):
            continue
        name = row.text(columns[required])
        if name and name == header.labels[columns[required]].rpartition("／")[2]:
            continue  # the header again, as it is printed on each page
        if _is_note(row, name):
            leftovers.notes.append((row.number, _texts(row)[0]))
        elif _is_heading(row, columns[required]):
            section = _texts(row)[0]
            leftovers.headings.append((row.number, section))
        else:
            yield _table_row(row, columns, section, len(header.labels))


def _header_of(book: Book, place: int, fields: Sequence[Field]) -> Header | None:
    rows = list(islice(book.rows(place), SEARCHED_ROWS))
    return find_header(rows, fields)


def _texts(row: SheetRow) -> list[str]:
    return [cell.text for _, cell in sorted(row.cells.items()) if cell.text or cell.is_unreckoned]


def _is_note(row: SheetRow, name: str) -> bool:
    texts = _texts(row)
    first = texts[0].replace(" ", "").replace("　", "")
    return first.startswith(_NOTES) and (
        not name or len(set(texts)) == 1 or first.startswith(("合计", "总计", "小计", "示例"))
    )


def _is_heading(row: SheetRow, required: int) -> bool:
    """One text alone in its row, merged over several columns or standing beside the column of names."""
    filled = [column for column, cell in row.cells.items() if cell.text]
    if len({row.text(column) for column in filled}) != 1:
        return False
    return len(filled) > 1 or filled[0] != required


def _table_row(row: SheetRow, columns: Mapping[str, int], section: str, width: int) -> TableRow:
    cells = {name: row.cells[column] for name, column in columns.items() if column in row.cells}
    return TableRow(
        number=row.number,
        texts={name: cell.text for name, cell in cells.items() if cell.text},
        cells=tuple(row.text(column) for column in range(max(width, max(row.cells, default=-1) + 1))),
        section=section,
        is_hidden=row.is_hidden,
        formulas=tuple(name for name, cell in cells.items() if cell.is_formula and not cell.is_unreckoned),
        unreckoned=tuple(name for name, cell in cells.items() if cell.is_unreckoned),
    )
