"""Two people press the same button, or two speakers are asked up, at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from yizheng.duty.models import DutyRecord
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.speech import queries
from yizheng.speech.services import holding
from yizheng.speech.tests import factories as make


def test_one_speaks_at_a_time_and_a_speech_marked_twice_at_once_is_given_once(own_database):
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        call = make.call()
        make.listed(call)
        make.listed(call)
        done, clerks = make.settled(call), [make.office(), make.office("周文清")]
        one, two = queries.to_come(done)

    def together(acts):
        start = Barrier(2)

        def run(act):
            try:
                with tenancy.scope(committee):
                    start.wait(10)
                    act()
                    return "done"
            except Refused as refusal:
                return refusal.code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            return sorted(each.result() for each in [pool.submit(run, act) for act in acts])

    pairs = zip((one, two), clerks, strict=True)
    begun = together([lambda s=s, by=by: holding.begin_speaking(speech=s, by=by, at=make.AT) for s, by in pairs])
    given = together([lambda by=by: holding.deliver(speech=one, by=by, at=make.AT) for by in clerks])

    assert (begun, given) == (["done", "speaking"], ["done", "stale"])
    with tenancy.scope(committee):
        assert DutyRecord.objects.count() == LedgerEntry.objects.filter(act="deliver_speech").count() == 1
