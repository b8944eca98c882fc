"""A key proposal: recommended, decided with its leaders; its handling is scored, and nobody else sees the points."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from e2e.accessibility import fits
from e2e.pages import proposals
from e2e.pages.acts import do, fill, told
from e2e.pages.desks import COMMITTEE
from e2e.pages.plans import today
from e2e.pages.proposals import CLERK, HOUSING, HOUSING_CLERK, MEMBER, ROOM, SECRETARY
from e2e.visitor import Visitor

TITLE = "关于把旧仓库改成社区球馆的建议"
LEADERS = "领办 政府 区长 苗知远\n领衔督办 政协 区政协主席 梁景川"
ROUND = "秋季提案办理双向评议"


def test_a_key_proposal_is_decided_and_its_handling_scored_unseen(
    at_desk: Visitor, another_at_desk: Visitor, on_phone: Visitor
) -> None:
    address = proposals.assigned(at_desk, TITLE, HOUSING)
    it_becomes_a_key_proposal(at_desk, address)
    proposals.answered(another_at_desk, HOUSING_CLERK, TITLE)
    proposals.rate(on_phone, address, "满意")
    appraisal = a_round_is_opened(at_desk)

    # The member gives points on the phone.
    on_phone.sign_in(MEMBER, stay=True)
    page = on_phone.go(appraisal)
    page.get_by_role("link", name=re.compile(TITLE)).click()
    page.get_by_role("main").get_by_role("link", name="评分").click()
    for points in page.get_by_role("spinbutton").all():
        points.fill("7")
    assert fits(page)
    on_phone.shot("phone-proposal-score")
    page.get_by_role("button", name="交分").click()
    told(page, "评分已交")
    own = page.url
    expect(page.get_by_role("main")).to_contain_text("7 分")

    # Neither the unit nor the secretary-general reads them while the round is open.
    for who in (HOUSING_CLERK, SECRETARY):
        nobody_else_reads(another_at_desk, who, own)
    another_at_desk.sign_in_as(HOUSING_CLERK, stay=True)
    another_at_desk.go(appraisal)
    expect(another_at_desk.page.get_by_role("main")).not_to_contain_text("已评")

    at_desk.sign_in_as(CLERK, stay=True)
    at_desk.go(appraisal)
    do(at_desk.page, "结束评议")
    told(at_desk.page, "评议已结束")
    expect(proposals.row(at_desk.page, HOUSING)).to_have_count(1)
    at_desk.shot("proposal-appraisal-closed")


def it_becomes_a_key_proposal(clerk: Visitor, address: str) -> None:
    """The clerk recommends it and records what the chairpersons' meeting decided, with the leaders."""
    clerk.sign_in_as(CLERK, stay=True)
    page = clerk.go(address)
    recommend(page)
    clerk.go(f"{ROOM}keys/")
    page.get_by_role("link", name="录入审定结果").click()
    fill(page, 由哪次会议审定="五届四十六次主席会议", 审定日期=today().date())
    page.get_by_label(re.compile(TITLE)).select_option(label="列入")
    number = number_of(page)
    page.get_by_label(f"{number}的领导").fill(LEADERS)
    page.get_by_role("button", name="录入", exact=True).click()
    told(page, "审定结果已录入")
    expect(proposals.row(page, TITLE)).to_contain_text("苗知远")
    clerk.shot("proposal-keys")
    clerk.go(address)
    proposals.stands(page, "重点提案")


def recommend(page: Page) -> None:
    """Recommend the open proposal."""
    proposals.open_act(page, "推荐为重点或重要提案")
    form = proposals.act_form(page)
    form.get_by_label("推荐为").first.select_option(label="重点提案")
    form.get_by_label("推荐者").fill("提案委员会")
    form.get_by_role("checkbox", name="群众关注").check()
    form.get_by_role("button", name="推荐", exact=True).click()
    told(page, "已列入候选")


def number_of(page: Page) -> str:
    """Return the number that stands in the label of the candidate."""
    label = page.locator("label").filter(has_text=TITLE).first.inner_text()
    return label.partition("《")[0].strip()


def a_round_is_opened(clerk: Visitor) -> str:
    """The clerk prepares a round and opens it; return its path."""
    clerk.sign_in_as(CLERK, stay=True)
    page = clerk.go(f"{COMMITTEE}/appraisals/rounds/new/")
    fill(page, 名称=ROUND, 截止日期=today().date() + timedelta(days=20))
    page.get_by_role("button", name="建好").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ROUND)
    do(page, "开始评议")
    told(page, "评议开始了")
    clerk.shot("proposal-appraisal-open")
    return page.evaluate("location.pathname")  # type: ignore[no-any-return]


def nobody_else_reads(visitor: Visitor, who: str, score: str) -> None:
    """Who did not give the points does not find the page that holds them."""
    visitor.provoke(404)
    visitor.sign_in_as(who)
    answer = visitor.page.goto(score)
    assert answer is not None
    assert answer.status == 404
