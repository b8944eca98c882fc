"""Forty thousand rows: every one read, never held in memory together."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from openpyxl import Workbook

from yizheng.intake.sheets.book import Book
from yizheng.intake.sheets.table import Leftovers, glance, read_table

from .books import FIELDS

ROWS = 40_000
MOST_BYTES = 24 * 1024 * 1024
"""What reading may hold at once: the table of texts and one row; the rows together would take 80 MB."""


def _large(path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(["姓名", "手机", "界别"])
    for number in range(ROWS):
        sheet.append([f"王{number}", 13_000_000_000 + number, "经济"])
    book.save(path)


def test_forty_thousand_rows_are_read_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    _large(path)
    tracemalloc.start()
    try:
        with Book(path, path.name) as book:
            header = glance(book, FIELDS)[0].header
            assert header is not None
            count = sum(1 for _ in read_table(book, 0, header, header.columns, "name", Leftovers()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == ROWS
    assert peak < MOST_BYTES
