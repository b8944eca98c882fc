"""Pages of a plan: the month board, adding a task, lists."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from e2e.pages.tasks import TaskPage
from e2e.visitor import Visitor

COMMITTEE = "/yunling"
TALL = {"width": 1440, "height": 3000}


def today() -> datetime:
    """Return now, as the office's clock shows it."""
    return datetime.now(ZoneInfo("Asia/Shanghai"))


def add_task(office: Visitor, content: str, *, department: str = "经科委") -> str:
    """Let the office add a task of this month to the plan in force; return the path of its page."""
    page = office.go(f"{COMMITTEE}/plan/")
    page.get_by_role("link", name="补充任务").click()
    page.get_by_label("任务内容").fill(content)
    page.get_by_label("责任部门").select_option(label=department)
    page.get_by_role("button", name="补充任务").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(content)
    return TaskPage(page).address


class Board:
    """The month board."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def lane(self, month: int) -> Locator:
        """Return the column of a month."""
        return self.page.get_by_role("region", name=f"{month}月", exact=True)

    def card(self, address: str) -> Locator:
        """Return the first card of the task with this address."""
        link = self.page.locator(f"a[href='{address}']")
        return self.page.get_by_role("article").filter(has=link).first

    def choose(self, month: int) -> None:
        """Turn to a month."""
        tabs = self.page.get_by_role("navigation", name="选择月份")
        tabs.get_by_role("link", name=f"{month}月").first.click()

    def drag(self, address: str, month: int) -> None:
        """Drag a card to a month's column; the second hover is what browsers need to see a drag."""
        self.page.set_viewport_size(TALL)  # type: ignore[arg-type]  # a page that scrolls loses what is held
        self.card(address).hover()
        self.page.mouse.down()
        head = self.lane(month).get_by_role("heading")
        head.hover()
        head.hover()
        self.page.mouse.up()


def rows_in(page: Page) -> int:
    """Count the rows of the list a number opened."""
    return page.locator("main table tbody tr").count()


def archive(office: Visitor) -> None:
    """Note that the plan on the page was issued where its paper does not say so, and put its year to the archive."""
    page = office.page
    expect(page.get_by_role("heading", name="经过")).to_be_visible()
    issued = page.get_by_role("link", name="归档", exact=True).count() > 0
    acts = (("登记印发", "已登记印发"), ("归档", "已归档"))
    for act, said in acts[1:] if issued else acts:
        page.get_by_role("link", name=act, exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name=act).click()
        expect(page.locator("[data-flashes]")).to_contain_text(said)
