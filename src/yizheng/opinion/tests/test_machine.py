"""Pieces, issues and slips under any order of acts, people and days: what must never be false."""

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

from yizheng.deadline.models import Deadline, DeadlineState
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, Sequence, ThreadLink
from yizheng.notify.models import Message, Notice
from yizheng.opinion import queries
from yizheng.opinion.enums import OpinionState as S
from yizheng.opinion.models import Opinion, OpinionAuthor, OpinionIssue
from yizheng.opinion.services import writing
from yizheng.opinion.workflow import CONVERSION_MACHINE, FEEDBACK_MACHINE, ISSUE_MACHINE, OPINION_MACHINE
from yizheng.opinion.workflow import TRANSFER_MACHINE as SLIPS
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.todo.models import Todo

from . import factories as make
from .lives import TEXT, People, any_act, next_step

MACHINES = {
    each.kind: each for each in (OPINION_MACHINE, ISSUE_MACHINE, SLIPS, FEEDBACK_MACHINE, CONVERSION_MACHINE)
}  # fmt: skip
WATCHED = (
    *apps.get_app_config("opinion").get_models(), LedgerEntry, Todo, Deadline, Notice, Message, Sequence, ThreadLink,
)  # fmt: skip
MOST_PIECES = 5
EXAMPLES, STEPS = 12, 40
places = st.integers(0, 9)
NEVER_LEFT = (S.WITHDRAWN, S.CONVERTED, S.ARCHIVED)

REACHED = (
    ("opinion", "submit_opinion"), ("opinion", "return_opinion"), ("opinion", "resubmit_opinion"),
    ("opinion", "take_up_opinion"), ("opinion", "send_opinion_to_sign"),
    ("opinion", "approve_opinion"), ("opinion", "issue_opinion"), ("opinion", "transfer_opinion"),
    ("opinion", "withdraw_opinion"), ("opinion_issue", "issue_periodical"), ("opinion_transfer", "reply_slip"),
    ("opinion_feedback", "give_feedback"),
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


class OpinionLives(RuleBasedStateMachine):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    done: ClassVar[set[tuple[str, str]]] = set()
    refused: ClassVar[int] = 0

    @initialize()
    def open_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(CommitteeFactory())
        self.scope.__enter__()
        self.at = make.moment()
        self.people = People()
        self.ended: dict[int, str] = {}
        self.numbers: dict[int, str] = {}
        self.ready = True
        self.begin(0)

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def pieces(self) -> list[Opinion]:
        return list(Opinion.objects.order_by("pk"))

    def attempt(self, act: Any) -> bool:
        before = everything()
        try:
            with transaction.atomic():
                act()
        except (Refused, PermissionDenied):
            assert everything() == before
            OpinionLives.refused += 1
            return False
        return True

    @rule(who=st.integers(0, 5))
    def begin(self, who: int) -> None:
        if Opinion.objects.count() < MOST_PIECES:
            self.attempt(lambda: writing.begin(text=TEXT, by=self.people.authors[who], at=self.at))

    @rule(which=places, other=places, who=st.integers(0, 13), what=st.integers(0, 60), luck=places,
          times=st.integers(1, 4))  # fmt: skip
    def live(self, which: int, other: int, who: int, what: int, luck: int, times: int) -> None:
        """Somebody tries something, then one piece goes some proper steps on: both happen in every draw."""
        rows, everybody = self.pieces(), self.people.all()
        if not rows:
            return
        chosen, second = rows[which % len(rows)], rows[other % len(rows)]
        by = everybody[who % len(everybody)]
        self.attempt(lambda: any_act(chosen, second, by, self.people, self.at, what))
        for step in range(times):
            now = Opinion.objects.filter(pk=chosen.pk).first()
            if now is not None:
                self.attempt(partial(next_step, now, self.people, self.at, (luck + step) % 10))

    @rule(which=places, other=places, clerk=st.integers(0, 1), what=st.integers(0, 60))
    def clerk_tries_anything(self, which: int, other: int, clerk: int, what: int) -> None:
        rows, by = self.pieces(), self.people.clerks[clerk]
        if rows:
            chosen, second = rows[which % len(rows)], rows[other % len(rows)]
            self.attempt(lambda: any_act(chosen, second, by, self.people, self.at, what))

    @rule(which=places, what=st.integers(0, 4))
    def author_tries_anything(self, which: int, what: int) -> None:
        rows = self.pieces()
        if rows:
            chosen = rows[which % len(rows)]
            by = self.people.author_of(chosen)
            self.attempt(lambda: any_act(chosen, chosen, by, self.people, self.at, what))

    @rule(days=st.integers(0, 12))
    def time_passes(self, days: int) -> None:
        self.at = self.at + timedelta(days=days)

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
    def state_of(kind: str, pk: int) -> str | None:
        from yizheng.kernel import subjects

        row = subjects.get(kind).model._default_manager.filter(pk=pk).first()
        return None if row is None else str(getattr(row, "state"))  # noqa: B009

    @staticmethod
    def is_a_chain(machine: Any, rows: list[LedgerEntry], now: str | None) -> None:
        names = {row.name: row for row in machine.transitions}
        for before, row in zip([None, *rows], rows, strict=False):
            assert before is None or row.from_state == before.to_state, (row.act, row.from_state)
            if row.act in names:
                assert row.from_state in names[row.act].sources
                assert row.to_state == (names[row.act].target or row.from_state)
        assert now is None or rows[-1].to_state == now

    @invariant()
    def numbers_have_no_gap_and_never_change(self) -> None:
        if not hasattr(self, "ready"):
            return
        given = dict(Opinion.objects.exclude(number="").values_list("pk", "number"))
        assert self.numbers.items() <= given.items()
        assert sorted(given.values()) == [f"2026-{seq:04}" for seq in range(1, len(given) + 1)]
        self.numbers = given
        issues = OpinionIssue.objects.filter(running_no__isnull=False)
        assert sorted(issues.values_list("running_no", flat=True)) == list(range(1, issues.count() + 1))

    @invariant()
    def what_has_ended_stays(self) -> None:
        if not hasattr(self, "ready"):
            return
        states = dict(Opinion.objects.values_list("pk", "state"))
        assert {pk: states[pk] for pk in self.ended} == self.ended
        self.ended = {pk: state for pk, state in states.items() if state in NEVER_LEFT}

    @invariant()
    def a_piece_waits_to_be_read_by_one_date_and_one_todo(self) -> None:
        if not hasattr(self, "ready"):
            return
        running = Deadline.objects.filter(kind="opinion", act="review_opinion", state=DeadlineState.RUNNING)
        due = {(each.object_id, each.due_on) for each in running}
        waiting = Opinion.objects.filter(state=S.SUBMITTED)
        assert due == set(waiting.values_list("pk", "review_due"))
        todos = Todo.objects.filter(kind="opinion", act="review_opinion", closed_at__isnull=True)
        assert sorted(todos.values_list("object_id", flat=True)) == sorted(waiting.values_list("pk", flat=True))

    @invariant()
    def drafts_are_private_and_what_was_merged_keeps_its_authors(self) -> None:
        if not hasattr(self, "ready"):
            return
        for reader in (self.people.clerks[0], self.people.signer, *self.people.strangers):
            assert not queries.opinions_visible_to(reader).filter(state=S.DRAFT).exists()
        for part in Opinion.objects.filter(state=S.MERGED).select_related("merged_into"):
            assert part.merged_into is not None
            own = set(part.authors.values_list("name", flat=True))
            assert own <= set(OpinionAuthor.objects.filter(opinion=part.merged_into).values_list("name", flat=True))

    @invariant()
    def versions_are_counted_without_gap(self) -> None:
        if not hasattr(self, "ready"):
            return
        for each in self.pieces():
            ordinals = list(each.versions.values_list("ordinal", flat=True))
            assert ordinals == list(range(1, len(ordinals) + 1))


@pytest.mark.django_db
def test_whatever_happens_to_pieces_nothing_false_is_left() -> None:
    run_state_machine_as_test(
        OpinionLives,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    missed = {(kind, act) for kind, act in REACHED if (kind, act) not in OpinionLives.done}
    assert missed == set()
    assert OpinionLives.refused > 60
