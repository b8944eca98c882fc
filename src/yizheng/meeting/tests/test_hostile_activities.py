"""Whoever hosts an activity does not give themself the deed: who came is confirmed by somebody who did not."""

from __future__ import annotations

import pytest

from yizheng.duty.models import DutyRecord
from yizheng.kernel.errors import Refused
from yizheng.kernel.scoping import scope
from yizheng.meeting import services
from yizheng.meeting.enums import ActivityState, Came
from yizheng.meeting.models import ActivitySignup
from yizheng.meeting.tests.test_activities import AFTER, recorded, rows
from yizheng.plan.tests import factories as plan


@pytest.fixture(autouse=True)
def committee(db):
    with scope(plan.CommitteeFactory()):
        yield


def own(signup, clerk):
    """The clerk is the member of this sign-up."""
    person = signup.membership.person
    person.user_id = clerk.user_id
    person.save(update_fields=["user"])


def test_who_came_is_confirmed_by_somebody_else(committee):
    activity, clerk, signups = recorded()
    own(signups[0], clerk)
    before = rows()

    with pytest.raises(Refused) as refused:
        services.confirm_activity(activity=activity, by=clerk, at=AFTER)

    assert refused.value.code == "own"
    assert rows() == before
    confirmed = services.confirm_activity(activity=activity, by=plan.seat(), at=AFTER)
    assert (confirmed.state, DutyRecord.objects.filter(membership=signups[0].membership).count()) == (
        ActivityState.CONFIRMED, 1,
    )  # fmt: skip


def test_nobody_corrects_the_own_presence(committee):
    activity, clerk, signups = recorded(came=(), excused=(0,))
    own(signups[0], clerk)
    activity = services.confirm_activity(activity=activity, by=clerk, at=AFTER)
    before = rows()

    with pytest.raises(Refused) as refused:
        services.correct_activity(
            activity=activity, came=[signups[0].pk], excused=[], reason="漏记", by=clerk, at=AFTER
        )

    assert refused.value.code == "own"
    assert rows() == before
    assert ActivitySignup.objects.get(pk=signups[0].pk).came == Came.EXCUSED
