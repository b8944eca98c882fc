"""A proposal's whole year through seven people: from the member's phone to the public page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.accessibility import fits
from e2e.pages import proposals
from e2e.pages.acts import told
from e2e.pages.proposals import CLERK, HOUSING, HOUSING_CLERK, MEMBER, ROOM
from e2e.visitor import Visitor

TITLE = "关于给老旧楼道加装扶手和夜灯的建议"
COSIGNER = "demo-convener"


def test_a_proposal_goes_from_the_phone_of_a_member_to_the_public_page(
    on_phone: Visitor, another_at_desk: Visitor, at_desk: Visitor
) -> None:
    at_desk.sign_in_as(CLERK)
    before = proposals.received(at_desk)

    # The member writes on the phone; the house saves by itself; a colleague signs along.
    page = proposals.start(on_phone, TITLE)
    assert fits(page)
    on_phone.shot("phone-proposal-writing")
    page.get_by_role("button", name="保存草稿").click()
    told(page, "草稿已保存")
    draft = page.url
    invite(on_phone, cosigner := another_at_desk)
    agree(cosigner)
    page.goto(draft)
    expect(page.get_by_role("main")).to_contain_text("已同意")
    address = proposals.hand_in(page)
    assert fits(page)
    on_phone.shot("phone-proposal-submitted")

    # Two clerks read it, the meeting files it, it gets its number.
    proposals.read_first(at_desk, address, HOUSING)
    at_desk.shot("proposal-first-review")
    proposals.read_second(at_desk, address)
    proposals.decide(at_desk, TITLE)
    number = proposals.give_number(at_desk, address)
    assert re.fullmatch(r"(平时)?第\d{3}号", number)
    proposals.stands(at_desk.page, "已立案")
    assert proposals.received(at_desk) == before + 1
    proposals.received_link(at_desk.page).click()
    expect(proposals.row(at_desk.page, TITLE)).to_have_count(1)

    # It is put before the conference and assigned; the unit handles and answers it.
    proposals.pre_assign(at_desk, TITLE)
    at_desk.shot("proposal-assignment-board")
    proposals.assign(at_desk, TITLE)
    unit = proposals.open_handling(another_at_desk, HOUSING_CLERK, TITLE)
    proposals.sign_for(unit)
    proposals.record_contact(unit)
    another_at_desk.shot("proposal-handling")
    on_phone.sign_in(MEMBER)
    proposals.todo(on_phone, TITLE)
    page.get_by_role("button", name="属实，确认").click()
    told(page, "已确认")
    proposals.open_handling(another_at_desk, HOUSING_CLERK, TITLE)
    proposals.write_reply(unit, "A")
    proposals.issue(unit)

    # The member rates on the phone, and it is closed.
    proposals.rate(on_phone, address, "满意")
    assert fits(page)
    on_phone.shot("phone-proposal-rated")
    proposals.stands(on_phone.go(address), "已办结")
    assert fits(page)
    on_phone.shot("phone-proposal-closed")
    at_desk.sign_in_as(CLERK, stay=True)
    at_desk.go(address)
    at_desk.shot("proposal-closed")

    # Three persons read the public copy; anybody finds it.
    proposals.publish(at_desk, address)
    at_desk.shot("proposal-publication")
    at_desk.context.clear_cookies()
    at_desk.go("/public/yunling/").get_by_role("link", name=TITLE).click()
    expect(at_desk.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(at_desk.page.get_by_role("main")).to_contain_text(HOUSING)
    at_desk.shot("proposal-public")


def invite(member: Visitor, cosigner: Visitor) -> None:
    """Ask a colleague, found by name, to sign along."""
    page = cosigner.sign_in_as(COSIGNER)
    label = page.locator("summary[aria-label*=打开个人菜单]").get_attribute("aria-label") or ""
    name = label.partition("，")[0]
    member.page.get_by_role("main").get_by_role("link", name="邀请联名").click()
    member.page.get_by_label("姓名或界别").fill(name)
    member.page.get_by_role("button", name="找一找").click()
    member.page.get_by_role("checkbox", name=re.compile(f"^{name}")).check()
    member.page.get_by_role("button", name="邀请勾选的委员").click()
    told(member.page, f"已邀请{name}")


def agree(cosigner: Visitor) -> None:
    """Read the text as the invited colleague and agree by one tap."""
    proposals.wear(cosigner, "委员")
    page = cosigner.go(f"{ROOM}mine/")
    page.get_by_role("link", name=re.compile(f"请您联名“{TITLE}”")).click()
    page.get_by_role("button", name="同意联名").click()
    told(page, "已同意联名")
