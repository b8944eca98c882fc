"""The plan as an official document: the page of the standard, every word of the plan, both annexes, 批转 first."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from yizheng.accounts.enums import Role
from yizheng.document import drawing
from yizheng.document.templating import kinds
from yizheng.document.templating.checking import check_template
from yizheng.document.templating.letters import shipped
from yizheng.document.typesetting.faces import GB2312
from yizheng.kernel.papers import Letter
from yizheng.plan.enums import PlanState, SectionKind, TaskState
from yizheng.plan.exports.official import WholePlan, letter_of
from yizheng.plan.models import PlanItem, PlanSection, PlanTask, PlanTopic, WorkPlan

from .conftest import Browser
from .factories import ItemFactory, PartyFactory, PlanFactory, SectionFactory, TaskFactory, UnitFactory, seat

HOSTILE = "<A&B> {{ 7*7 }} {% raw %} #panic $x$ 𠮷㛃"
LONG = "坚持党的领导" * 45
TITLE = "中国人民政治协商会议云溪区委员会2026年工作要点"
REISSUE = {
    "by": "中共云溪区委",
    "title": "批转《中国人民政治协商会议云溪区委员会2026年工作要点》的通知",
    "number": "云委〔2026〕5号",
    "date": "2026-02-25", "addressees": "各镇党委，区直各单位", "copy_to": ["区政府办公室", "区法院"],
    "issued_by": "中共云溪区委办公室", "issued": "2026-02-26",
}  # fmt: skip


def section(plan: WorkPlan, pk: int, number: str, title: str, **more: Any) -> PlanSection:
    return PlanSection(id=pk, plan=plan, order=pk, number=number, title=title, year=2026, **more)


def item(place: PlanSection, order: int, raw: str, heading: str, text: str, group: str = "") -> PlanItem:
    return PlanItem(
        plan=place.plan, section=place, order=order, number_raw=raw, heading=heading, text=text, group=group
    )


def task(month: int | None, content: str, **more: Any) -> PlanTask:
    named = {"leaders_text": ["林岫", "孟珂"], "departments_text": ["办公室", "提案委"]}
    return PlanTask(month=month, content=content, **{**named, **more})


def whole(**changes: Any) -> WholePlan:
    plan = WorkPlan(
        **{
            "year": 2026, "title": TITLE, "issuing_body": "政协云溪区委员会", "adopted_on": date(2026, 2, 20),
            "adopted_meeting": "区政协三届二次常委会议", "doc_number": "云溪协〔2026〕3号", "state": PlanState.ISSUED,
            "preamble": "2026年是关键之年。\n做好今年工作，要围绕中心。", "note": "备注：时间以通知为准。", **changes,
        }
    )  # fmt: skip
    first, second = section(plan, 1, "一", "围绕中心议政建言"), section(plan, 2, "二", HOSTILE, text="本部分共两项。")
    return WholePlan(
        plan,
        [first, second],
        [
            item(first, 1, "1、", "开展养老服务专题协商", "组织委员视察。\n报送协商成果。"),
            item(first, 2, "2．", LONG, "推进落实。"),
            item(second, 3, "（3）", HOSTILE, f"要求：{HOSTILE}", "（一）抓好学习｜1、学理论"),
            item(second, 4, "4.", "加强自身建设"[:40], "加强自身建设", "（一）抓好学习｜2、学业务"),
        ],
        [
            task(1, "筹备全体会议"),
            task(2, "召开全体会议"),
            task(2, HOSTILE),
            task(2, "外出考察", state=TaskState.CANCELLED),
            task(None, "参加市政协会议", is_added=True, leaders_text=[]),
        ],
        [PlanTopic(title="居家养老服务供给", lead_text="林岫", members_text=["余静", "孟珂"], plus_other_members=True)],
    )


def word(letter: Letter) -> Any:
    return Document(BytesIO(drawing.word(letter)))


def lines(document: Any) -> list[str]:
    return [p.text for p in document.paragraphs if p.text]


def face(document: Any, text: str) -> str:
    """The Chinese face a paragraph is set in: its run's own, else its style's."""
    found = next(p for p in document.paragraphs if text in p.text)
    own = next((run for run in found.runs if text in run.text), found.runs[0])._element.rPr
    fonts = own.rFonts if own is not None and own.rFonts is not None else found.style.element.rPr.rFonts
    return str(fonts.get(qn("w:eastAsia")))


def pdf_text(letter: Letter) -> str:
    pages = PdfReader(BytesIO(drawing.pdf(letter))).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def test_the_plan_stands_on_the_page_of_the_standard() -> None:
    document = word(letter_of(whole()))
    page = document.sections[0]

    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert face(document, "工作要点") == "方正小标宋简体"
    assert face(document, "常委会议通过") == "楷体_GB2312"
    assert face(document, "一、围绕中心") == "黑体"
    assert face(document, "（一）抓好学习") == "楷体_GB2312"
    assert face(document, "组织委员视察") == "仿宋_GB2312"
    body = document.styles["公文正文"]
    assert (body.font.size.pt, document.styles["公文标题"].font.size.pt) == (16, 22)


def test_the_text_is_that_of_the_plan_in_its_order() -> None:
    assert lines(word(letter_of(whole()))) == [
        "云溪协〔2026〕3号",
        "中国人民政治协商会议云溪区委员会\n2026年工作要点",
        "（2026年2月20日区政协三届二次常委会议通过）",
        "2026年是关键之年。",
        "做好今年工作，要围绕中心。",
        "一、围绕中心议政建言",
        "1. 开展养老服务专题协商。组织委员视察。",
        "报送协商成果。",
        f"2. {LONG}。推进落实。",
        f"二、{HOSTILE}",
        "本部分共两项。",
        "（一）抓好学习",
        "1、学理论",
        f"（3）{HOSTILE}。要求：{HOSTILE}",
        "2、学业务",
        "4. 加强自身建设",
        "附件：1. 区政协2026年重点工作任务分解",
        "2. 区政协2026年重点调研课题安排",
        "政协云溪区委员会",
        "2026年2月20日",
        "附件1",
        "区政协2026年重点工作任务分解",
        "备注：时间以通知为准。",
        "附件2",
        "区政协2026年重点调研课题安排",
    ]


def test_signature_and_date_stand_at_the_right() -> None:
    document = word(letter_of(whole(imprint={"signature": {"by": "区政协办公室", "date": "2026-02-21"}})))
    closing = [p for p in document.paragraphs if p.style.name == "公文落款"]

    assert [p.text for p in closing] == ["区政协办公室", "2026年2月21日"]
    assert closing[0].style.element.pPr.find(qn("w:jc")).get(qn("w:val")) == "right"


def test_the_task_table_merges_months_and_strikes_the_cancelled() -> None:
    tasks, topics = word(letter_of(whole())).tables

    assert [[cell.text for cell in row.cells] for row in tasks.rows] == [
        ["月份", "工作内容", "分管领导", "责任部门"],
        ["1月", "筹备全体会议", "林岫、孟珂", "办公室、提案委"],
        ["2月", "召开全体会议", "林岫、孟珂", "办公室、提案委"],
        ["2月", HOSTILE, "林岫、孟珂", "办公室、提案委"],
        ["2月", "外出考察", "林岫、孟珂", "办公室、提案委"],
        ["时间未定", "参加市政协会议（新增）", "", "办公室、提案委"],
    ]
    assert tasks.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    runs = [run for row in tasks.rows for run in row.cells[1].paragraphs[0].runs if run.text and run.font.strike]
    assert [run.text for run in runs] == ["外出考察"]
    assert [cell.text for cell in topics.rows[1].cells] == ["1", "居家养老服务供给", "林岫", "", "余静、孟珂等", ""]


def test_the_cover_notice_stands_first_and_its_imprint_last() -> None:
    document = word(letter_of(whole(reissue=REISSUE)))

    assert lines(document)[:9] == [
        "云委〔2026〕5号",
        "批转《中国人民政治协商会议云溪区委员会\n2026年工作要点》的通知",
        "各镇党委，区直各单位：",
        "（通知正文以原件为准）",
        "中共云溪区委",
        "2026年2月25日",
        "云溪协〔2026〕3号",
        "中国人民政治协商会议云溪区委员会\n2026年工作要点",
        "（2026年2月20日区政协三届二次常委会议通过）",
    ]
    foot = document.tables[-1]
    assert [cell.text for cell in foot.rows[0].cells] == ["抄送：区政府办公室，区法院。"] * 2
    assert [cell.text for cell in foot.rows[1].cells] == ["中共云溪区委办公室", "2026年2月26日印发"]
    printed = word(letter_of(whole(reissue={**REISSUE, "text": "经区委同意，现予批转。\n请认真执行。"})))
    assert lines(printed)[3:5] == ["经区委同意，现予批转。", "请认真执行。"]


def test_a_draft_says_so_and_a_bare_plan_leaves_no_trace() -> None:
    plan = WorkPlan(year=2026, title="工作要点", state=PlanState.DRAFT)

    document = word(letter_of(WholePlan(plan, [], [], [], [])))

    assert lines(document) == ["工作要点", "（草案）"]
    assert not document.tables


def test_a_review_and_a_plan_keep_the_titles_of_their_parts() -> None:
    plan = WorkPlan(
        year=2026,
        title="回顾与要点",
        state=PlanState.ISSUED,
        parts=[
            {"kind": "review", "year": 2025, "title": "2025年工作回顾", "text": "一年来。"},
            {"kind": "plan", "year": 2026, "title": "2026年工作安排", "text": ""},
        ],
    )
    review = section(plan, 1, "一", "回顾", kind=SectionKind.REVIEW)
    review.year = 2025

    printed = lines(word(letter_of(WholePlan(plan, [review, section(plan, 2, "一", "安排")], [], [], []))))

    assert printed == ["回顾与要点", "2025年工作回顾", "一年来。", "一、回顾", "2026年工作安排", "一、安排"]


def test_other_annexes_follow_with_their_own_labels() -> None:
    other = {"title": "政协云溪区委员会关于进一步加强和改进调查研究工作的若干意见", "text": "第一条。\n第二条。"}

    printed = lines(word(letter_of(whole(annexes=[other], attachments=["课题表", "任务表"]))))

    assert [line for line in printed if "附件" in line] == ["附件：1. 任务表", "附件1", "附件2", "附件3"]
    assert printed[-4:] == [
        "附件3",
        "政协云溪区委员会关于进一步\n加强和改进调查研究工作的若干意见",
        "第一条。",
        "第二条。",
    ]


def test_the_pdf_holds_every_heading_and_task() -> None:
    printed = whole(reissue=REISSUE)
    text = pdf_text(letter_of(printed))

    for words in (*(each.heading for each in printed.items), *(each.content for each in printed.tasks), TITLE):
        assert re.sub(r"\s+", "", words) in text, words
    assert "批转《" in text


def test_the_template_is_one_that_an_office_may_change_and_upload() -> None:
    kind = kinds.get("work_plan")

    check_template(shipped("work_plan", GB2312), kind)

    assert "开展养老服务专题协商。组织委员视察" in "".join(lines(word(Letter("work_plan", "样张", kind.sample()))))


@pytest.fixture
def plan(house: object) -> WorkPlan:
    plan = PlanFactory(reissue=REISSUE)
    ItemFactory(section=SectionFactory(plan=plan), heading="开展养老服务专题协商")
    TaskFactory(plan=plan, content="组织委员视察养老服务")
    return plan


@pytest.mark.parametrize(("format_", "magic"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_reader_takes_the_plan_away(format_: str, magic: bytes, plan: WorkPlan, browser: Browser) -> None:
    client = browser(seat(Role.MEMBER))

    page = client.get(f"/yunxi/plan/{plan.public_id}/").content.decode()
    answer = client.get(f"/yunxi/papers/work-plan.{format_}?id={plan.public_id}")

    assert f"/yunxi/papers/work-plan.{format_}?id={plan.public_id}" in page
    assert answer.content.startswith(magic)


def test_a_draft_is_no_paper_for_a_member(plan: WorkPlan, browser: Browser) -> None:
    draft = PlanFactory(state=PlanState.DRAFT)

    for asked in (f"?id={draft.public_id}", "?id=nothing", ""):
        assert browser(seat(Role.MEMBER)).get(f"/yunxi/papers/work-plan.docx{asked}").status_code == 404


def test_a_unit_does_not_take_the_whole_plan_away(plan: WorkPlan, browser: Browser) -> None:
    unit = UnitFactory()
    PartyFactory(task=plan.tasks.get(), body=None, unit=unit)
    clerk = seat(Role.UNIT_CLERK, unit=unit)

    assert browser(clerk).get(f"/yunxi/papers/work-plan.docx?id={plan.public_id}").status_code == 403
    assert "papers/work-plan" not in browser(clerk).get(f"/yunxi/plan/{plan.public_id}/").content.decode()
