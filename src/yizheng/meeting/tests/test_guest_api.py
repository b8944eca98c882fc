"""Guests through the JSON door: the services and permissions of the page."""

from __future__ import annotations

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services
from yizheng.meeting.models import Invitation
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_member_api import API, post
from yizheng.meeting.tests.test_sitting_pages import clock, own
from yizheng.org.models import Person
from yizheng.plan.tests import factories as plan

__all__ = ["clock"]


@pytest.fixture
def called(house, clock):
    meeting, clerk = make.planned(members=2)
    return services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11)), clerk


def facts():
    return list(Invitation.objects.order_by("id").values()), Person.objects.count(), LedgerEntry.objects.count()


def test_a_guest_is_added_listed_and_taken_off(called, browser):
    meeting, clerk = called
    path, desk = f"meetings/{meeting.public_id}/guests/", browser(clerk.user_id)

    added = post(desk, path, {"name": "方志远", "where": "区发改局局长"})
    [listed] = desk.get(f"{API}{path}").json()["rows"]
    off = post(desk, f"meetings/guests/{listed['id']}/take-off/")

    assert (added.status_code, off.status_code) == (200, 200)
    assert (listed["name"], listed["where"], listed["role_label"]) == ("方志远", "区发改局局长", "列席")
    assert desk.get(f"{API}{path}").json()["rows"] == []
    assert list(LedgerEntry.objects.filter(source="api").values_list("act", flat=True)) == [
        "add_by_hand", "register_person", "send_notice", "take_off_list",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code"),
    [({}, "no_name"), ({"name": " "}, "no_name"), ({"name": "方志远", "role": "chair"}, "bad_input")],
)
def test_what_cannot_be_is_refused_and_nothing_changes(called, browser, given, code):
    meeting, clerk = called
    before = facts()

    refused = post(browser(clerk.user_id), f"meetings/{meeting.public_id}/guests/", given)

    assert refused.json()["code"] == code
    assert facts() == before


def test_members_and_readers_add_nobody_and_whoever_was_drawn_is_not_taken_off(called, browser):
    meeting, clerk = called
    one = meeting.invitations.first()
    path, given = f"meetings/{meeting.public_id}/guests/", {"name": "方志远"}
    before = facts()

    answers = [
        post(own(browser, one), path, given),
        post(browser(plan.seat(Role.ARCHIVIST).user_id), path, given),
        post(browser(plan.seat(Role.UNIT_CLERK).user_id), path, given),
        post(own(browser, one), f"meetings/guests/{one.public_id}/take-off/"),
        post(browser(clerk.user_id), f"meetings/guests/{one.public_id}/take-off/"),
    ]

    assert [each.status_code for each in answers] == [403, 403, 404, 403, 409]
    assert facts() == before
    assert own(browser, one).get(f"{API}{path}").status_code == 403
