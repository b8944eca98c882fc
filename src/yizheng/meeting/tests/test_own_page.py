"""What a meeting's page offers to whoever was called, and the lists its numbers open."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.meeting import services
from yizheng.meeting.enums import CheckInMethod, Reply, ReplyWay
from yizheng.meeting.models import Attendance
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_sitting_pages import DAY, clock, opened, own, url
from yizheng.plan.tests import factories as plan

__all__ = ["clock", "opened"]

CODE, REPLY, LEAVE = "打开我的签到码", "去回复", "请假、补假"


@pytest.fixture
def called(house, clock):
    meeting, clerk = make.planned(members=3)
    return services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11)), clerk


def held(meeting, clerk):
    """Two came, one did not."""
    one, two, _three = meeting.invitations.order_by("order")
    half = meeting.half_days.get()
    for each, minute in ((one, 50), (two, 55)):
        services.check_in(
            invitation=each, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=make.moment(10, 8, minute=minute)
        )
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10), only_briefing=False)
    services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 12))


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        (make.moment(10, 8), [True, True]),
        (make.moment(10, 9, minute=1), [False, True]),
        (make.moment(14, 18), [False, True]),
        (make.moment(15, 8), [False, False]),
    ],
)
def test_nothing_is_offered_that_would_be_refused_for_its_time(called, browser, clock, at, offered):
    meeting, _ = called
    clock(at)

    page = own(browser, meeting.invitations.first()).get(url(meeting)).content.decode()

    assert [word in page for word in (REPLY, LEAVE)] == offered


def test_whoever_is_there_reads_that_they_are_instead_of_their_code(opened, browser):
    meeting, clerk = opened
    one, two = meeting.invitations.order_by("order")[:2]
    services.check_in(invitation=one, half_day=meeting.half_days.get(), method=CheckInMethod.CLERK, by=clerk, at=DAY)

    pages = [own(browser, each).get(url(meeting)).content.decode() for each in (one, two)]

    assert [CODE in each for each in pages] == [False, True]
    assert ["您12月10日上午已签到（8:50）。" in each for each in pages] == [True, False]


def test_every_number_of_who_came_opens_a_list_of_as_many(opened, browser):
    meeting, clerk = opened
    held(meeting, clerk)
    desk = browser(plan.seat(Role.LEADER).user_id)

    page = desk.get(url(meeting)).content.decode()
    links = re.findall(r'href="([^"]*/presence/[^"]*)"(.*?)</a>', page, re.S)
    numbers = {link.partition("?came=")[2]: int(re.search(r"\d+", rest)[0]) for link, rest in links}

    listed = {came: desk.get(url(meeting, f"presence/?came={came}")).content.decode() for came in numbers}
    assert numbers == {"": 3, "present": 2, "leave": 0, "absent": 1}
    assert {came: each.count("12月10日上午</td>") for came, each in listed.items()} == numbers
    assert "没有这样的人" in listed["leave"]


def test_the_numbers_of_the_door_open_their_lists_and_an_empty_one_leads_back(opened, browser):
    meeting, clerk = opened
    held(meeting, clerk)
    desk, half = browser(clerk.user_id), meeting.half_days.get()

    shown = {
        came: desk.get(url(meeting, f"door/?half={half.pk}&came={came}")).content.decode()
        for came in ("due", "present", "absent", "leave")
    }

    assert {came: page.count('data-label="姓名"') for came, page in shown.items()} == {
        "due": 3, "present": 2, "absent": 1, "leave": 0,
    }  # fmt: skip
    assert "看全部名单" in shown["leave"]


def test_a_member_reads_the_own_answer_in_the_list_and_nobody_elses_number(called, browser):
    meeting, _ = called
    one = meeting.invitations.first()
    phone = own(browser, one)
    services.reply(
        invitation=one, answer=Reply.ACCEPT, way=ReplyWay.TELEPHONE, by=plan.seat(), at=make.moment(14, month=11)
    )

    page = phone.get("/yunxi/meetings/").content.decode()

    assert ("我的回复" in page, "参加 1 / 应到" in page) == (True, False)


def test_the_list_of_who_came_is_for_those_who_read_answers(opened, browser):
    meeting, _ = opened

    assert own(browser, meeting.invitations.first()).get(url(meeting, "presence/")).status_code == 403


def test_the_list_of_who_came_takes_as_many_statements_for_three_as_for_one(opened, browser):
    meeting, clerk = opened
    desk = browser(clerk.user_id)
    desk.get(url(meeting, "presence/"))

    with CaptureQueriesContext(connection) as three:
        desk.get(url(meeting, "presence/"))
    Attendance.objects.filter(pk__in=list(Attendance.objects.values_list("pk", flat=True)[1:])).delete()
    with CaptureQueriesContext(connection) as one:
        desk.get(url(meeting, "presence/"))

    assert len(one) == len(three)
