"""The annex as it leaves the house: four columns, merged months, Word and Excel (F031, F033)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from yizheng.accounts.enums import Role
from yizheng.document.reading import read
from yizheng.plan.enums import TaskState
from yizheng.plan.exports.annex import Annex, AnnexMonth, AnnexRow, annex_of, title_of
from yizheng.plan.exports.excel import annex_workbook, harmless
from yizheng.plan.exports.word import annex_document
from yizheng.plan.models import PlanTask, WorkPlan
from yizheng.plan.parsing import understand

from .conftest import Browser
from .factories import PlanFactory, TaskFactory, seat

PLAN = WorkPlan(
    year=2026,
    title="政协云溪区委员会2026年工作要点",
    issuing_body="政协云溪区委员会",
    note="活动时间可能调整，以具体通知为准。",
)


def task(
    month: int | None, content: str, leaders: str = "孟珂", departments: str = "办公室 提案委", **more: object
) -> PlanTask:
    return PlanTask(
        month=month, content=content, leaders_text=leaders.split(), departments_text=departments.split(), **more
    )


TASKS = [
    task(1, "做好区政协三届一次会议筹备工作"),
    task(2, "召开区政协三届一次会议", "主席 副主席", "办公室 各专委会"),
    task(2, "完成提案征集和审查立案工作", "孟珂", "提案委"),
    task(2, "开展走访委员活动（2-3月）", "余静", "委员工委"),
    task(11, "各专委会开展年终总结", "各副主席", "各专委会", state=TaskState.CANCELLED),
    task(11, "参加全市政协工作交流会", "", "办公室", is_added=True),
]


@pytest.fixture
def annex() -> Annex:
    return annex_of(PLAN, TASKS)


def merged_rows(table: object) -> list[list[str]]:
    """Return each row's cells; a cell merged downwards gives its text in every row."""
    return [[cell.text for cell in row.cells] for row in table.rows]  # type: ignore[attr-defined]


def test_the_annex_keeps_the_order_of_the_table_and_its_months(annex: Annex) -> None:
    assert annex.title == "区政协2026年重点工作任务分解"
    assert [(month.label, len(month.rows)) for month in annex.months] == [("1月", 1), ("2月", 3), ("11月", 2)]


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("政协云溪区委员会", "区政协2026年重点工作任务分解"),
        ("中国人民政治协商会议白石县委员会", "县政协2026年重点工作任务分解"),
        ("政协江州市委员会", "市政协2026年重点工作任务分解"),
        ("", "政协2026年重点工作任务分解"),
    ],
)
def test_the_title_calls_the_committee_as_its_own_papers_do(body: str, title: str) -> None:
    assert title_of(WorkPlan(year=2026, issuing_body=body)) == title


def test_the_word_file_has_four_columns_and_merged_months(annex: Annex) -> None:
    table = Document(BytesIO(annex_document(annex))).tables[0]

    assert merged_rows(table) == [
        ["月份", "工作内容", "分管领导", "责任部门"],
        ["1月", "做好区政协三届一次会议筹备工作", "孟珂", "办公室、提案委"],
        ["2月", "召开区政协三届一次会议", "主席、副主席", "办公室、各专委会"],
        ["2月", "完成提案征集和审查立案工作", "孟珂", "提案委"],
        ["2月", "开展走访委员活动（2-3月）", "余静", "委员工委"],
        ["11月", "各专委会开展年终总结", "各副主席", "各专委会"],
        ["11月", "参加全市政协工作交流会（新增）", "", "办公室"],
    ]
    marks = [cell.find(f".//{qn('w:vMerge')}") for cell in table._tbl.iter(qn("w:tc"))]
    assert sum(mark is not None for mark in marks) == 5


def test_the_word_file_repeats_its_head_and_breaks_no_row(annex: Annex) -> None:
    table = Document(BytesIO(annex_document(annex))).tables[0]

    head, *rows = table.rows
    assert head._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_the_word_file_strikes_the_cancelled_and_sets_the_type(annex: Annex) -> None:
    document = Document(BytesIO(annex_document(annex)))
    struck = [run.text for row in document.tables[0].rows for run in row.cells[1].paragraphs[0].runs if run.font.strike]

    assert struck == ["各专委会开展年终总结"]
    page = document.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    fonts = {node.get(qn("w:eastAsia")) for node in document.element.iter(qn("w:rFonts"))}
    assert fonts == {"方正小标宋简体", "黑体", "仿宋_GB2312"}
    assert document.paragraphs[-1].text == "备注：活动时间可能调整，以具体通知为准。"


def test_the_word_file_read_back_gives_the_same_tasks() -> None:
    kept = [row for row in TASKS if not row.is_added]

    parsed = understand(read(annex_document(annex_of(PLAN, kept)), "annex.docx")).to_json()

    found = [(t["month"], t["content"], t["leaders"], t["departments"]) for t in parsed["tasks"]]
    assert found == [(t.month, t.content, t.leaders_text, t.departments_text) for t in kept]


def test_the_excel_file_merges_months_wraps_and_prints_on_a4(annex: Annex) -> None:
    sheet = load_workbook(BytesIO(annex_workbook(annex))).active

    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:D1", "A4:A6", "A7:A8", "A9:D9"]
    assert [sheet.cell(row, 1).value for row in (3, 4, 7)] == ["1月", "2月", "11月"]
    assert [cell.value for cell in sheet[2]] == ["月份", "工作内容", "分管领导", "责任部门"]
    assert sheet["B4"].alignment.wrap_text
    assert sheet["B7"].font.strike
    assert sheet["B8"].value == "参加全市政协工作交流会（新增）"
    assert (sheet.print_title_rows, sheet.page_setup.fitToHeight, sheet.page_setup.paperSize) == ("$1:$2", 0, 9)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(start: str) -> None:
    risky = f"{start}HYPERLINK(1)"
    annex = Annex("题", [AnnexMonth("1月", [AnnexRow(risky, risky, risky)])], risky)

    sheet = load_workbook(BytesIO(annex_workbook(annex))).active

    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert sheet["B3"].value == f"'{risky}"
    assert harmless("2-3月") == "2-3月"


def test_long_names_and_emoji_come_through() -> None:
    long = "🎉" * 30 + "协" * 270
    annex = Annex("题", [AnnexMonth("1月", [AnnexRow(long, "　孟　珂　", long)])], "")

    table = Document(BytesIO(annex_document(annex))).tables[0]
    sheet = load_workbook(BytesIO(annex_workbook(annex))).active

    assert table.rows[1].cells[1].text == long
    assert sheet["B3"].value == long


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(("ending", "magic"), [("docx", b"PK"), ("xlsx", b"PK")])
def test_the_file_is_named_after_its_title_and_kept_by_nobody(ending: str, magic: bytes, browser: Browser) -> None:
    plan = PlanFactory()
    TaskFactory(plan=plan, due_on=date(2026, 11, 30))

    answer = browser(seat(Role.MEMBER)).get(f"/yunxi/plan/{plan.public_id}/annex.{ending}")

    assert answer.content.startswith(magic)
    assert "no-store" in answer["Cache-Control"]
    assert "%E5%8C%BA%E6%94%BF%E5%8D%8F2026%E5%B9%B4" in answer["Content-Disposition"]


@pytest.mark.usefixtures("house")
def test_a_unit_does_not_take_the_whole_annex_away(browser: Browser) -> None:
    from .factories import PartyFactory, UnitFactory

    unit = UnitFactory()
    task = TaskFactory()
    PartyFactory(task=task, body=None, unit=unit)

    answer = browser(seat(Role.UNIT_CLERK, unit=unit)).get(f"/yunxi/plan/{task.plan.public_id}/annex.docx")

    assert answer.status_code == 403
