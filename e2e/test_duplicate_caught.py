"""A member is about to propose what was proposed before, sees it before submitting, and lets it be."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.pages import proposals
from e2e.pages.acts import told
from e2e.visitor import Visitor

BEFORE = "关于芦花荡湿地栈道加装夜间照明的建议"
AGAIN = "关于给芦花荡湿地栈道装上夜间照明灯的建议"


def test_a_duplicate_is_caught_before_submission(at_desk: Visitor) -> None:
    address = proposals.submitted(at_desk, BEFORE)

    page = proposals.start(at_desk, AGAIN)
    expect(page.locator("#precedents")).to_contain_text(BEFORE)
    at_desk.shot("duplicate-while-typing")
    page.get_by_role("button", name="检查并提交").click()

    card = page.locator("section").filter(has=page.get_by_role("heading", name="类似的提案"))
    expect(card).to_contain_text(BEFORE)
    expect(card).to_contain_text("栈道")
    at_desk.shot("duplicate-caught")
    expect(card.get_by_role("link", name=BEFORE)).to_have_attribute("href", address)

    # The member lets it be: the draft is thrown away, the earlier one stands.
    page.get_by_role("link", name="再改改").click()
    page.get_by_role("link", name="删除草稿").click()
    page.get_by_role("button", name="删除").click()
    told(page, "草稿已删除")
    expect(page.get_by_role("main")).to_contain_text(BEFORE)
    expect(page.get_by_role("main")).not_to_contain_text(AGAIN)
