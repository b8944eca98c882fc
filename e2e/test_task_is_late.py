"""A late task gets a reason and a new month; the old one stays in sight, and those in charge hear of it (F034)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from e2e.pages.desks import notices
from e2e.pages.people import clerk_of, leader_named_in
from e2e.pages.plans import COMMITTEE, Board
from e2e.pages.tasks import TaskPage
from e2e.visitor import Visitor

REASON = "展厅改造未完，视察顺延"


def test_a_late_task_gets_a_reason_and_a_new_month(at_desk: Visitor, another_at_desk: Visitor) -> None:
    at_desk.sign_in("办公室", stay=True)
    late = at_desk.go(f"{COMMITTEE}/plan/late/")
    at_desk.shot("late")
    groups = late.locator("main section.card")
    if groups.get_by_role("row").count() == 0:
        pytest.skip("in January nothing of the year is late yet")
    department = groups.first.get_by_role("heading").inner_text()
    link = groups.first.locator("tbody").get_by_role("link").first
    task, address = link.inner_text(), link.get_attribute("href") or ""

    # The department says why, and until when.
    another_at_desk.sign_in_as(clerk_of(department))
    page = TaskPage(another_at_desk.go(address))
    old = page.page.locator(".page-lead").inner_text()
    dialog = page.begin("说明延期")
    dialog.get_by_label("改到").select_option(label="12月")
    dialog.get_by_label("理由").fill(REASON)
    dialog.get_by_role("button", name="说明延期").click()
    page.told("已说明延期")
    expect(page.card("变更记录")).to_contain_text(REASON)
    expect(page.card("变更记录").locator("ins")).to_contain_text("12月")
    old_month = page.card("变更记录").locator("del").inner_text()
    assert old_month.rstrip("月")[-1] in old
    another_at_desk.shot("task-delayed")

    # The board shows it in its new month; plan against actual shows both.
    board = Board(at_desk.go(f"{COMMITTEE}/plan/?month=12"))
    expect(board.lane(12).get_by_role("article").filter(has_text=task)).to_contain_text("延期")
    row = at_desk.go(f"{COMMITTEE}/plan/progress/").get_by_role("row").filter(has_text=task)
    expect(row).to_contain_text(old_month)
    expect(row).to_contain_text("12月")

    # The office and the leader in charge hear of it.
    expect(notices(at_desk, f"说明了延期：{task}")).to_have_count(1)
    another_at_desk.sign_in_as(leader_named_in(page_of_owner(at_desk, address)))
    expect(notices(another_at_desk, f"说明了延期：{task}")).to_have_count(1)


def page_of_owner(visitor: Visitor, address: str) -> str:
    """Return what the task's page says about who is in charge."""
    return TaskPage(visitor.go(address)).card("谁的任务").inner_text()
