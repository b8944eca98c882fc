"""The annex in Excel: the same four columns and merged months, ready to print."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from .annex import COLUMNS, REMARK, Annex

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (10, 58, 18, 26)
TITLE_ROW, HEAD_ROW, FIRST_ROW = 1, 2, 3
_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE, _HEAD, _BODY = Font("方正小标宋简体", sz=18), Font("黑体", sz=12), Font("仿宋_GB2312", sz=12)
_STRUCK = Font("仿宋_GB2312", sz=12, strike=True)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def annex_workbook(annex: Annex) -> bytes:
    """Return the annex as an .xlsx file."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "任务分解"
    _head(sheet, annex.title)
    last = _rows(sheet, annex)
    if annex.remark:
        _across(sheet, last + 1, f"{REMARK}{annex.remark}", _BODY, "left")
    _set_up_print(sheet)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def harmless(text: str) -> str:
    """Return text that Excel will not take for a formula: a leading = + - @ gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _head(sheet: Worksheet, title: str) -> None:
    _across(sheet, TITLE_ROW, title, _TITLE, "center")
    sheet.row_dimensions[TITLE_ROW].height = 36
    for column, (label, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), start=1):
        _write(sheet, HEAD_ROW, column, label, _HEAD, "center")
        sheet.column_dimensions["ABCD"[column - 1]].width = width


def _rows(sheet: Worksheet, annex: Annex) -> int:
    """Write the months; return the last row written."""
    row = HEAD_ROW
    for month in annex.months:
        first = row + 1
        for task in month.rows:
            row += 1
            font = _STRUCK if task.struck else _BODY
            _write(sheet, row, 1, month.label if row == first else "", _BODY, "center")
            _write(sheet, row, 2, task.content, font, "left")
            _write(sheet, row, 3, task.leaders, font, "center")
            _write(sheet, row, 4, task.departments, font, "center")
        if row > first:
            sheet.merge_cells(start_row=first, end_row=row, start_column=1, end_column=1)
    return row


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font, horizontal: str) -> None:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = harmless(text)
    cell.data_type = "s"
    cell.font, cell.border = font, _BOX
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def _across(sheet: Worksheet, row: int, text: str, font: Font, horizontal: str) -> None:
    _write(sheet, row, 1, text, font, horizontal)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
    sheet.cell(row, 1).border = Border()


def _set_up_print(sheet: Worksheet) -> None:
    """A4 upright, as wide as the page, the head on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{TITLE_ROW}:{HEAD_ROW}"
    sheet.freeze_panes = f"A{FIRST_ROW}"
