"""One word, four people: each finds what they may read, and nothing else is hinted at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.pages.desks import COMMITTEE
from e2e.visitor import Visitor

WORD = "社区"
COUNT = re.compile(r"找到 (\d+)")


def ask(page: Page, text: str) -> int:
    """Go to the box by its key, ask, and return how many things were found."""
    page.keyboard.press("/")
    box = page.locator("[data-search]")
    expect(box).to_be_focused()
    box.fill(text)
    box.press("Enter")
    return said_of(page)


def said_of(page: Page) -> int:
    """Return how many things the page says it found."""
    said = page.get_by_role("status").filter(has_text="找到")
    expect(said).to_be_visible()
    counted = COUNT.search(said.inner_text())
    assert counted is not None
    return int(counted[1])


def find(visitor: Visitor, login: str, text: str) -> int:
    """Ask on the page of search itself, as members do on a phone; return how many things were found."""
    visitor.sign_in_as(login, stay=True)
    page = visitor.go(f"{COMMITTEE}/search/")
    page.get_by_label("要找的内容").fill(text)
    page.get_by_label("要找的内容").press("Enter")
    return said_of(page)


@pytest.mark.parametrize("login", ["demo-proposal", "demo-member", "demo-unit", "demo-office"])
def test_everybody_opens_whatever_they_find(at_desk: Visitor, login: str) -> None:
    found = find(at_desk, login, WORD)
    page = at_desk.page
    links = page.locator("[data-search-rows] .search-row-title a")
    expect(links).to_have_count(min(found, 20))
    assert fits(page)
    assert violations(page) == []
    at_desk.shot(f"search-{login}")

    for address in [link.get_attribute("href") for link in links.all()[:5]]:
        assert page.request.get(f"{at_desk.house.url}{address}").ok


def test_the_proposal_office_finds_more_than_a_unit(at_desk: Visitor) -> None:
    office = find(at_desk, "demo-proposal", WORD)
    unit = find(at_desk, "demo-unit", WORD)

    assert office > unit


def test_arrows_walk_and_a_search_is_saved(at_desk: Visitor) -> None:
    page = at_desk.sign_in("提案委")
    assert ask(page, WORD) > 1
    page.locator("[data-search]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-search-rows] .search-row-title a").first).to_be_focused()

    page.get_by_role("button", name="保存这次检索").click()
    expect(page.get_by_role("region", name="保存的检索")).to_contain_text(WORD)


def test_a_member_searches_on_the_phone(on_phone: Visitor) -> None:
    page = on_phone.sign_in("委员", stay=True)
    on_phone.go("/yunling/search/")
    page.locator("main [data-search]").fill(WORD)
    page.get_by_role("button", name="找", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="找到")).to_be_visible()
    assert fits(page)
    assert violations(page) == []
    on_phone.shot("phone-search")
