"""Somebody checks in at the moment the meeting is adjourned: what stands is what was told."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services
from yizheng.meeting.enums import CheckInMethod
from yizheng.meeting.models import Attendance
from yizheng.meeting.tests import factories as make
from yizheng.plan.tests.factories import CommitteeFactory

NOON = make.moment(10, 12)
BLOCKED_SECONDS = 0.5


def sitting():
    meeting, clerk = make.planned(members=3)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    meeting = services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8))
    every = list(meeting.invitations.order_by("order"))
    for each in every[:2]:
        enter(each, clerk, make.moment(10, 8, minute=50))
    return services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10)), clerk, every[2]


def enter(invitation, clerk, at=NOON):
    half = invitation.meeting.half_days.get()
    return services.check_in(invitation=invitation, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=at)


@contextmanager
def meanwhile(committee, perform):
    """Let another connection act while this one has not committed; it waits for what we hold."""

    def act():
        try:
            with tenancy.scope(committee):
                return perform()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with tenancy.scope(committee), transaction.atomic():
            yield (results := [])
            other = pool.submit(act)
            time.sleep(BLOCKED_SECONDS)
        results.append(other.result(20))


@pytest.fixture
def hall(own_database):
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        found = sitting()
    return committee, *found


def test_whoever_checks_in_while_it_is_adjourned_is_told_that_it_is_over(hall):
    committee, meeting, clerk, third = hall

    with meanwhile(committee, lambda: enter(third, clerk)) as results:
        services.adjourn_meeting(meeting=meeting, by=clerk, at=NOON)

    with tenancy.scope(committee):
        assert [getattr(each, "code", each) for each in results] == ["not_open"]
        assert third.attendance.get().status == "absent"
        assert LedgerEntry.objects.filter(act="check_in").count() == 2


def test_whoever_was_entered_just_before_is_not_made_absent(hall):
    committee, meeting, clerk, third = hall

    with meanwhile(committee, lambda: services.adjourn_meeting(meeting=meeting, by=clerk, at=NOON)):
        enter(third, clerk, make.moment(10, 11, minute=59))

    with tenancy.scope(committee):
        assert Attendance.objects.get(invitation=third).status == "late"
