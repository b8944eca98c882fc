"""Sheets that leave: the template to fill in, and the report of rows with problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yizheng.intake.models import ImportBatch, ImportRow, RowVerdict
from yizheng.intake.sheets.cells import column_letters

from .kinds import SheetKind
from .services import entry_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXAMPLE_MARK = "示例："
_LAST_ROW = 2000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HEAD_FILL = PatternFill("solid", fgColor="E8EEF5")


def template_workbook(kind: SheetKind) -> bytes:
    """Return an empty sheet with the headers, an example row and drop-downs."""
    book, sheet = _new(kind.sheet_name)
    _head(sheet, [field.label for field in kind.fields])
    for column, text in enumerate(kind.example, start=1):
        _write(sheet, 2, column, text, Font("仿宋_GB2312", sz=12, italic=True, color="808080"))
    _offer(book, sheet, [(_place(kind, name), words) for name, words in kind.words().items() if words])
    return _saved(book)


def problem_workbook(batch: ImportBatch) -> bytes:
    """Return the rows with problems as they were written, with 行号 before and 说明 behind."""
    book, sheet = _new("有问题的行")
    labels = [label.replace("／", " ") for label in batch.reading.get("labels", [])]
    _head(sheet, ["行号", *labels, "说明"])
    rows = ImportRow.objects.filter(batch=batch, verdict__in=(RowVerdict.PROBLEM, RowVerdict.LEFT_OUT))
    for place, row in enumerate(rows.order_by("sheet_row").iterator(chunk_size=500), start=2):
        entry = entry_of(row)
        cells = [*entry.cells, *[""] * len(labels)][: len(labels)]
        told = "".join(finding.text for finding in entry.findings) or "选择了不导入。"
        for column, text in enumerate([str(row.sheet_row), *cells, told], start=1):
            _write(sheet, place, column, text, Font("仿宋_GB2312", sz=12))
    return _saved(book)


def _new(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return book, sheet


def _head(sheet: Worksheet, labels: Iterable[str]) -> None:
    for column, label in enumerate(labels, start=1):
        cell = _write(sheet, 1, column, label, Font("黑体", sz=12))
        cell.fill = _HEAD_FILL
        sheet.column_dimensions[column_letters(column - 1)].width = max(12, 3 * len(label))
    sheet.freeze_panes = "B2"


def _place(kind: SheetKind, name: str) -> int:
    return next(place for place, field in enumerate(kind.fields) if field.name == name)


def _offer(book: Workbook, sheet: Worksheet, lists: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Drop-downs out of a hidden sheet: a list written into the cell may hold 255 characters only."""
    words = book.create_sheet("可选项")
    words.sheet_state = "hidden"
    for place, (column, choices) in enumerate(lists):
        letters = column_letters(place)
        for row, word in enumerate(choices, start=1):
            words.cell(row, place + 1).value = word
        offered = DataValidation("list", formula1=f"可选项!${letters}$1:${letters}${len(choices)}", allow_blank=True)
        offered.showErrorMessage = False
        sheet.add_data_validation(offered)
        offered.add(f"{column_letters(column)}2:{column_letters(column)}{_LAST_ROW}")


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    cell.data_type, cell.font, cell.number_format = "s", font, "@"
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
