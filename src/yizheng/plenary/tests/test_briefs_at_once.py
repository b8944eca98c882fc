"""Several briefs are issued at the same moment: the numbers follow, each once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.plenary import services
from yizheng.plenary.models import Brief
from yizheng.plenary.tests import factories as make


def checked(group, clerk):
    brief = services.begin_brief(group=group, wording=make.wording(group, "有建议。"), by=clerk, at=make.AT)
    brief = services.submit_brief(brief=brief, by=clerk, at=make.AT)
    return services.check_brief(brief=brief, by=clerk, at=make.AT)


def test_numbers_have_neither_gap_nor_double_and_a_double_press_is_one_number(own_database):
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        pack, clerk, _ = make.published()
        briefs = [checked(make.group_of(pack, 1 + n % 2), clerk) for n in range(3)]
    asked = [*briefs, briefs[0]]
    start = Barrier(len(asked))

    def press(brief):
        try:
            with tenancy.scope(committee):
                start.wait(10)
                return services.issue_brief(brief=brief, by=clerk, at=make.AT).number
        except Refused:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(asked)) as pool:
        given = list(pool.map(press, asked))

    assert sorted(number for number in given if number) == [1, 2, 3]
    with tenancy.scope(committee):
        assert sorted(Brief.objects.values_list("number", flat=True)) == [1, 2, 3]
        assert LedgerEntry.objects.filter(act="issue_brief").count() == 3
