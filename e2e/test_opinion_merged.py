"""Three people tell of the same thing: one comprehensive piece, three authors in the issue, points shared."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.accessibility import fits, violations
from e2e.pages import opinions
from e2e.pages.acts import told
from e2e.pages.opinions import CLERK, ROOM, SECRETARY_NAME
from e2e.visitor import Visitor

TITLES = ("北门河道夜间偷排污水", "北门河道有人偷排", "北门河道水体发黑")
WHOLE = "北门河道夜间偷排亟待查处"
LOGINS = ("demo-member", "demo-party", "demo-grassroots")


def test_three_authors_are_merged_and_all_named_in_the_issue(at_desk: Visitor, on_phone: Visitor) -> None:
    for login, title in zip(LOGINS, TITLES, strict=True):
        opinions.send_in(on_phone, title, login=login)

    at_desk.sign_in_as(CLERK, stay=True)
    page = at_desk.go(f"{ROOM}?group=waiting&q=北门河道")
    for title in TITLES:
        page.get_by_role("row", name=re.compile(title)).get_by_role("checkbox").check()
    page.get_by_role("button", name="并成综合稿").click()
    assert violations(page) == []
    at_desk.shot("opinion-merge")
    page.get_by_label("综合稿标题").fill(WHOLE)
    page.get_by_role("main").get_by_role("button", name="并成综合稿").click()
    told(page, "已并成综合稿")
    expect(page.get_by_role("main")).to_contain_text("积分占 60%")
    expect(page.get_by_role("main")).to_contain_text("积分占 20%")
    at_desk.shot("opinion-whole")
    address = page.evaluate("location.pathname").removesuffix("edit/")

    opinions.edit(page, WHOLE)
    opinions.send_to(page, SECRETARY_NAME)
    told(page, "已送审签")
    opinions.sign(on_phone, address, "同意")
    issue = opinions.issue(at_desk, on_phone, WHOLE)

    page = at_desk.go(issue)
    authors = page.get_by_text(re.compile("^（.+、.+、.+）"))
    expect(authors).to_have_count(1)

    # The member finds their own piece, and from there the whole.
    on_phone.sign_in("委员", stay=True)
    phone = on_phone.go(f"{ROOM}mine/")
    phone.get_by_role("link", name=re.compile(TITLES[0])).first.click()
    phone.get_by_role("link", name=WHOLE).first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(WHOLE)
    assert fits(phone)
