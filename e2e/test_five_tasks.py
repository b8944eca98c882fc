"""Five things a member does on the phone at large type, counted in taps (features F164): none takes more than three."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from e2e.accessibility import fits
from e2e.pages.acts import told
from e2e.pages.plans import COMMITTEE
from e2e.visitor import Visitor

TARGET_PX = 40
"""How high a target is at least; a line of text that is a link is as high as its row."""


@dataclass
class Thumb:
    """Taps on one phone, counted; whatever is tapped is large enough for a thumb and needs no sideways scrolling."""

    page: Page
    taps: int = 0

    def tap(self, target: Locator) -> None:
        """Tap once."""
        box = target.bounding_box()
        assert box is not None, "what is tapped is on the page"
        assert box["height"] >= TARGET_PX or _in_a_row(target), box
        target.click()
        self.taps += 1
        assert fits(self.page)

    def begin(self, visitor: Visitor) -> None:
        """Start anew from the first screen."""
        visitor.go(f"{COMMITTEE}/")
        self.taps = 0


def test_five_tasks_at_large_type_in_a_few_taps_each(on_phone: Visitor) -> None:
    page = on_phone.sign_in("委员")
    page.locator("summary[aria-label*=打开个人菜单]").click()
    page.get_by_role("button", name="大字", exact=True).click()
    expect(page.locator("html[data-type=large]")).to_have_count(1)
    thumb = Thumb(page)
    taps = {}
    for task in (answer_a_meeting, ask_leave, look_at_the_own_year, read_an_agenda, begin_an_opinion):
        thumb.begin(on_phone)
        task(thumb)
        taps[task.__name__] = thumb.taps
    on_phone.shot("phone-five-tasks")
    page.locator("summary[aria-label*=打开个人菜单]").first.click()
    page.get_by_role("button", name="标准", exact=True).first.click()

    assert taps == {
        "answer_a_meeting": 3, "ask_leave": 3, "look_at_the_own_year": 1, "read_an_agenda": 1, "begin_an_opinion": 1,
    }  # fmt: skip


def answer_a_meeting(thumb: Thumb) -> None:
    """Say that one comes to the meeting of next week."""
    page = thumb.page
    thumb.tap(page.locator(".todo-list a", has_text=re.compile("专.*次会议|第.*次会议")).first)
    thumb.tap(page.locator("label", has_text="参加").first)
    thumb.tap(page.get_by_role("main").get_by_role("button").first)
    told(page, "已回复参加")


def ask_leave(thumb: Thumb) -> None:
    """Ask leave from it after all."""
    page = thumb.page
    card = page.locator("section.card", has_text="请您参加的会议")
    thumb.tap(card.get_by_role("link", name=re.compile("次会议")).last)
    thumb.tap(page.get_by_role("main").get_by_role("link", name="请假、补假"))
    page.get_by_label("事由").fill("随招商团外出")
    thumb.tap(page.get_by_role("main").get_by_role("button", name="提交请假"))
    told(page, "请假已提交")


def look_at_the_own_year(thumb: Thumb) -> None:
    """See what stands in the own duty record."""
    thumb.tap(thumb.page.locator("section.card", has_text=re.compile("我的.*年履职")).get_by_role("link").first)
    expect(thumb.page.get_by_role("heading", level=1)).to_be_visible()


def read_an_agenda(thumb: Thumb) -> None:
    """Read what the next meeting is about."""
    card = thumb.page.locator("section.card", has_text="请您参加的会议")
    thumb.tap(card.get_by_role("link", name=re.compile("次会议")).first)
    expect(thumb.page.get_by_role("heading", name="议程")).to_be_visible()


def begin_an_opinion(thumb: Thumb) -> None:
    """Open the page on which one writes what people told."""
    page = thumb.page
    thumb.tap(page.locator("section.card", has_text="我的社情民意").get_by_role("link", name="写一件"))
    expect(page.get_by_role("main").get_by_role("textbox").first).to_be_visible()


def _in_a_row(target: Locator) -> bool:
    row = target.locator("xpath=ancestor-or-self::*[self::li or self::tr or self::label or self::p][1]")
    box = row.first.bounding_box() if row.count() else None
    return box is not None and box["height"] >= TARGET_PX
