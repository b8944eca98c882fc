"""An old register becomes proposals: uploaded, looked through, confirmed; the figures of its year show it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect

from e2e.pages import proposals
from e2e.pages.plans import today
from e2e.pages.proposals import CLERK, HOUSING, ROOM
from e2e.visitor import Visitor

READING_MS = 60_000
YEAR = str(today().year - 2)
TITLES = ("关于补种江堤行道树的建议", "关于统一小区门牌样式的建议", "关于改判一起邻里官司的建议")


def _register(folder: Path) -> Path:
    """A register as an office keeps it: a title row, two filed and answered proposals, one not filed."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    answered = ("立案", "区住建局", f"{YEAR}-03-20", f"{YEAR}-06-10", "A", "满意")
    for cells in (
        [f"{YEAR}年提案登记表"],
        [
            "年度",
            "编号",
            "案由",
            "提案人",
            "类别",
            "是否立案",
            "承办单位",
            "交办日期",
            "答复日期",
            "办理结果",
            "满意度",
        ],
        [YEAR, "901", TITLES[0], "林佳音", "城乡建设", *answered],
        [YEAR, "902", TITLES[1], "林佳音", "城乡建设", *answered],
        [YEAR, None, TITLES[2], "林佳音", "社会法制", "不予立案", None, None, None, None, None],
    ):
        sheet.append(cells)
    path = folder / f"{YEAR}年提案登记表.xlsx"
    book.save(path)
    return path


def test_an_old_register_is_imported_and_counted(at_desk: Visitor, tmp_path: Path) -> None:
    at_desk.sign_in_as(CLERK)
    before = proposals.received(at_desk, YEAR)
    page = at_desk.go(f"{ROOM}history/")
    page.get_by_label("选择表格，或把文件拖到这里").set_input_files(_register(tmp_path))
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_role("heading", name="逐行核对")).to_be_visible(timeout=READING_MS)
    for title in TITLES:
        expect(proposals.row(page, title)).to_contain_text("新增")
    at_desk.shot("proposal-import")
    assert proposals.received(at_desk, YEAR) == before, "nothing is written before it is confirmed"
    page.go_back()

    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这份表格已经导入", timeout=READING_MS)
    expect(page.get_by_role("main")).to_contain_text("新增 3")

    assert proposals.received(at_desk, YEAR) == before + len(TITLES)
    at_desk.shot("proposal-figures-of-an-old-year")
    proposals.received_link(page).click()
    for title in TITLES:
        expect(proposals.row(page, title)).to_have_count(1)
    page.get_by_role("link", name=TITLES[0]).click()
    proposals.stands(page, "已办结")
    expect(page.get_by_role("main")).to_contain_text(HOUSING)
