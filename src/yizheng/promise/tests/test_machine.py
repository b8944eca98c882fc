"""A promise under any order of acts, people and days: what must never be false."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.promise import services
from yizheng.promise.enums import PromiseState
from yizheng.promise.models import Promise, PromiseMove, PromiseNote
from yizheng.promise.workflow import PROMISE_MACHINE
from yizheng.proposal.tests import factories as make
from yizheng.todo.models import Todo

from .factories import promised

ENDED = (PromiseState.NOT_KEPT, PromiseState.VOID)
WATCHED = (Promise, PromiseNote, PromiseMove, LedgerEntry, Todo)
people, reasons = st.integers(0, 3), st.sampled_from(["", "　", "管线迁改延期"])


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row an act on a promise could touch."""
    return {model.__name__: list(model._default_manager.order_by("id").values()) for model in WATCHED}


class PromiseLife(RuleBasedStateMachine):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    @initialize()
    def open_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(CommitteeFactory())
        self.scope.__enter__()
        self.at, self.moves = make.moment(), 0
        self.promise = promised()
        unit = self.promise.promiser_unit
        assert unit is not None, "made by a unit"
        self.people = [
            make.clerk(), make.as_unit(unit), make.as_unit(make.UnitFactory()), make.as_member(make.member())
        ]  # fmt: skip

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def move(self, who: int, act: Any, **given: Any) -> None:
        # The page the actor looks at may be old: the object is the one made at the beginning.
        before = everything()
        try:
            with transaction.atomic():
                act(promise=self.promise, by=self.people[who], at=self.at, **given)
        except (Refused, PermissionDenied):
            assert everything() == before
        else:
            self.moves += 1

    @rule(days=st.integers(0, 90))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(who=people, words=reasons)
    def note(self, who: int, words: str) -> None:
        self.move(who, services.note_progress, words=words)

    @rule(who=people, words=reasons, ahead=st.integers(-3, 1))
    def report(self, who: int, words: str, ahead: int) -> None:
        on = self.at.date() + timedelta(days=ahead)
        self.move(who, services.report_kept, evidence=services.Evidence(words, on))

    @rule(who=people)
    def confirm(self, who: int) -> None:
        self.move(who, services.confirm_kept)

    @rule(who=people, reason=reasons)
    def send_back(self, who: int, reason: str) -> None:
        self.move(who, services.send_back, reason=reason)

    @rule(who=people, reason=reasons, to=st.dates(date(2026, 1, 1), date(2030, 1, 1)))
    def put_off(self, who: int, reason: str, to: date) -> None:
        self.move(who, services.move_due, reason=reason, to=to)

    @rule(who=people, reason=reasons)
    def give_up(self, who: int, reason: str) -> None:
        self.move(who, services.give_up, reason=reason)

    @invariant()
    def each_act_has_one_row_and_the_rows_join(self) -> None:
        if not hasattr(self, "promise"):
            return
        rows = list(LedgerEntry.objects.filter(kind="promise", object_id=self.promise.pk).order_by("id"))
        assert len(rows) == self.moves + 1
        assert [row.from_state for row in rows[1:]] == [row.to_state for row in rows[:-1]]
        now = Promise.objects.get(pk=self.promise.pk)
        assert rows[-1].to_state == now.state
        assert now.due_on >= now.first_due_on
        assert (now.ended_on is not None) == (now.state in (PromiseState.KEPT, *ENDED))
        assert (now.explanation != "") == (now.state == PromiseState.NOT_KEPT)

    @invariant()
    def exactly_what_is_open_is_on_a_desk(self) -> None:
        if hasattr(self, "promise"):
            state = Promise.objects.get(pk=self.promise.pk).state
            desk = Todo.objects.filter(kind="promise", object_id=self.promise.pk, closed_at=None)
            wanted = {PromiseState.RUNNING: ["report_kept"], PromiseState.REPORTED: ["confirm_kept"]}
            assert list(desk.values_list("act", flat=True)) == wanted.get(PromiseState(state), [])


def test_a_promise_lives_by_its_table(db):
    few = settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(PromiseLife, settings=few)


@pytest.mark.parametrize("state", ENDED)
def test_nothing_leads_out_of_the_end(state):
    assert [row.name for row in PROMISE_MACHINE.transitions if state in row.sources] == []
