"""Two rooms tell of one fact at the same moment: one record, one ledger row."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from yizheng.duty.deeds import of_proposal
from yizheng.duty.models import DutyRecord
from yizheng.duty.services import recording
from yizheng.kernel import tenancy
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.enums import ProposalState
from yizheng.proposal.tests import factories as make

AT = make.moment(16)


def test_one_fact_told_twice_at_once_is_one_record(own_database):
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        proposal = make.proposal(ProposalState.FILED)
    start = Barrier(2)

    def tell():
        try:
            with tenancy.scope(committee):
                deeds = of_proposal(proposal)
                start.wait(10)
                return len(recording.follow(subject=proposal, deeds=deeds, at=AT))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        made = [each.result() for each in [pool.submit(tell), pool.submit(tell)]]

    with tenancy.scope(committee):
        assert sum(made) == DutyRecord.objects.count() == 2
        assert LedgerEntry.objects.filter(kind="duty_record").count() == 2
