"""Two clerks at once: one enters, the other is told; real transactions on a database of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from yizheng.accounts.enums import Role
from yizheng.approval import services
from yizheng.approval.models import Approval
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.org.models import Setting
from yizheng.plan.tests.factories import BodyFactory, CommitteeFactory, moment, seat


@pytest.fixture
def committee(own_database: str, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield CommitteeFactory(slug="yunxi")


def at_once(committee: Committee, *acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; return how each ended, sorted."""
    starting, ended = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            with tenancy.scope(committee):
                starting.wait()
                act()
            ended.append("done")
        except Refused as refusal:
            ended.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def test_two_clerks_entering_one_meeting_at_once_leave_one_row(committee: Committee) -> None:
    with tenancy.scope(committee):
        meetings = ["会议：主席会议", "会议：党组会议"]
        Setting.objects.create(key="approval.test_steps", value=meetings, valid_from=moment(1).date())
        clerks = [seat(Role.OFFICE_CLERK, name=name) for name in ("周文清", "许岚")]
        approval = services.begin(subject=BodyFactory(), chain="test", title="设立", by=clerks[0], at=moment(2))
        step = approval.steps.get(order=1)

    ends = at_once(
        committee,
        *(
            lambda by=by: services.record_meeting(
                step=step, meeting="主席会议", decided_on=moment(8).date(), by=by, at=moment(9)
            )
            for by in clerks
        ),
    )

    assert ends == ["done", "stale"]
    with tenancy.scope(committee):
        assert LedgerEntry.objects.filter(act="record_meeting").count() == 1
        assert list(Approval.objects.get().steps.order_by("order").values_list("state", flat=True)) == [
            "approved", "pending",
        ]  # fmt: skip


def test_one_object_sent_twice_at_once_is_one_approval(committee: Committee) -> None:
    with tenancy.scope(committee):
        clerks = [seat(Role.OFFICE_CLERK, name=name) for name in ("周文清", "许岚")]
        matter = BodyFactory()

    ends = at_once(
        committee,
        *(
            lambda by=by: services.begin(subject=matter, chain="test", title="设立", by=by, at=moment(9))
            for by in clerks
        ),
    )

    assert ends == ["done", "running"]
    with tenancy.scope(committee):
        assert Approval.objects.count() == 1
