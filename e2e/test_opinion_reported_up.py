"""Reported up, adopted there, back here with its points: two committees of the demo, neither reads the other."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from e2e.pages import opinions
from e2e.pages.acts import do, told
from e2e.pages.desks import COMMITTEE
from e2e.pages.opinions import CLERK, SECRETARY_NAME
from e2e.visitor import Visitor

UPPER = "/qinglan"
UPPER_CLERK = "demo-qinglan-opinion"
TRIES, A_SECOND = 60, 1000
TITLE = "跨区公交末班车过早影响夜班职工"


def test_a_piece_is_reported_up_adopted_there_and_earns_points(
    at_desk: Visitor, another_at_desk: Visitor, on_phone: Visitor
) -> None:
    address = opinions.send_in(on_phone, TITLE)
    page = opinions.take_up(at_desk, address)
    at_desk.go(f"{address}edit/")
    opinions.edit(page, TITLE)
    opinions.send_to(page, SECRETARY_NAME)
    told(page, "已送审签")
    opinions.sign(on_phone, address, "同意")

    at_desk.sign_in_as(CLERK, stay=True)
    page = at_desk.go(f"{address}report-up/")
    page.get_by_role("main").get_by_role("button", name="上报", exact=True).click()
    told(page, "已上报")
    at_desk.shot("opinion-reported")

    upper_adopts(another_at_desk)

    page = appears(at_desk, f"{COMMITTEE}/opinion-reports/?state=adopted", TITLE)
    at_desk.shot("opinion-reports")
    at_desk.go(f"{COMMITTEE}/opinion-points/")
    at_desk.shot("opinion-points")
    on_phone.sign_in_as("demo-member", stay=True)
    phone = on_phone.go(f"{COMMITTEE}/opinion-points/own/")
    expect(phone.get_by_role("row", name=re.compile("市级采用"))).to_contain_text("10.00")
    on_phone.shot("phone-opinion-points")


def upper_adopts(visitor: Visitor) -> None:
    """The higher committee's clerk edits it, enters both signatures from paper and issues it."""
    visitor.sign_in_as(UPPER_CLERK)
    page = appears(visitor, f"{UPPER}/opinions/?group=waiting", TITLE)
    visitor.shot("opinion-arrived")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    address: str = page.evaluate("location.pathname")
    do(page, "开始编辑")
    visitor.go(f"{address}edit/")
    opinions.edit(page, TITLE)
    send_on_paper(page)
    told(page, "已送审签")
    signed_on_paper(visitor, f"{address}record-signature/")

    visitor.go(f"{UPPER}/opinions/?group=approved")
    page.get_by_role("row", name=re.compile(TITLE)).get_by_role("checkbox").check()
    page.get_by_role("button", name="编成一期").click()
    page.get_by_label("报送其他人和单位").fill("市委书记")
    page.get_by_role("button", name="编成一期").click()
    told(page, "已新编一期")
    page.get_by_role("button", name="存好，送签").click()
    send_on_paper(page)
    told(page, "已送签")
    signed_on_paper(visitor, f"{page.evaluate('location.pathname')}record-issue-signature/")


def send_on_paper(page: Page) -> None:
    """Name a signer who has no login."""
    page.get_by_label("名单里没有的，写姓名").fill("马秋实")
    page.get_by_role("main").get_by_role("button", name=re.compile("^送(审)?签$")).click()


def signed_on_paper(visitor: Visitor, path: str) -> None:
    """Enter the signature from the printed sheet."""
    page = visitor.go(path)
    page.get_by_label(re.compile("^签批日期")).fill(date.today().isoformat())  # noqa: DTZ011
    page.get_by_label("纸质登记号").fill("签批12号")
    page.get_by_role("main").get_by_role("button", name="录入", exact=True).click()
    told(page, "已录入")


def appears(visitor: Visitor, path: str, title: str) -> Page:
    """Open a list again until what the job brings stands in it: the queue works beside the pages."""
    page = visitor.page
    for _ in range(TRIES):
        visitor.go(path)
        found = page.get_by_role("link", name=re.compile(title)).first
        if found.is_visible():
            return page
        page.wait_for_timeout(A_SECOND)
    expect(page.get_by_role("link", name=re.compile(title)).first).to_be_visible()
    return page
