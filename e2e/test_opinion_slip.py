"""A signed piece goes to a unit, which signs and answers on a phone; its author reads the result."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.accessibility import fits, violations
from e2e.pages import opinions
from e2e.pages.acts import told
from e2e.pages.desks import COMMITTEE, waiting
from e2e.pages.opinions import CLERK, SECRETARY_NAME
from e2e.pages.proposals import HOUSING, HOUSING_CLERK
from e2e.visitor import Visitor

TITLE = "望澜桥伸缩缝翘起危及骑行安全"
ANSWER = "已连夜围挡，三日内更换伸缩缝。"


def test_a_unit_answers_a_slip_on_a_phone_and_the_author_hears(at_desk: Visitor, on_phone: Visitor) -> None:
    address = opinions.send_in(on_phone, TITLE)
    page = opinions.take_up(at_desk, address)
    at_desk.go(f"{address}edit/")
    opinions.edit(page, TITLE)
    opinions.send_to(page, SECRETARY_NAME)
    told(page, "已送审签")
    opinions.sign(on_phone, address, "同意")

    # The office hands it on; a unit reads no author.
    at_desk.sign_in_as(CLERK, stay=True)
    page = at_desk.go(f"{address}transfer/")
    page.get_by_label(HOUSING, exact=True).check()
    assert violations(page) == []
    page.get_by_role("main").get_by_role("button", name="发出转办单").click()
    told(page, "转办单已发出")
    at_desk.shot("opinion-transferred")

    unit_answers(on_phone)

    # The office accepts, and sends the prepared sentence in one tap.
    waiting(at_desk, TITLE).filter(has_text="核对转办反馈").get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    at_desk.shot("opinion-slip")
    page.get_by_role("main").get_by_role("link", name="办结", exact=True).click()
    page.get_by_role("main").get_by_role("button", name="办结", exact=True).click()
    told(page, "已办结")
    page = at_desk.go(f"{COMMITTEE}/opinion-feedback/")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    at_desk.shot("opinion-feedback")
    page.get_by_role("button", name="发给作者").click()
    told(page, "已告知作者")

    on_phone.sign_in_as("demo-member", stay=True)
    phone = on_phone.go(address)
    expect(phone.get_by_role("main")).to_contain_text(ANSWER)
    phone.get_by_role("button", name=re.compile("^知道了")).first.click()
    expect(phone.get_by_role("main")).to_contain_text("已看")
    assert fits(phone)
    on_phone.shot("phone-opinion-answered")


def unit_answers(phone: Visitor) -> None:
    """Sign for the slip and answer it, with the thumb."""
    phone.sign_in_as(HOUSING_CLERK, stay=True)
    page = phone.go(f"{COMMITTEE}/opinion-slips/")
    phone.shot("phone-slips")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.get_by_role("main").get_by_role("link", name="签收", exact=True)).to_be_visible()
    assert fits(page)
    assert violations(page) == []
    page.get_by_role("main").get_by_role("link", name="签收", exact=True).click()
    page.get_by_role("main").get_by_role("button", name="签收", exact=True).click()
    told(page, "已签收")
    page.get_by_role("main").get_by_role("link", name="反馈", exact=True).click()
    page.get_by_role("textbox", name=re.compile("^办理结果")).fill(ANSWER)
    page.get_by_label("审定人").fill("芮建平")
    page.get_by_role("main").get_by_role("button", name="反馈", exact=True).click()
    told(page, "已反馈")
    phone.shot("phone-slip-answered")
