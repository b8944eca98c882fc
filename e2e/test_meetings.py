"""A meeting for a task: planned, called, answered by link and by telephone; one that is over stands in the thread."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.pages.acts import do, fill, told
from e2e.pages.plans import COMMITTEE, add_task
from e2e.pages.tasks import TaskPage
from e2e.visitor import Visitor

CONTENT = "召开主席会议研究背街小巷整治"
PLACE = "区政协三楼会议室"


def test_a_task_leads_to_a_meeting_that_is_answered_by_link_and_by_telephone(
    at_desk: Visitor, on_phone: Visitor
) -> None:
    page = at_desk.sign_in("办公室")
    task = add_task(at_desk, CONTENT, department="办公室")
    meeting = plan(page)
    do(page, "发会议通知")
    told(page, "通知")
    at_desk.shot("meeting-called")

    answer_by_link(on_phone)

    # Somebody without the phone in hand is called; the clerk notes what was said.
    at_desk.go(meeting)
    page.locator("main a[href*='/replies/']").first.click()
    page.get_by_role("link", name=re.compile("^电话记录")).first.click()
    page.get_by_label("参加", exact=True).check()
    page.get_by_role("button", name="记下来").click()
    expect(page.get_by_role("row").filter(has_text="电话")).not_to_have_count(0)
    at_desk.shot("meeting-replies")

    # Each leads to the other.
    at_desk.go(meeting)
    expect(page.locator(".thread").get_by_role("link", name=CONTENT)).to_be_visible()
    at_desk.go(task)
    expect(page.locator(f".thread a[href='{meeting}']")).to_be_visible()


def plan(page: Page) -> str:
    """Plan the chairpersons' meeting that the open task asks for; return the path of its page."""
    page.get_by_role("link", name="为它开会").click()
    fill(page.get_by_role("main"), 地点=PLACE, 主要议题="背街小巷整治", 议程="听取城建委汇报\n讨论整治建议")
    page.get_by_role("button", name="开始筹备").click()
    told(page, "已在筹备")
    return TaskPage(page).address


def answer_by_link(visitor: Visitor) -> None:
    """The chairperson opens the notice on the phone; its link answers without signing in."""
    page = visitor.sign_in("主席", stay=True)
    visitor.go(f"{COMMITTEE}/notices/").get_by_role("main").get_by_role(
        "link", name=re.compile("主席会议通知")
    ).first.click()
    expect(page.get_by_role("link", name="去看详细情况")).to_be_visible()
    assert fits(page)
    visitor.shot("phone-meeting-notice")
    link = page.get_by_role("link", name="去看详细情况").get_attribute("href") or ""
    assert "/public/" in link
    visitor.context.clear_cookies()
    visitor.go(link)
    assert fits(page)
    assert violations(page) == []
    visitor.shot("phone-meeting-link")
    page.get_by_label("参加", exact=True).check()
    page.get_by_role("button", name="就这样回复").click()
    expect(page.get_by_text("您已回复“参加”")).to_be_visible()


def test_a_meeting_that_is_over_says_who_came_and_what_it_was_for(at_desk: Visitor) -> None:
    page = at_desk.sign_in("办公室", stay=True)
    at_desk.go(f"{COMMITTEE}/meetings/")
    over = page.locator("main tbody tr").filter(has_text="已开").first
    over.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="到会情况")).to_be_visible()
    expect(page.get_by_text("实到", exact=True).first).to_be_visible()
    expect(page.locator(".thread a").first).to_be_visible()
    page.get_by_role("link", name="更正签到").click()
    expect(page.get_by_label(re.compile("没有签到的人")).first).to_be_visible()
