"""A notice from the desk to a chat group: read on a phone by the short link, known in the house by signing in."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.visitor import Visitor

TITLE = "关于报送下周活动安排的通知"
WORDS = "请各部门于周五下班前报送下周活动安排。"


def test_a_notice_is_read_on_a_phone_by_its_short_link(at_desk: Visitor, on_phone: Visitor) -> None:
    desk = at_desk.sign_in("办公室")
    link = send(desk)
    at_desk.shot("notice-sent")

    phone = on_phone.page
    phone.goto(on_phone.house.url + link)
    expect(phone.get_by_text(WORDS)).to_be_visible()
    expect(phone.get_by_role("button", name="我已知道了")).to_have_count(0)
    assert fits(phone)
    assert violations(phone) == []
    on_phone.shot("phone-notice-link")

    phone = on_phone.sign_in("专委会")
    phone.goto(on_phone.house.url + link.split("/n/")[0] + "/notices/")
    phone.get_by_role("link", name=TITLE).first.click()
    expect(phone.get_by_text("已知道")).to_be_visible()
    assert fits(phone)
    on_phone.shot("phone-notice")

    desk.reload()
    expect(desk.locator("main a[href$='show=read']")).to_have_text("1")
    desk.get_by_role("button", name="办结").click()
    on_phone.provoke(404)
    phone.goto(on_phone.house.url + link)
    expect(phone.get_by_role("heading", name="这个链接打不开了")).to_be_visible()


def send(page: Page) -> str:
    """Write the notice to the staff; return the path of the link for the group."""
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="发通知", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="发通知", exact=True).click()
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("正文").fill(WORDS)
    page.get_by_label("发给").select_option(label="机关和专委会工作人员")
    page.get_by_role("button", name="看发给多少人").click()
    expect(page.get_by_text("这条通知将发给")).to_be_visible()
    page.get_by_role("button", name="发出", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    found = re.search(r"(/[\w-]+/n/[\w-]+/)", page.get_by_label("群通知文本").input_value())
    assert found is not None
    return found[1]
