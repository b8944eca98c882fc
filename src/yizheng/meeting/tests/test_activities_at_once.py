"""Two members press the button for the last place at the same moment: one has it, the other waits first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from yizheng.kernel import tenancy
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services
from yizheng.meeting.enums import SignupState
from yizheng.meeting.models import ActivitySignup
from yizheng.meeting.tests import factories as make
from yizheng.plan.tests.factories import CommitteeFactory

AT = make.moment(1)


def together(committee, activity, members):
    """Let each of these sign up in a transaction of its own, all at once."""
    start = Barrier(len(members))

    def press(member):
        try:
            with tenancy.scope(committee):
                by = make.worn(member)
                start.wait(10)
                return services.sign_up(activity=activity, membership=member, by=by, at=AT).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(members)) as pool:
        return list(pool.map(press, members))


def test_the_last_place_is_given_once_and_a_double_press_is_one_place(own_database):
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        activity, _, (one, two) = make.published(members=2, quota=1)

    together(committee, activity, [one, two])

    with tenancy.scope(committee):
        assert sorted(activity.signups.values_list("state", flat=True)) == [SignupState.PLACED, SignupState.WAITING]
        ActivitySignup.objects.all().delete()
    assert len(set(together(committee, activity, [one, one]))) == 1
    with tenancy.scope(committee):
        assert activity.signups.get().state == SignupState.PLACED
        assert LedgerEntry.objects.filter(act="sign_up").count() == 3
