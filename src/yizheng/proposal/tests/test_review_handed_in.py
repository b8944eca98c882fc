"""The report on the review is handed to the plenary, and the house remembers it (office-practice 29)."""

from datetime import date

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry

from . import factories as make

LIST = "/yunxi/proposals/review/"
DUE, BUTTON = "今天闭会。请取出《提案审查情况的报告》", "报告已交大会"


def rows():
    return list(LedgerEntry.objects.filter(kind="session").values_list("act", "object_id", "actor_name"))


def test_handing_in_the_report_is_noted_once_and_no_more_asked_for(house, browser):
    session, clerk = make.SessionFactory(closes=date(2026, 3, 16)), browser(make.clerk())
    page = f"{LIST}{session.public_id}/report/"
    before = clerk.get(LIST).content.decode()

    answer = clerk.post(page)
    again = clerk.post(page)

    after = clerk.get(LIST).content.decode()
    assert (DUE in before, BUTTON in before) == (True, True)
    assert (DUE in after, BUTTON in after) == (False, False)
    assert "审查情况报告2026年3月16日已交大会，方以诚记。" in after
    assert (answer.status_code, again.status_code) == (302, 409)
    assert rows() == [("hand_in_review_report", session.pk, "方以诚")]


def test_it_is_not_handed_in_before_the_plenary_opens(house, browser):
    session = make.SessionFactory(ordinal=5, opens=date(2027, 3, 3), closes=date(2027, 3, 6))

    answer = browser(make.clerk()).post(f"{LIST}{session.public_id}/report/")

    assert (answer.status_code, rows()) == (409, [])
    assert "大会还没有开幕" in answer.content.decode()


def test_leaders_read_that_it_is_due_and_note_nothing(house, browser):
    session, leader = make.SessionFactory(closes=date(2026, 3, 16)), browser(make.as_role(Role.LEADER))

    text = leader.get(LIST).content.decode()

    assert (DUE in text, BUTTON in text) == (True, False)
    assert leader.post(f"{LIST}{session.public_id}/report/").status_code == 403
    assert rows() == []
