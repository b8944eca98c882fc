"""One piece from the street to the leader's desk: taken up, edited, signed, issued."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from e2e.pages.acts import do, told
from e2e.pages.desks import COMMITTEE
from e2e.visitor import Visitor

ROOM = f"{COMMITTEE}/opinions/"
ISSUES = f"{COMMITTEE}/opinion-issues/"
CLERK = "demo-opinion"
SECRETARY = "秘书长"
SECRETARY_NAME = "程远航"


def send_in(visitor: Visitor, title: str, *, urgent: str = "", login: str = "demo-member") -> str:
    """Write a piece and send it in; return the path of its page."""
    visitor.sign_in_as(login, stay=True)
    page = visitor.go(f"{ROOM}new/")
    page.get_by_label("标题", exact=True).fill(title)
    page.get_by_label("情况", exact=True).fill("今早经过，看到桥面伸缩缝翘起，已有两辆电动车摔倒。")
    page.get_by_label("问题", exact=True).fill("没有围挡和提示，早晚高峰车流大。")
    page.get_by_label("建议", exact=True).fill("请马上围挡并安排抢修。")
    if urgent:
        page.get_by_label(re.compile("^紧急")).first.check()
        page.get_by_label("为什么紧急").fill(urgent)
    page.get_by_label(re.compile("^我确认：内容不涉及国家秘密")).check()
    page.get_by_role("button", name="报送", exact=True).click()
    another = page.get_by_role("button", name="说的不是一回事，报送")
    sent = page.locator("[data-flashes]").get_by_text("已报送，编号")
    expect(another.or_(sent).first).to_be_visible()
    if another.is_visible():  # pieces of other journeys read much the same
        another.click()
    told(page, "已报送，编号")
    return page.evaluate("location.pathname")  # type: ignore[no-any-return]


def edit(page: Page, title: str) -> None:
    """Edit the piece at the workbench and go on to whom it is sent."""
    page.get_by_label(re.compile("^标题")).fill(title)
    page.get_by_label(re.compile("^类别")).select_option(index=1)
    page.get_by_label("事实怎么核对的").fill("已电话向街道核实")
    page.get_by_label(re.compile("^已做保密审查")).check()
    page.get_by_role("button", name="存好，送审签").click()
    told(page, "已存一稿")


def send_to(page: Page, signer: str) -> None:
    """Choose who signs, and send."""
    page.get_by_label("请谁审签").select_option(label=signer)
    page.get_by_role("main").get_by_role("button", name=re.compile("^送(审)?签$")).click()


def sign(visitor: Visitor, address: str, word: str) -> None:
    """Sign in one tap, as the secretary-general on the phone."""
    visitor.sign_in(SECRETARY, stay=True)
    page = visitor.go(address)
    page.get_by_role("button", name=word, exact=True).click()


def issue(visitor: Visitor, phone: Visitor, title: str) -> str:
    """Lay a signed piece out as an issue, have it signed, return the path of the issue."""
    visitor.sign_in_as(CLERK, stay=True)
    page = visitor.go(f"{ROOM}?group=approved")
    page.get_by_role("row", name=re.compile(title)).get_by_role("checkbox").check()
    page.get_by_role("button", name="编成一期").click()
    page.get_by_label("报送其他人和单位").fill("区委书记\n区长")
    page.get_by_label("抄送", exact=True).fill("区政府办公室\n区委办公室")
    page.get_by_role("button", name="编成一期").click()
    told(page, "已新编一期")
    visitor.shot("opinion-issue-lay-out")
    page.get_by_role("button", name="存好，送签").click()
    send_to(page, SECRETARY_NAME)
    told(page, "已送签")
    address: str = page.evaluate("location.pathname")
    sign(phone, address, "签发")
    told(phone.page, "已签发编号")
    phone.shot("phone-opinion-issue")
    return address


def take_up(visitor: Visitor, address: str) -> Page:
    """Open a piece as the clerk and begin to edit it."""
    visitor.sign_in_as(CLERK, stay=True)
    page = visitor.go(address)
    do(page, "开始编辑")
    told(page, "已开始编辑")
    return page
