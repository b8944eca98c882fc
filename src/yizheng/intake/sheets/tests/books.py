"""Invented sheets, as offices keep them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from yizheng.intake.sheets.book import Book
from yizheng.intake.sheets.columns import Field
from yizheng.intake.sheets.table import Leftovers, TableRow, glance, likeliest, read_table

FIELDS = (
    Field("name", "姓名", ("委员姓名",), is_required=True),
    Field("gender", "性别"),
    Field("phone", "手机", ("联系电话", "手机号码")),
    Field("birth", "出生年月", ("出生日期",)),
    Field("sector", "界别", ("所属界别",)),
    Field("work", "工作单位及职务", ("单位及职务",)),
)


def sheet_of(book: Workbook) -> Worksheet:
    """Return the first sheet of a new book."""
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def book_of(rows: Sequence[Sequence[Any]], merges: Sequence[str] = ()) -> Workbook:
    """Return a book of one sheet."""
    book = Workbook()
    sheet = sheet_of(book)
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    return book


def saved(book: Workbook, folder: Path, name: str = "名册.xlsx") -> Path:
    """Save a book."""
    path = folder / name
    book.save(path)
    return path


def read(path: Path) -> tuple[list[TableRow], Leftovers]:
    """Read the likeliest sheet of a file with the columns recognised."""
    with Book(path, path.name) as book:
        found = likeliest(glance(book, FIELDS))
        assert found is not None
        assert found.header is not None
        leftovers = Leftovers()
        rows = list(read_table(book, found.place, found.header, found.header.columns, "name", leftovers))
    return rows, leftovers
