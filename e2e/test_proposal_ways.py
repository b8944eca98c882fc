"""A proposal's detours: the wrong unit, a proposer who is not satisfied, a promise that is tracked."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from e2e.pages import proposals
from e2e.pages.acts import do, fill, told
from e2e.pages.desks import COMMITTEE
from e2e.pages.plans import today
from e2e.pages.proposals import ASSIGNER, CLERK, FINANCE, FINANCE_CLERK, HOUSING, HOUSING_CLERK, ROOM
from e2e.visitor import Visitor

TITLE = "关于给沿街菜场加装雨棚的建议"
TOO_THIN = "答复没有说哪一年装，也没有说装几处"
PROMISE = "装好北塘、望澜两处菜场的雨棚"


def test_a_proposal_is_moved_done_again_and_tracked(at_desk: Visitor, another_at_desk: Visitor) -> None:
    address = proposals.assigned(at_desk, TITLE, FINANCE)
    it_is_moved(another_at_desk, at_desk)
    proposals.answered(another_at_desk, HOUSING_CLERK, TITLE)
    proposals.rate(at_desk, address, "不满意", TOO_THIN)
    it_is_done_again(at_desk, address)
    second_round_promises(another_at_desk)
    proposals.rate(at_desk, address, "基本满意")

    # What was promised is tracked until it is kept.
    at_desk.sign_in_as(CLERK, stay=True)
    page = at_desk.go(f"{ROOM}tracked/")
    expect(proposals.row(page, TITLE)).to_have_count(1)
    at_desk.shot("proposal-tracked")
    page.get_by_role("link", name="承诺清单").click()
    expect(proposals.row(page, PROMISE)).to_have_count(1)
    proposals.stands(at_desk.go(address), "跟踪落实")
    at_desk.shot("proposal-with-a-promise")


def it_is_moved(unit: Visitor, assigner: Visitor) -> None:
    """The first unit says whose affair it is; the assigner moves it."""
    page = proposals.open_handling(unit, FINANCE_CLERK, TITLE)
    page.get_by_role("main").get_by_role("link", name="申请调整").click()
    fill(
        page.get_by_role("main"),
        choose={"建议改由哪个单位办理": HOUSING},
        理由="三定规定：市场设施归住建局管",
        签字的单位负责人="霍立言",
    )
    page.get_by_role("button", name="提交申请").click()
    told(page, "申请已交给交办单位")
    assigner.sign_in_as(ASSIGNER, stay=True)
    decides = assigner.go(f"{COMMITTEE}/assignment/adjustments/")
    proposals.row(decides, TITLE).get_by_role("link").first.click()
    assigner.shot("proposal-adjustment")
    do(decides, "改办")
    told(decides, "已改办")
    proposals.stands(decides, "同意改办")
    unit.go(f"{COMMITTEE}/unit/")
    expect(proposals.row(page, TITLE)).to_have_count(0)


def it_is_done_again(clerk: Visitor, address: str) -> None:
    """The clerk confirms by telephone that the member is not satisfied and has it done again."""
    proposals.confirm_dissatisfied(clerk, TITLE, TOO_THIN)
    proposals.redo(clerk, address, "经核实，答复没有写明年份和处数")


def second_round_promises(unit: Visitor) -> None:
    """The unit, with its leader, talks again and answers with a promise of class B."""
    page = proposals.open_handling(unit, HOUSING_CLERK, TITLE)
    proposals.stands(page, "第2轮")
    proposals.record_contact(page, leader=True)
    proposals.write_reply(page, "B", promise=(PROMISE, today().date() + timedelta(days=200)))
    unit.shot("proposal-second-round")
    proposals.issue(page)
