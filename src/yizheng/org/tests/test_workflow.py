"""Memberships under any order of acts: the table holds, the ledger is whole, a refused act leaves no mark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org import queries, services
from yizheng.org.enums import MembershipState as S
from yizheng.org.models import Membership, Seat
from yizheng.org.workflow import MEMBERSHIP_MACHINE

from .house import ACT, AT, START, House, build, chairs, everything, nominee, standing

CLERK = Actor(user_id=None, name="周文清", hat=Hat("office_clerk", "办公室"))
DAYS = st.integers(min_value=0, max_value=1700)
ENDS = {S.RESIGNED, S.TRANSFERRED, S.REMOVED, S.DECEASED, S.EXPIRED, S.DROPPED}
FOR = {"whole": 45, "present": 40}


class MembershipMachine(RuleBasedStateMachine):
    """Three nominees of one term; every act of the table, in any order, on any day of the term."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        self.rows = [nominee(house.education) for _ in range(3)]
        self.last = {row.pk: str(row.state) for row in self.rows}

    def _try(self, act: Callable[[], Any]) -> None:
        before = everything()
        try:
            act()
        except Refused:
            assert everything() == before

    def _row(self, n: int) -> Membership:
        return Membership.objects.select_related("person", "term").get(pk=self.rows[n].pk)

    @rule(n=st.integers(0, 2), days=DAYS, who=st.sampled_from(["activate", "resign", "transfer"]))
    def decided(self, n: int, days: int, who: str) -> None:
        on = START + timedelta(days=days)
        self._try(lambda: getattr(services, who)(
            membership=self._row(n), ruling=standing(on=on), on=on, by=CLERK, at=AT))  # fmt: skip

    @rule(n=st.integers(0, 2), days=DAYS, in_favour=st.integers(15, 40))
    def removed(self, n: int, days: int, in_favour: int) -> None:
        on = START + timedelta(days=days)
        ruling = standing(on=on, in_favour=in_favour, **FOR)
        self._try(lambda: services.remove(
            membership=self._row(n), ruling=ruling, on=on, reason="违反章程", by=CLERK, at=AT))  # fmt: skip
        assert self._row(n).state != S.REMOVED or in_favour >= 23 or self.last[self.rows[n].pk] == S.REMOVED

    @rule(n=st.integers(0, 2), days=DAYS)
    def suspended(self, n: int, days: int) -> None:
        on = START + timedelta(days=days)
        self._try(lambda: services.suspend(
            membership=self._row(n), ruling=chairs(on), on=on, reason="接受调查", by=CLERK, at=AT))  # fmt: skip

    @rule(n=st.integers(0, 2), days=DAYS)
    def reinstated(self, n: int, days: int) -> None:
        on = START + timedelta(days=days)
        self._try(lambda: services.reinstate(membership=self._row(n), on=on, by=CLERK, at=AT))

    @rule(n=st.integers(0, 2), days=DAYS)
    def died(self, n: int, days: int) -> None:
        on = START + timedelta(days=days)
        self._try(lambda: services.record_death(membership=self._row(n), on=on, by=CLERK, at=AT))

    @rule(n=st.integers(0, 2))
    def dropped(self, n: int) -> None:
        self._try(lambda: services.drop_nominee(membership=self._row(n), by=CLERK, at=AT))

    @rule(n=st.integers(0, 2), days=DAYS)
    def seated(self, n: int, days: int) -> None:
        on = START + timedelta(days=days)
        self._try(lambda: services.seat_member(
            membership=self._row(n), body=self.house.economic, on=on, by=CLERK, at=AT))  # fmt: skip

    @rule(n=st.integers(0, 2), days=DAYS, to=st.sampled_from(["education", "economy"]))
    def changed_sector(self, n: int, days: int, to: str) -> None:
        on = START + timedelta(days=days)
        self._try(lambda: services.change_sector(
            membership=self._row(n), sector=getattr(self.house, to), on=on, by=CLERK, at=AT))  # fmt: skip

    @rule(days=DAYS)
    def closed(self, days: int) -> None:
        on = START + timedelta(days=days)
        self._try(lambda: services.close_term(term=self.house.term, on=on, basis="", by=CLERK, at=AT))

    @invariant()
    def the_table_holds(self) -> None:
        moves = {(s, str(t.target)) for t in MEMBERSHIP_MACHINE.transitions if t.target for s in t.sources}
        for row in self.rows:
            now, before = str(self._row(self.rows.index(row)).state), self.last[row.pk]
            assert now == before or (before, now) in moves
            assert before not in ENDS or now == before
            self.last[row.pk] = now

    @invariant()
    def the_ledger_is_whole(self) -> None:
        for row in self.rows:
            steps = list(
                LedgerEntry.objects.filter(kind="membership", object_id=row.pk).order_by("id")
                .values_list("from_state", "to_state")
            )  # fmt: skip
            assert [a for a, _ in steps[1:]] == [b for _, b in steps[:-1]]
            assert steps[-1][1] == self._row(self.rows.index(row)).state

    @invariant()
    def every_day_has_one_sector(self) -> None:
        for now in Membership.objects.prefetch_related("past_sectors"):
            past = sorted(now.past_sectors.all(), key=lambda each: each.valid_from)
            starts = [each.valid_from for each in past] + [now.sector_since or now.joined_on]
            assert starts[0] == now.joined_on
            assert [each.valid_to for each in past] == starts[1:]

    @invariant()
    def who_left_sits_nowhere_and_is_counted_no_more(self) -> None:
        today = date(2026, 11, 22)
        counted = set(queries.members_of(self.house.term, today).values_list("pk", flat=True))
        for row in self.rows:
            state = str(self._row(self.rows.index(row)).state)
            if state in ENDS or state == S.PROPOSED:
                assert not Seat.objects.held(date(2040, 1, 1)).filter(membership=row).exists()
            assert (row.pk in counted) <= (state in (S.ACTIVE, S.EXPIRED, *ENDS))
            assert state not in (S.PROPOSED, S.DROPPED, S.SUSPENDED) or row.pk not in counted


@pytest.mark.django_db
def test_memberships_under_any_order_of_acts(committee: Any) -> None:
    class Fresh(MembershipMachine):
        def __init__(self) -> None:
            self.savepoint = transaction.savepoint()
            super().__init__(build())

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.savepoint)

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Fresh,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize("state", list(S))
def test_only_the_rows_of_the_table_leave_a_state(state: str, house: House) -> None:
    row = nominee(house.education)
    Membership.objects.filter(pk=row.pk).update(state=state)
    may = {t.name for t in MEMBERSHIP_MACHINE.transitions if state in t.sources and t.target}
    acts: dict[str, Callable[[], Any]] = {
        "activate": lambda: services.activate(membership=row, ruling=standing(), on=START, **ACT),
        "resign": lambda: services.resign(membership=row, ruling=standing(), on=START, **ACT),
        "transfer": lambda: services.transfer(membership=row, ruling=standing(), on=START, **ACT),
        "record_death": lambda: services.record_death(membership=row, on=START, **ACT),
        "suspend": lambda: services.suspend(membership=row, ruling=chairs(), on=START, reason="理由", **ACT),
        "reinstate": lambda: services.reinstate(membership=row, on=START, **ACT),
        "drop_nominee": lambda: services.drop_nominee(membership=row, **ACT),
    }

    for name in sorted(acts.keys() - may):
        before = everything()
        with pytest.raises(Refused):
            acts[name]()
        assert everything() == before
