"""Proposals, handlings and replies under any order of acts, people and days: what must never be false."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.deadline.models import Deadline
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, Sequence, ThreadLink
from yizheng.notify.models import Message, Notice
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.promise.models import Promise
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.figures import counting
from yizheng.proposal.models import Handling, Proposal
from yizheng.proposal.services import writing
from yizheng.proposal.workflow import FEEDBACK_MACHINE, HANDLING_MACHINE, PROPOSAL_MACHINE, REPLY_MACHINE
from yizheng.proposal.workflow.proposals import TERMINAL
from yizheng.todo.models import Todo

from . import factories as make
from .lives import TEXT, People, any_act, detour, next_step

MACHINES = {each.kind: each for each in (PROPOSAL_MACHINE, HANDLING_MACHINE, REPLY_MACHINE, FEEDBACK_MACHINE)}
WATCHED = (
    *apps.get_app_config("proposal").get_models(), LedgerEntry, Todo, Deadline, Promise, Notice, Message, Sequence,
    ThreadLink,
)  # fmt: skip
MOST_PROPOSALS = 4
EXAMPLES, STEPS = 8, 45
"""630 steps in all, two acts and more in most of them."""
places = st.integers(0, 9)

REACHED = (
    ("proposal", "submit"), ("proposal", "first_review"), ("proposal", "file"), ("proposal", "give_filed_number"),
    ("proposal", "pre_assign"), ("proposal", "assign"), ("proposal", "note_replied"), ("handling", "sign_for"),
    ("handling", "record_first_contact"), ("handling", "issue_reply"), ("reply", "issue_letter"),
    ("feedback", "give_feedback"),
)  # fmt: skip
"""Acts that the drawn lives have to come to: a walk that goes nowhere proves nothing."""

FINGERPRINT = " union all ".join(
    f"select '{model._meta.db_table}', md5(string_agg(t::text, '|' order by t::text)) from {model._meta.db_table} t"
    for model in WATCHED
)


def everything() -> list[tuple[Any, ...]]:
    """Return a digest of every table an act of the room could touch."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT)
        return sorted(cursor.fetchall())


class ProposalLives(RuleBasedStateMachine):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    done: ClassVar[set[tuple[str, str]]] = set()
    refused: ClassVar[int] = 0

    @initialize()
    def open_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(CommitteeFactory())
        self.scope.__enter__()
        self.at = make.moment(3, hour=9)
        make.SessionFactory()
        self.people = People()
        self.ended: dict[int, str] = {}
        self.numbers: dict[int, int] = {}
        self.ready = True
        self.begin(0)

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def proposals(self) -> list[Proposal]:
        return list(Proposal.objects.select_related("session__term", "first_proposer__person").order_by("pk"))

    def attempt(self, act: Any) -> bool:
        before = everything()
        try:
            with transaction.atomic():
                act()
        except (Refused, PermissionDenied):
            assert everything() == before
            ProposalLives.refused += 1
            return False
        return True

    @rule(who=st.integers(0, 1))
    def begin(self, who: int) -> None:
        if Proposal.objects.count() < MOST_PROPOSALS:
            self.attempt(lambda: writing.begin(text=TEXT, by=self.people.members[who], at=self.at))

    @rule(
        which=places,
        luck=places,
        other=places,
        who=st.integers(0, 11),
        what=st.integers(0, 60),
        times=st.integers(1, 4),
    )
    def live(self, which: int, luck: int, other: int, who: int, what: int, times: int) -> None:
        """Somebody tries something, then one proposal goes some proper steps on: both happen in every draw."""
        rows, people = self.proposals(), self.people.all()
        chosen, second = rows[which % len(rows)], rows[other % len(rows)]
        self.attempt(lambda: any_act(chosen, second, people[who % len(people)], self.at, what))
        for step in range(times):
            now = next(each for each in self.proposals() if each.pk == chosen.pk)
            self.attempt(partial(next_step, now, self.people, self.at, (luck + step) % 10))

    @rule(which=places, other=places, clerk=st.integers(0, 1), what=st.integers(0, 60))
    def clerk_tries_anything(self, which: int, other: int, clerk: int, what: int) -> None:
        rows = self.proposals()
        chosen, second = rows[which % len(rows)], rows[other % len(rows)]
        self.attempt(lambda: any_act(chosen, second, self.people.clerks[clerk], self.at, what))

    @rule(which=places, other=places, what=st.integers(0, 5))
    def leave_the_straight_way(self, which: int, other: int, what: int) -> None:
        rows = self.proposals()
        chosen, second = rows[which % len(rows)], rows[other % len(rows)]
        self.attempt(lambda: detour(chosen, second, self.people, self.at, what))

    @rule(days=st.integers(0, 12))
    def time_passes(self, days: int) -> None:
        self.at = self.at + timedelta(days=days)

    @invariant()
    def received_is_the_sum_of_its_parts(self) -> None:
        if not hasattr(self, "ready"):
            return
        found = counting.counts(Proposal.objects.all())
        assert found["received"] == sum(found[part.code] for part in counting.PARTS)

    @invariant()
    def the_ledger_of_each_object_is_a_chain_of_its_table(self) -> None:
        if not hasattr(self, "ready"):
            return
        chains: dict[tuple[str, int], list[LedgerEntry]] = defaultdict(list)
        for row in LedgerEntry.objects.filter(kind__in=MACHINES).exclude(to_state="").order_by("id"):
            chains[row.kind, row.object_id].append(row)
        self.done.update((row.kind, row.act) for rows in chains.values() for row in rows)
        for (kind, pk), rows in chains.items():
            self.is_a_chain(MACHINES[kind], rows, self.state_of(kind, pk))

    @staticmethod
    def is_a_chain(machine: Any, rows: list[LedgerEntry], now: str | None) -> None:
        names = {row.name: row for row in machine.transitions}
        for before, row in zip([None, *rows], rows, strict=False):
            assert before is None or row.from_state == before.to_state, (row.act, row.from_state)
            if row.act in names:
                assert row.from_state in names[row.act].sources
                assert row.to_state == (names[row.act].target or row.from_state)
        assert now is None or rows[-1].to_state == now

    @staticmethod
    def state_of(kind: str, pk: int) -> str | None:
        from yizheng.kernel import subjects

        row = subjects.get(kind).model._default_manager.filter(pk=pk).values("state").first()
        return None if row is None else str(row["state"])

    @invariant()
    def numbers_have_no_gap_and_are_never_reused(self) -> None:
        if not hasattr(self, "ready"):
            return
        given = dict(Proposal.objects.filter(filed_no__isnull=False, filed_between=False).values_list("pk", "filed_no"))
        assert sorted(given.values()) == list(range(1, len(given) + 1))
        assert {pk: given.get(pk) for pk in self.numbers if pk in given} == {
            pk: no for pk, no in self.numbers.items() if pk in given
        }
        assert set(self.numbers) <= set(given)
        self.numbers = given

    @invariant()
    def what_has_ended_stays(self) -> None:
        if not hasattr(self, "ready"):
            return
        states = dict(Proposal.objects.values_list("pk", "state"))
        moved = {pk: states[pk] for pk, state in self.ended.items() if states[pk] != state}
        assert set(moved.values()) <= {ProposalState.CONVERTED}  # what was not filed may still be sent on
        self.ended = {pk: state for pk, state in states.items() if state in TERMINAL}

    @invariant()
    def units_work_only_on_what_is_with_units(self) -> None:
        if not hasattr(self, "ready"):
            return
        working = Handling.objects.exclude(
            state__in=[HandlingState.ISSUED, HandlingState.OPINED, HandlingState.STOPPED, HandlingState.REASSIGNED]
        )
        states = set(working.values_list("proposal__state", flat=True))
        assert states <= {ProposalState.ASSIGNED, ProposalState.HANDLING, ProposalState.REDO}
        for each in Proposal.objects.filter(state=ProposalState.REPLIED):
            assert not each.handlings.filter(role__in=["sole", "host", "separate"]).exclude(
                state__in=["issued", "reassigned", "stopped"]
            ).exists()  # fmt: skip


@pytest.mark.django_db
def test_whatever_happens_to_proposals_nothing_false_is_left() -> None:
    run_state_machine_as_test(
        ProposalLives,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    missed = {(kind, act) for kind, act in REACHED if (kind, act) not in ProposalLives.done}
    assert missed == set()
    assert len(ProposalLives.done) > 24
    assert ProposalLives.refused > 100
