"""A unit suggestion is corrected by the office, and the next proposal on the same matter shows what was learned."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from e2e.pages import proposals
from e2e.pages.acts import told
from e2e.pages.desks import COMMITTEE
from e2e.pages.proposals import CLERK, FINANCE, HOUSING
from e2e.visitor import Visitor

FIRST = "关于街头报刊亭改作便民书屋的建议"
SECOND = "关于把街头报刊亭改成便民书屋的建议"


def test_a_unit_suggestion_is_corrected_and_learned(at_desk: Visitor) -> None:
    address = filed(at_desk, FIRST)
    page = plan_page(at_desk, FIRST)
    expect(suggestions(page)).not_to_contain_text("近年1件相近的由它办理")

    # The clerk corrects: the matter goes to the housing bureau.
    page.get_by_label("单位1", exact=True).select_option(label=HOUSING)
    page.get_by_role("button", name="就这样定").click()
    told(page, "承办单位已拟好")
    proposals.pre_assign(at_desk, FIRST)
    proposals.assign(at_desk, FIRST)

    # The next one on the same matter names it, with the case that taught it.
    filed(at_desk, SECOND)
    page = plan_page(at_desk, SECOND)
    line = suggestions(page).get_by_role("listitem").filter(has_text=HOUSING)
    expect(line).to_contain_text("近年1件相近的由它办理")
    at_desk.shot("assist-learned")
    line.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRST)
    assert page.evaluate("location.pathname") == address

    the_record_says_so(at_desk)


def filed(visitor: Visitor, title: str) -> str:
    """Bring a proposal as far as the board of assignment, meant for the finance bureau."""
    address = proposals.submitted(visitor, title)
    proposals.read_first(visitor, address, FINANCE)
    proposals.read_second(visitor, address)
    proposals.decide(visitor, title)
    proposals.give_number(visitor, address)
    return address


def plan_page(visitor: Visitor, title: str) -> Page:
    """Open the page on which the units of a proposal are named."""
    visitor.sign_in_as(CLERK, stay=True)
    page = visitor.go(f"{COMMITTEE}/assignment/")
    proposals.row(page, title).get_by_role("link", name=re.compile("选单位")).click()
    return page


def suggestions(page: Page) -> Locator:
    """Return the card of suggestions."""
    return page.locator("section").filter(has=page.get_by_role("heading", name="建议", exact=True))


def the_record_says_so(visitor: Visitor) -> None:
    """The office reads that the first suggestion was not what was decided."""
    page = visitor.go(f"{COMMITTEE}/assist/")
    page.get_by_role("main").get_by_role("link", name=re.compile("件$")).first.click()
    expect(proposals.row(page, FIRST)).to_contain_text(HOUSING)
    visitor.shot("assist-decisions")
