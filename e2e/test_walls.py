"""Another committee's addresses: nothing is there, and nothing tells that it is (design 4)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.visitor import Visitor

OWN, OTHER = "/yunling", "/tongwan"


@pytest.fixture
def secrets(another_at_desk: Visitor) -> dict[str, str]:
    """Let the neighbour's clerk name an item and a task of theirs: address and words."""
    page = another_at_desk.sign_in_as("demo-tongwan", stay=True)
    board = another_at_desk.go(f"{OTHER}/plan/tasks/")
    task = board.locator("main tbody").get_by_role("link").first
    words, address = task.inner_text(), task.get_attribute("href") or ""
    another_at_desk.go(address)
    item = page.locator("main a[href*='/plan/items/']").first
    return {address: words, item.get_attribute("href") or "": item.inner_text().split("项")[-1].strip()}


@pytest.mark.parametrize("slug", [OWN, OTHER])
def test_a_guessed_address_of_the_neighbour_is_not_found(slug: str, at_desk: Visitor, secrets: dict[str, str]) -> None:
    at_desk.sign_in("办公室")
    at_desk.provoke(404)

    for address, words in secrets.items():
        page = at_desk.go(address.replace(OTHER, slug, 1))
        is_not_found(page)
        assert words not in page.content()
        assert "桐湾" not in page.content()
        at_desk.shot("not-found")
        page.get_by_role("link", name="回到工作台").click()
        expect(page).to_have_title("工作台 · 云岭区政协")


@pytest.mark.parametrize("path", [f"{OTHER}/", f"{OTHER}/plan/", "/nowhere/", "/nowhere/plan/"])
def test_another_slug_looks_like_one_that_does_not_exist(path: str, at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    at_desk.provoke(404)

    page = at_desk.go(path)

    is_not_found(page)
    assert violations(page) == []


def test_the_administrator_sees_no_plan(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室", stay=True)
    words = at_desk.go(f"{OWN}/plan/").get_by_role("article").first.get_by_role("link").inner_text()
    page = at_desk.sign_in("系统管理员")
    at_desk.provoke(403, 404)

    assert words not in page.content()
    for path in ("plan/", "plan/tasks/", "plan/late/", "plan/imports/", "plan/leaders/"):
        content = at_desk.go(f"{OWN}/{path}").content()
        assert words not in content
        expect(page.get_by_role("heading", level=1)).to_have_text("这里不对您开放")


def test_the_public_page_shows_headings_and_no_work(at_desk: Visitor) -> None:
    page = at_desk.go("/public/yunling/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("云岭区委员会")
    expect(page.get_by_role("main")).to_contain_text("年工作要点")
    assert "销号" not in page.content()
    assert violations(page) == []
    at_desk.shot("public")


def is_not_found(page: Page) -> None:
    """Check the page for what does not exist."""
    expect(page.get_by_role("heading", level=1)).to_have_text("没有找到这一页")
    assert fits(page)
