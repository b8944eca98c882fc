"""A draft walks the chain on paper and becomes the plan of its year: adopted, issued, re-issued (F029, F030)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.pages.approvals import ApprovalPage
from e2e.pages.imports import upload
from e2e.pages.plans import today
from e2e.visitor import Visitor

DRAFT = """政协青澜市云岭区委员会{year}年工作要点

{year}年，区政协围绕中心、服务大局，认真履行职能。

一、建言资政
1．开展社区养老专题协商。围绕社区养老服务，6月组织委员视察，9月召开专题协商会。
2．办好重点提案。由主席会议成员领衔督办重点提案。

二、凝聚共识
3．办好委员读书活动。3月举办委员春季读书班。
"""
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def test_a_plan_passes_its_chain_on_paper_and_is_issued_and_reissued(
    at_desk: Visitor, on_phone: Visitor, tmp_path: Path
) -> None:
    year, day = today().year + 3, today().date()
    scan = tmp_path / "呈批单.pdf"
    scan.write_bytes(PDF)
    at_desk.sign_in("办公室")
    plan = _import_draft(at_desk, tmp_path, year)
    page = at_desk.page

    # The clerk sends it and prints the sheet.
    page.get_by_role("link", name="开始呈批").click()
    page.get_by_role("dialog").get_by_label("呈批单上的主要内容（可不写）").fill("提请审议。")
    page.get_by_role("dialog").get_by_role("button", name="开始呈批").click()
    expect(page.locator("[data-flashes]")).to_contain_text("已开始呈批")
    approval, address = ApprovalPage(page), page.url
    page.get_by_role("link", name="打印呈批单").click()
    expect(page.get_by_role("region", name="呈批单").get_by_text("签字：")).to_have_count(4)
    at_desk.shot("approval-sheet")
    page.goto(address)

    # Each step as it came back on paper.
    approval.record("主席会议", "登记会议结果", day, scan=scan, 会议名称="区政协三届十次主席会议")
    expect(approval.step("主席会议").get_by_role("link", name="呈批单.pdf")).to_be_visible()
    page.goto(plan)
    expect(page.locator("main .page-lead")).to_contain_text("主席会议已审议")
    page.goto(address)
    approval.record("党组会议", "登记会议结果", day, scan=scan, 会议名称="区政协党组第十二次会议")
    approval.record("同级党委", "登记批复", day, 谁批复的="中共青澜市云岭区委")
    at_desk.shot("approval-running")
    _look_on_the_phone(on_phone, address)
    approval.record("常委会议", "登记会议结果", day, 会议名称="区政协三届九次常委会议")
    expect(page.locator("main .page-lead")).to_contain_text("全部通过")
    story = page.locator(".timeline").inner_text()
    assert "由 苏晓岚 代为录入" in story
    assert "中共青澜市云岭区委" in story

    # Adopted by the last step; a number typed with other brackets is set right; the notice as received.
    page.goto(plan)
    expect(page.locator("main .page-lead")).to_contain_text("已通过")
    expect(page.locator("main")).to_contain_text("区政协三届九次常委会议")
    _act(page, "登记印发", 文号=f"云协[{year}]03号")
    expect(page.locator("[data-flashes]")).to_contain_text(f"文号已写成规范的“云协〔{year}〕3号”")
    _reissue(page, day.isoformat(), year, scan)
    facts = page.locator("main dl.facts").first
    expect(facts).to_contain_text("区委各部门、区人大常委会办公室、区政府办公室、区总工会")
    expect(facts).to_contain_text(f"云委〔{year}〕5号")
    expect(facts.get_by_role("link", name="呈批单.pdf")).to_be_visible()
    at_desk.shot("plan-reissued")


def _import_draft(visitor: Visitor, folder: Path, year: int) -> str:
    """Import a draft of a later year and return the address of its plan."""
    paper = folder / "工作要点（送审稿）.txt"
    paper.write_text(DRAFT.format(year=year), encoding="utf-8")
    upload(visitor, paper).confirm()
    expect(visitor.page.locator("main .page-lead")).to_contain_text("起草")
    return visitor.page.url


def _act(page: Page, act: str, **fields: str) -> None:
    page.get_by_role("link", name=act, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, text in fields.items():
        dialog.get_by_label(label).fill(text)
    dialog.get_by_role("button", name=act).click()


def _reissue(page: Page, day: str, year: int, scan: Path) -> None:
    page.get_by_role("link", name="登记批转", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("批转机关").fill("中共青澜市云岭区委")
    dialog.get_by_label("通知文号").fill(f"云委〔{year}〕5号")
    dialog.get_by_label("通知日期").fill(day)
    dialog.get_by_label("主送").fill("各镇党委，区直各单位")
    dialog.get_by_label("抄送").fill("区总工会、区政府办公室、区人大常委会办公室、区委各部门")
    dialog.get_by_label("印发日期").fill(day)
    dialog.get_by_label("通知扫描件").set_input_files(scan)
    dialog.get_by_role("button", name="登记批转").click()
    expect(page.locator("[data-flashes]")).to_contain_text("已登记批转通知")


def _look_on_the_phone(visitor: Visitor, address: str) -> None:
    """The secretary-general reads on the phone where it stands; nothing runs out of the screen."""
    visitor.sign_in("秘书长")
    visitor.page.goto(address)
    expect(visitor.page.locator("main .page-lead")).to_contain_text("等“常委会议”")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 360
    visitor.shot("approval-phone")
