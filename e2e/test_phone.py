"""The phone: a member in three minutes, a department's clerk on the way (design 1)."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from e2e.accessibility import fits, violations
from e2e.pages.plans import COMMITTEE, add_task
from e2e.pages.tasks import TaskPage
from e2e.visitor import DESK, Visitor

TARGET_PX = 44


def test_a_member_reads_in_large_type(on_phone: Visitor) -> None:
    page = on_phone.sign_in("委员")
    on_phone.shot("phone-member")
    expect(page.get_by_role("heading", level=1)).to_contain_text("林佳音委员")
    tabs = page.get_by_role("navigation", name="底部导航").get_by_role("link")
    expect(tabs.first).to_have_text("今天")
    assert all(height(tab) >= TARGET_PX for tab in tabs.all())
    size = font_size(page.get_by_role("main"))

    page.locator("summary[aria-label*=打开个人菜单]").click()
    page.get_by_role("button", name="大字", exact=True).click()
    expect(page.locator("html[data-type=large]")).to_have_count(1)
    assert font_size(page.get_by_role("main")) == size * 1.25
    assert fits(page)
    assert violations(page) == []
    on_phone.shot("phone-member-large")

    tabs.filter(has_text="全年").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("月")
    assert fits(page)
    on_phone.shot("phone-board-large")


def test_a_clerk_reports_a_task_on_the_phone(on_phone: Visitor, at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    address = add_task(at_desk, "慰问园区困难职工")
    assert at_desk.page.viewport_size == DESK

    on_phone.sign_in("专委会")
    on_phone.shot("phone-desk")
    task = TaskPage(on_phone.go(address))
    assert fits(task.page)
    on_phone.shot("phone-task")
    task.report("慰问十二户，名单存办公室")

    task.says("已完成，待核对")
    assert fits(task.page)
    on_phone.shot("phone-task-reported")


def test_a_member_finds_the_own_proposals_in_the_tabs(on_phone: Visitor) -> None:
    page = on_phone.sign_in("委员")
    tabs = page.get_by_role("navigation", name="底部导航").get_by_role("link")
    tabs.filter(has_text="提案").click()
    assert fits(page)
    on_phone.shot("phone-proposals")
    page.get_by_role("main").get_by_role("link", name="我的提案").click()
    begin = page.get_by_role("main").get_by_role("link", name="写提案")
    assert height(begin) >= TARGET_PX
    assert fits(page)
    on_phone.shot("phone-proposals-mine")

    page.locator("main tbody a[href*='/proposals/']").first.click()
    expect(page.get_by_role("list", name="提案进程")).to_be_visible()
    assert fits(page)
    assert violations(page) == []
    on_phone.shot("phone-proposal")


def test_a_unit_sees_its_three_things_on_the_phone(on_phone: Visitor) -> None:
    on_phone.sign_in("承办单位", stay=True)
    page = on_phone.go(f"{COMMITTEE}/unit/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("今天要办的")
    first = page.get_by_role("main").locator(".btn-primary").first
    assert height(first) >= TARGET_PX
    assert fits(page)
    on_phone.shot("phone-unit-desk")

    page.get_by_role("main").get_by_role("link", name="看这件").first.click()
    expect(page.get_by_role("heading", name="期限")).to_be_visible()
    assert fits(page)
    assert violations(page) == []
    on_phone.shot("phone-handling")


def height(element: Locator) -> float:
    """Return how high an element stands, in px."""
    box = element.bounding_box()
    return box["height"] if box else 0


def font_size(element: Locator) -> float:
    """Return the type size of an element, in px."""
    return float(element.evaluate("element => parseFloat(getComputedStyle(element).fontSize)"))
