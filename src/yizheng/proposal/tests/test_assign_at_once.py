"""Two assigners at once leave one assignment; real transactions on a database of their own."""

from typing import Any

import pytest

from yizheng.kernel import tenancy
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.plan.tests.test_tasks_at_once import at_once
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.models import Handling
from yizheng.proposal.services import assigning
from yizheng.proposal.tests import factories as make


@pytest.fixture
def committee(own_database: str, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield CommitteeFactory(slug="yunxi")


def test_two_assigners_at_once_leave_one_assignment(committee: Any) -> None:
    with tenancy.scope(committee):
        proposals = [make.proposal(S.PRE_ASSIGNED) for _ in range(2)]
        for each in proposals:
            make.planned(each)
        people = [make.assigner(name) for name in ("葛明远", "乔立行")]

    ends = at_once(
        committee,
        *(lambda by=by: assigning.assign_all(proposals=proposals, by=by, at=make.moment()) for by in people),
    )

    assert ends == ["done", "stale"]
    with tenancy.scope(committee):
        assert Handling.objects.count() == 2
        assert LedgerEntry.objects.filter(act="assign").values("act_id").distinct().count() == 1
