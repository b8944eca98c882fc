"""The annex leaves as Word and Excel in its four columns, months merged (F035)."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from e2e.pages.plans import COMMITTEE
from e2e.visitor import Visitor

COLUMNS = ["月份", "工作内容", "分管领导", "责任部门"]


def test_the_annex_opens_in_word_and_excel(at_desk: Visitor, tmp_path: Path) -> None:
    page = at_desk.sign_in("提案委", stay=True)
    at_desk.go(f"{COMMITTEE}/plan/")
    page.locator(".page-lead").get_by_role("link").first.click()

    word, excel = fetched(at_desk, "annex.docx", tmp_path), fetched(at_desk, "annex.xlsx", tmp_path)

    assert (word.suffix, excel.suffix) == (".docx", ".xlsx")
    table = Document(str(word)).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == COLUMNS
    months = [row.cells[0] for row in table.rows[1:]]
    assert len(months) > 30
    assert len({cell._tc for cell in months}) == len({cell.text for cell in months})
    sheet = load_workbook(excel).active
    assert isinstance(sheet, Worksheet)
    assert [cell.value for cell in sheet[2]][: len(COLUMNS)] == COLUMNS
    merged = [area for area in sheet.merged_cells.ranges if area.min_col == area.max_col == 1]
    assert len(merged) > 5


def fetched(visitor: Visitor, file: str, folder: Path) -> Path:
    """Download a file under the name the house gives it."""
    with visitor.page.expect_download() as coming:
        visitor.page.locator(f"main a[href$='{file}']").click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path
