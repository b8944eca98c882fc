"""A plan's file becomes live work: understood, checked, settled, confirmed (F028, F031, F145)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.pages.desks import waiting
from e2e.pages.imports import upload
from e2e.pages.plans import archive, today
from e2e.papers.web_plan import write_web_plan
from e2e.papers.word_plan import write_word_plan
from e2e.visitor import Visitor

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
NAMES_SETTLED = 3
"""The rest stays as printed: names without a person do not hold a plan up."""
SEED_CASES = {
    "000": ("demo-office", 5, 16),
    "002": ("demo-qinglan", 5, 15),
    "004": ("demo-tongwan", 6, 20),
}
"""Each of the three is of 2017: a committee holds one plan a year in force, so each goes to one of its own."""


def test_a_word_plan_with_cover_notice_and_merged_months(at_desk: Visitor, tmp_path: Path) -> None:
    year = today().year - 2
    at_desk.sign_in("办公室")
    paper = write_word_plan(tmp_path, year)

    page = upload(at_desk, paper)
    page.understood("2 个部分", "5 项", "7 个任务")
    expect(page.document).to_contain_text("一行也没有去掉")
    expect(page.tree).to_contain_text("中共青澜市云岭区委员会")
    assert page.months_of_tasks() == ["3月", "3月", "5—7月", "5月", "5月", "9月", "11月"]
    at_desk.shot("import-word")

    # Names nobody bears are marked; each is settled before the plan is written.
    assert page.open_names() == ["城建人资委", "夜间公交专班"]
    page.settle("城建人资委", "是")
    page.settle("夜间公交专班", "按原文保留")
    expect(page.tree.locator("#tasks .name-found").get_by_text("城建人资委", exact=True)).to_have_count(1)
    page.understood("没有要改的地方")
    page.confirm()

    expect(at_desk.page.get_by_role("heading", level=1)).to_have_text(f"政协青澜市云岭区委员会{year}年工作要点")
    at_desk.shot("plan-of-word")
    opens_every_item(at_desk, 5)

    # Its tasks are work now; once the year is in the archive nobody is asked for them.
    plan = at_desk.page.url
    expect(waiting(at_desk, "举办委员春季读书班")).to_have_count(1)
    at_desk.page.goto(plan)
    archive(at_desk)
    expect(waiting(at_desk, "举办委员春季读书班")).to_have_count(0)


def test_a_web_page_without_annex_proposes_tasks_from_its_sentences(at_desk: Visitor, tmp_path: Path) -> None:
    year = today().year + 1
    at_desk.sign_in("办公室")

    page = upload(at_desk, write_web_plan(tmp_path, year))
    expect(page.page.get_by_role("heading", level=1)).to_contain_text("拟出")
    expect(page.document).to_contain_text("网页导航")
    expect(page.document.get_by_text("设为首页")).to_be_visible()
    sentence = "3月，召开常委会议专题协商社区食堂可持续运营"
    row = page.tree.get_by_role("row").filter(has_text=sentence)
    expect(row.locator("blockquote")).to_contain_text(sentence)
    ticked = page.tree.get_by_role("checkbox", checked=True).count()
    at_desk.shot("import-web")
    row.get_by_role("checkbox").uncheck()
    page.tree.get_by_role("button", name="保存勾选").click()
    page.understood(f"已勾选 {ticked - 1} 个")
    for name in page.open_names():
        page.settle(name, "按原文保留")
    page.confirm()

    # Without a date of adoption it stays a draft: nobody is given work yet.
    expect(at_desk.page.locator(".page-lead")).to_contain_text("起草")
    opens_every_item(at_desk, 4)


@pytest.mark.parametrize("seed", SEED_CASES)
def test_a_shared_seed_becomes_pages(seed: str, at_desk: Visitor) -> None:
    papers = sorted(SEEDS.glob(f"{seed}_*.txt")) if SEEDS.is_dir() else []
    if not papers:
        pytest.skip("the shared seeds are not here")
    clerk, sections, items = SEED_CASES[seed]
    at_desk.sign_in_as(clerk)

    page = upload(at_desk, papers[0])
    at_desk.shot(f"import-seed-{seed}")
    page.understood(f"{sections} 个部分", f"{items} 项")
    for name in page.open_names()[:NAMES_SETTLED]:
        page.settle(name, "按原文保留")
    page.confirm()

    opens_every_item(at_desk, items)
    archive(at_desk)


def opens_every_item(visitor: Visitor, count: int) -> None:
    """Follow each item of the plan on the page: every one is a page of its own."""
    page = visitor.page
    plan = page.url
    links = page.locator("main .outline a[href*='/plan/items/']")
    addresses = dict.fromkeys(link.get_attribute("href") for link in links.all())
    assert len(addresses) == count
    for address in addresses:
        answer = page.request.get(f"{visitor.house.url}{address}")
        assert answer.ok
        assert "原文编号" in answer.text()
    page.goto(plan)
