"""Three proposals on one matter become one: three proposers agree, one reply goes to all, the worst rating holds."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.pages import proposals
from e2e.pages.acts import told
from e2e.pages.proposals import CLERK, CONVENER, HOUSING, HOUSING_CLERK, PARTY
from e2e.visitor import Visitor

MAIN = "关于给滨河步道补装路灯的建议"
OTHERS = {CONVENER: "关于滨河步道夜间照明的建议", PARTY: "关于改善滨河步道夜间通行的建议"}
DARK = "东段还是没有灯"


def test_three_proposals_are_merged_answered_once_and_rated_by_all(at_desk: Visitor, another_at_desk: Visitor) -> None:
    main = proposals.submitted(at_desk, MAIN)
    others = {who: proposals.submitted(at_desk, title, who) for who, title in OTHERS.items()}
    for address in (main, *others.values()):
        proposals.read_first(at_desk, address, HOUSING)
    numbers = [number_of(at_desk, address) for address in others.values()]

    # The clerk asks the three proposers; all agree; the two go into the first.
    page = at_desk.go(main)
    proposals.press(page, "征求并案意见", send="征求意见", 要并入这一件的提案="、".join(numbers))
    told(page, "已征求")
    for who, address in {"": main, **others}.items():
        agree(another_at_desk, address, who)
    at_desk.sign_in_as(CLERK, stay=True)
    at_desk.go(main)
    proposals.open_act(page, "并案")
    form = proposals.act_form(page)
    for title in OTHERS.values():
        expect(page.locator("[data-dialog-content]:visible")).to_contain_text(title)
    at_desk.shot("proposal-merging")
    form.get_by_role("button", name="并入").click()
    told(page, "已并案")
    for address, title in zip(others.values(), OTHERS.values(), strict=True):
        expect(page.get_by_role("main").get_by_role("link", name=title).first).to_be_visible()
        proposals.stands(at_desk.go(address), "并案")
        at_desk.go(main)

    # One unit answers once; each of the three is asked, and one of them is not satisfied.
    proposals.to_the_unit(at_desk, main, MAIN)
    proposals.answered(another_at_desk, HOUSING_CLERK, MAIN)
    proposals.rate(another_at_desk, main, "满意")
    proposals.rate(another_at_desk, main, "不满意", DARK, CONVENER)
    proposals.rate(another_at_desk, main, "满意", who=PARTY)
    proposals.confirm_dissatisfied(at_desk, MAIN, DARK)
    proposals.stands(at_desk.go(main), "已答复")
    at_desk.shot("proposal-merged-and-rated")


def number_of(visitor: Visitor, address: str) -> str:
    """Return the number that stands under the title."""
    return visitor.go(address).locator(".page-lead b").first.inner_text()


def agree(visitor: Visitor, address: str, who: str) -> None:
    """Agree, as a first proposer, that the proposals go together."""
    proposals.sign_in(visitor, who)
    page = visitor.go(address)
    page.get_by_role("main").get_by_role("link", name="答复是否同意并案").click()
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="就这样答复").click()
    told(page, "已答复")
