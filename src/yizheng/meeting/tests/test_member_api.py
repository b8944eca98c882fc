"""Leave, check-in, votes and activities through the JSON door: the services and permissions of the pages."""

from __future__ import annotations

import json

import pytest

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import codes, services
from yizheng.meeting.enums import AttendanceStatus, CheckInMethod, VoteMethod
from yizheng.meeting.models import Attendance, LeaveRequest, NamedVote
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_sitting_pages import DAY, clock, opened, own
from yizheng.plan.tests import factories as plan

__all__ = ["clock", "opened"]

API = "/api/yunxi/"
S = AttendanceStatus


def post(client, path, given=None):
    return client.post(f"{API}{path}", json.dumps(given or {}), content_type="application/json")


def facts():
    return list(Attendance.objects.order_by("id").values()), LedgerEntry.objects.count()


def test_a_phone_checks_in_by_the_halls_code_and_reads_its_own_row_only(opened, browser):
    meeting, clerk = opened
    one, two = meeting.invitations.order_by("order")[:2]
    half = meeting.half_days.get()
    services.check_in(invitation=two, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=DAY)
    phone = own(browser, one)

    old = post(phone, f"meetings/{meeting.public_id}/check-in/", {"code": codes.hall_code(half, make.moment(10, 8))})
    done = post(phone, f"meetings/{meeting.public_id}/check-in/", {"code": codes.hall_code(half, DAY)})
    read = phone.get(f"{API}meetings/{meeting.public_id}/attendance/").json()["rows"]

    assert (old.status_code, old.json()["code"], done.status_code) == (409, "expired", 200)
    assert [(each["name"], each["status"]) for each in read] == [(one.person.name, "present")]
    assert phone.get(f"{API}meetings/{meeting.public_id}/own-code/").json() == {"code": codes.own_code(one)}
    assert LedgerEntry.objects.filter(act="check_in", source="api").count() == 1


def test_a_member_enters_nobody_else_and_a_stranger_finds_nothing(opened, browser):
    meeting, clerk = opened
    one, two = meeting.invitations.order_by("order")[:2]
    before = facts()

    refused = post(own(browser, one), f"meetings/invitations/{one.public_id}/check-in/")
    foreign = post(own(browser, one), f"meetings/invitations/{two.public_id}/check-in/")
    stranger = post(browser(plan.seat(Role.MEMBER).user_id), f"meetings/{meeting.public_id}/check-in/", {"code": "x"})
    assert [each.status_code for each in (refused, foreign, stranger)] == [403, 404, 404]
    assert facts() == before

    assert post(browser(clerk.user_id), f"meetings/invitations/{two.public_id}/check-in/").status_code == 200
    assert Attendance.objects.get(invitation=two).status == S.PRESENT


def test_leave_is_asked_granted_and_withdrawn(opened, browser):
    meeting, _ = opened
    one, two = meeting.invitations.order_by("order")[:2]
    phone, chief = own(browser, one), browser(plan.seat(Role.SECRETARY_GENERAL).user_id)

    unkind = post(phone, f"meetings/{meeting.public_id}/leave/")
    asked = post(phone, f"meetings/{meeting.public_id}/leave/", {"leave_kind": "official", "leave_reason": "出差"})
    leave = LeaveRequest.objects.get()
    foreign = post(own(browser, two), f"meetings/leaves/{leave.public_id}/withdraw/")
    by_oneself = post(phone, f"meetings/leaves/{leave.public_id}/decide/", {"granted": True})
    granted = post(chief, f"meetings/leaves/{leave.public_id}/decide/", {"granted": True})

    assert [each.status_code for each in (unkind, asked, foreign, by_oneself, granted)] == [409, 200, 404, 403, 200]
    assert Attendance.objects.get(invitation=one).status == S.LEAVE_APPROVED
    listed = phone.get(f"{API}meetings/leaves/").json()["rows"]
    assert [(each["state"], each["kind"], "出差" in json.dumps(each)) for each in listed] == [
        ("approved", "official", False)
    ]
    assert post(phone, f"meetings/leaves/{leave.public_id}/withdraw/").status_code == 200
    assert Attendance.objects.get(invitation=one).status == S.EXPECTED


def test_a_vote_shows_no_number_before_it_is_announced_and_takes_each_name_once(opened, browser):
    meeting, clerk = opened
    half = meeting.half_days.get()
    for each in meeting.invitations.order_by("order"):
        services.check_in(invitation=each, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=DAY)
    meeting = services.start_meeting(meeting=meeting, by=clerk, at=DAY)
    vote = services.open_vote(meeting=meeting, title="工作报告的决议", method=VoteMethod.NAMED, by=clerk, at=DAY)
    one, two = meeting.invitations.order_by("order")[:2]
    by_name = f"meetings/votes/{vote.public_id}/by-name/"

    voted = post(own(browser, one), by_name, {"choice": "for"})
    twice = post(own(browser, one), by_name, {"choice": "against"})
    nothing = post(own(browser, two), by_name)
    stranger = post(browser(plan.seat(Role.MEMBER).user_id), by_name, {"choice": "for"})
    before = own(browser, one).get(f"{API}meetings/{meeting.public_id}/votes/").json()
    services.close_vote(vote=vote, by=clerk, at=DAY)
    after = own(browser, one).get(f"{API}meetings/{meeting.public_id}/votes/").json()

    assert [each.status_code for each in (voted, twice, nothing, stranger)] == [200, 409, 409, 404]
    assert NamedVote.objects.count() == 1
    assert (before[0]["lines"][0]["in_favour"], after[0]["lines"][0]["in_favour"]) == (None, 1)


@pytest.fixture
def phone(browser):
    """Give the phone of a member, who wears the hat of a member."""

    def of(member):
        user = member.person.user_id
        RoleGrant.objects.get_or_create(user_id=user, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
        return browser(user)

    return of


def test_activities_are_listed_joined_and_left(house, clock, phone, browser):
    clock(make.moment(1))
    activity, _, (one, two, _) = make.published(quota=1)
    mine, theirs = phone(one), phone(two)

    joined = [post(each, f"activities/{activity.public_id}/sign-up/") for each in (mine, theirs)]
    listed = theirs.get(f"{API}activities/?list=mine").json()["rows"]
    left = post(mine, f"activities/{activity.public_id}/withdraw/")
    again = post(mine, f"activities/{activity.public_id}/withdraw/")
    clerk = post(browser(plan.seat().user_id), f"activities/{activity.public_id}/sign-up/")

    assert [each.status_code for each in (*joined, left, again, clerk)] == [200, 200, 200, 409, 403]
    assert [(each["theme"], each["own"], each["placed"], each["waiting"]) for each in listed] == [
        (activity.theme, "waiting", 1, 1)
    ]
    assert list(activity.signups.order_by("id").values_list("state", flat=True)) == ["withdrawn", "placed"]
