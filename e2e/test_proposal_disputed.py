"""A proposer who is not satisfied twice: after the last round the clerk closes it with the objection."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.pages import proposals
from e2e.pages.acts import told
from e2e.pages.proposals import HOUSING, HOUSING_CLERK
from e2e.visitor import Visitor

TITLE = "关于在北塘小学门口划设接送区的建议"
TOO_THIN = "只说在研究，没有说什么时候划"
STILL_THIN = "还是没有给出时间"
NOTE = "提案人要求今年内划设，道路权属正在移交，条件还不具备"


def test_dissatisfied_twice_is_closed_with_the_objection(at_desk: Visitor, another_at_desk: Visitor) -> None:
    address = proposals.assigned(at_desk, TITLE, HOUSING)
    proposals.answered(another_at_desk, HOUSING_CLERK, TITLE)
    proposals.rate(at_desk, address, "不满意", TOO_THIN)
    proposals.confirm_dissatisfied(at_desk, TITLE, TOO_THIN)
    proposals.redo(at_desk, address, "经核实，答复没有写明时间")

    unit = proposals.open_handling(another_at_desk, HOUSING_CLERK, TITLE)
    proposals.stands(unit, "第2轮")
    proposals.record_contact(unit, leader=True)
    proposals.write_reply(unit, "B")
    proposals.issue(unit)
    proposals.rate(at_desk, address, "不满意", STILL_THIN)
    proposals.confirm_dissatisfied(at_desk, TITLE, STILL_THIN)

    # After the last round there is no further one: what is left is to close it with the objection.
    page = at_desk.go(address)
    expect(page.get_by_role("link", name="要求重新办理")).to_have_count(0)
    proposals.press(page, "办结（有异议）", 理由=NOTE)
    told(page, "已作有异议办结")
    proposals.stands(page, "有异议")
    expect(page.get_by_role("main")).to_contain_text(STILL_THIN)
    at_desk.shot("proposal-closed-with-objection")
