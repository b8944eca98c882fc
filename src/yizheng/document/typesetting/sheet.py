"""A table in Excel: ruled, ready to print on A4, its head on every page; text that looks like a formula stays text."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from yizheng.kernel.papers import Cards, Column, Group, Table

from .faces import Faces
from .word_table import merges, printed

PAGE_CHARACTERS = 88
"""How many Latin characters a printed line holds; the columns share them."""
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MOST_CHARACTERS = 32_000
_BAD_IN_NAME = str.maketrans("", "", r"[]:*?/\'")


def table_workbook(paper: Table, faces: Faces) -> bytes:
    """Return a table as an .xlsx file."""
    return _saved(_book(paper, faces))


def names_workbook(paper: Cards, faces: Faces) -> bytes:
    """Return the names of desk cards as an .xlsx file: what a print shop asks for."""
    rows = tuple((str(number), name) for number, name in enumerate(paper.names, start=1))
    columns = (Column("序号", 1, "center"), Column("姓名", 4))
    return _saved(_book(Table(paper.title, columns, rows), faces))


def harmless(text: str) -> str:
    """Return text that Excel takes for text: a leading = + - @ gets an apostrophe, control characters go."""
    kept = ILLEGAL_CHARACTERS_RE.sub("", text)[:_MOST_CHARACTERS]
    return f"'{kept}" if kept.startswith(_FORMULA_STARTS) else kept


def _book(paper: Table, faces: Faces) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = harmless(paper.title.translate(_BAD_IN_NAME))[:31].strip() or "表"
    head = _heading(sheet, paper, faces)
    _rows(sheet, paper, faces, head)
    for note in paper.notes:
        _across(sheet, sheet.max_row + 1, note, Font(faces.body, sz=12), len(paper.columns), "left")
    _set_up_print(sheet, paper, head)
    return book


def _heading(sheet: Worksheet, paper: Table, faces: Faces) -> int:
    """Write title, subtitle and the head of the columns; return the row of the head."""
    width, head = len(paper.columns), 2
    _across(sheet, 1, paper.title, Font(faces.title, sz=18), width, "center")
    sheet.row_dimensions[1].height = 36
    if paper.subtitle:
        _across(sheet, 2, paper.subtitle, Font(faces.sub_heading, sz=12), width, "center")
        head = 3
    total = sum(column.width for column in paper.columns)
    for number, column in enumerate(paper.columns, start=1):
        _write(sheet, head, number, column.title, Font(faces.heading, sz=12), "center")
        wide = PAGE_CHARACTERS * column.width / total
        sheet.column_dimensions[get_column_letter(number)].width = max(6.0, round(wide, 1))
    return head


def _rows(sheet: Worksheet, paper: Table, faces: Faces, head: int) -> None:
    body, upper = Font(faces.body, sz=12), Font(faces.heading, sz=12)
    for number, each in enumerate(paper.rows, start=head + 1):
        if isinstance(each, Group):
            _across(sheet, number, each.title, upper, len(paper.columns), "left", _BOX)
            continue
        for place, (text, column) in enumerate(zip(each, paper.columns, strict=True), start=1):
            _write(sheet, number, place, printed(text, column), body, column.align)
    _merge(sheet, merges(paper), head + 1)


def _merge(sheet: Worksheet, wanted: Sequence[str], first: int) -> None:
    starts = [number for number, merge in enumerate(wanted) if merge == "restart"]
    for start in starts:
        end = start
        while end + 1 < len(wanted) and wanted[end + 1] == "continue":
            end += 1
        sheet.merge_cells(start_row=first + start, end_row=first + end, start_column=1, end_column=1)


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font, horizontal: str) -> None:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value, cell.data_type = harmless(text), "s"
    cell.font, cell.border = font, _BOX
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def _across(
    sheet: Worksheet, row: int, text: str, font: Font, width: int, horizontal: str, border: Border | None = None
) -> None:
    _write(sheet, row, 1, text, font, horizontal)
    if width > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.cell(row, 1).border = border or Border()


def _set_up_print(sheet: Worksheet, paper: Table, head: int) -> None:
    sheet.page_setup.orientation = "landscape" if paper.landscape else "portrait"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{head}"
    sheet.freeze_panes = f"A{head + 1}"
    footer: Any = sheet.oddFooter
    footer.center.text = "— &P —"


def _saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
