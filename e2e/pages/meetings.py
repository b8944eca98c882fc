"""A meeting that begins soon, planned by the office."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from e2e.pages.acts import fill, told
from e2e.pages.tasks import TaskPage

SHANGHAI = ZoneInfo("Asia/Shanghai")


def plan_for_now(page: Page, kind: str, *, place: str, agenda: str) -> str:
    """Plan a meeting of today on the open form; its number follows its kind. Return the address of the meeting."""
    begins = soon()
    ends = begins + timedelta(hours=2)
    choose_kind(page, kind)
    fill(
        page.get_by_role("main"), 地点=place, 议程=agenda, 开始日期=begins.date(), 开始时间=f"{begins:%H:%M}",
        结束日期=ends.date(), 结束时间=f"{ends:%H:%M}",
    )  # fmt: skip
    page.get_by_role("button", name="开始筹备").click()
    told(page, "已在筹备")
    return TaskPage(page).address


def choose_kind(page: Page, kind: str) -> None:
    """Choose the kind and wait for the number that follows it."""
    form = page.get_by_role("main")
    field = form.get_by_label("会议").first
    if field.locator("option:checked").inner_text() == kind:
        return
    with page.expect_response(lambda answer: "/meetings/new/?" in answer.url):
        field.select_option(label=kind)
    expect(page.locator("#id_ordinal.htmx-settling, #id_ordinal.htmx-swapping")).to_have_count(0)


def soon() -> datetime:
    """Return a quarter of an hour from now, or the last minute of the day."""
    now = datetime.now(SHANGHAI)
    return min(now + timedelta(minutes=15), now.replace(hour=23, minute=59))
