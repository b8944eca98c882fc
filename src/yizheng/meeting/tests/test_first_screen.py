"""The first screen of a phone: today's meeting with place, time and code; what can be joined; the own year."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.meeting import codes, places, services
from yizheng.meeting.diary import own_activities
from yizheng.meeting.enums import CheckInMethod, MeetingKind
from yizheng.meeting.indexed import activity_indexed
from yizheng.meeting.services import menus
from yizheng.meeting.services.menus import Entry
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_sitting_pages import clock, opened, own, url
from yizheng.plan.tests import factories as plan
from yizheng.todo.models import Todo

__all__ = ["clock", "opened"]

DESK = "/yunxi/"


def read(page, address=DESK):
    return page.get(address).content.decode()


def test_todays_meeting_stands_first_with_its_place_its_hour_and_the_own_code(opened, browser, monkeypatch):
    meeting, clerk = opened
    one, two = meeting.invitations.order_by("order")[:2]
    monkeypatch.setattr(places, "_offered", [lambda rows: {row.pk: "三排12座" for row in rows}])
    phone = own(browser, one)

    shown = read(phone)

    card = shown[shown.index("今天的会议") : shown.index("等您办")]
    for words in (meeting.title, "机关三楼会议室", "上午9:00", "三排12座", "打开签到码", url(meeting, "own-code/")):
        assert words in card
    assert codes.own_code(one) in read(phone, url(meeting, "own-code/"))

    half = meeting.half_days.get()
    services.check_in(
        invitation=one, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=make.moment(10, 8, minute=50)
    )
    after = read(phone)
    assert "出席8:50" in after
    assert "打开签到码" not in after
    assert "打开签到码" in read(own(browser, two))


def test_the_card_stands_on_no_other_day_and_on_no_other_desk(opened, browser, clock):
    meeting, _ = opened
    one = meeting.invitations.order_by("order")[0]
    stranger = browser(plan.seat(Role.MEMBER).user_id)
    assert "今天的会议" not in read(stranger)

    clock(make.moment(11, 9))
    assert "今天的会议" not in read(own(browser, one))


def test_the_desk_asks_no_more_for_three_meetings_than_for_one(opened, browser):
    meeting, clerk = opened
    one = meeting.invitations.order_by("order")[0]
    phone = own(browser, one)
    read(phone)
    with CaptureQueriesContext(connection) as first:
        read(phone)
    for ordinal in (3, 4):
        again = services.plan_meeting(
            kind=MeetingKind.PLENARY, term=meeting.term, ordinal=ordinal, particulars=make.particulars(), by=clerk,
            at=make.moment(12, month=11),
        )  # fmt: skip
        services.send_notice(meeting=again, by=clerk, at=make.moment(13, month=11))
    with CaptureQueriesContext(connection) as three:
        shown = read(phone)

    assert shown.count("今天的会议") >= 3
    assert len(three) <= len(first)


@pytest.fixture
def phone(browser):
    """Give the phone of a member, who wears the hat of a member."""

    def of(member):
        user = member.person.user_id
        RoleGrant.objects.get_or_create(user_id=user, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
        return browser(user)

    return of


def test_what_can_be_joined_stands_on_the_desk_of_those_who_may(house, clock, phone):
    clock(make.moment(1))
    activity, clerk, (one, *_) = make.published(audience="hosts")
    elsewhere = make.SectorFactory(term=one.term)
    outsider = make.MemberFactory(sector=elsewhere, person=make.person(with_login=True))
    menu = menus.draft_menu(year=2026, by=clerk, at=make.moment(1))
    menus.add_item(menu=menu, entry=Entry("视察养老服务", "inspection", "提案委"), by=clerk, at=make.moment(1))
    menus.open_menu(menu=menu, by=clerk, at=make.moment(1))

    mine, theirs = read(phone(one)), read(phone(outsider))

    for shown in (mine, theirs):
        assert "可以参加的" in shown
        assert "2026年履职菜单" in shown
    assert (activity.theme in mine, activity.theme in theirs) == (True, False)
    assert "可报名" in mine


def test_activities_one_signed_up_to_stand_in_the_calendar_and_are_found(house, clock, phone):
    clock(make.moment(1))
    activity, _, (one, two, _) = make.published(quota=1)
    for each in (one, two):
        services.sign_up(activity=activity, membership=each, by=make.worn(each), at=make.moment(1))
    days = (make.moment(1).date(), make.moment(31).date())

    first, second = ([*own_activities(make.worn(each), *days)] for each in (one, two))
    said = activity_indexed(activity)

    assert [(each.title, each.place) for each in first] == [("视察老旧小区改造", "云溪街道")]
    assert [each.title for each in second] == ["视察老旧小区改造（候补）"]
    assert "role:member" in said.audience
    assert "视察老旧小区改造" in read(phone(one), "/yunxi/calendar/?month=2026-12")


def test_a_draft_is_found_by_its_hosts_only(house, clock):
    activity, _, _ = make.drafted()
    host = activity.hosts.get()

    said = activity_indexed(activity)

    assert "role:member" not in said.audience
    assert f"sector:{host.sector_id}" in said.audience


def test_the_own_year_stands_on_the_desk(opened, browser):
    meeting, _ = opened
    shown = read(own(browser, meeting.invitations.order_by("order")[0]))

    assert "我的2026年履职" in shown
    assert "0条记录" in shown


def test_once_people_check_in_nobody_is_asked_for_an_answer_any_more(house, now):
    meeting, clerk = make.planned(members=2)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    waiting = Todo.objects.filter(kind="invitation", closed_at__isnull=True)
    assert waiting.count() == 2

    services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8))

    assert waiting.count() == 0
