"""The machine of a task under any order of acts, actors and days: what must never be false."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.accounts.enums import Role
from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan import services
from yizheng.plan.delays import note_delays
from yizheng.plan.enums import EvidenceKind, TaskState
from yizheng.plan.models import PlanTask, TaskChange
from yizheng.plan.services import Evidence
from yizheng.plan.workflow import TASK_MACHINE
from yizheng.todo.models import Todo

from .factories import BodyFactory, CommitteeFactory, TaskFactory, carried, moment, seat
from .untouched import everything

TERMINAL = (TaskState.CONFIRMED, TaskState.CANCELLED)
reasons = st.sampled_from(["", "　", "场地维修", "与年终考核合并", "🎉" * 30])
months = st.integers(0, 13)


class TaskLife(RuleBasedStateMachine):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    @initialize()
    def open_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(CommitteeFactory())
        self.scope.__enter__()
        body = BodyFactory()
        self.task = carried(TaskFactory(), body)
        self.at = moment(1)
        self.people: list[Actor] = [
            seat(Role.OFFICE_CLERK),
            seat(Role.COMMITTEE_CLERK, body=body),
            seat(Role.COMMITTEE_CLERK, body=BodyFactory()),
            seat(Role.SECRETARY_GENERAL),
            seat(Role.MEMBER),
            SYSTEM,
        ]
        self.acts = 0

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(self, who: int, act: Any, **given: Any) -> None:
        # The page the actor looks at may be old: the object is the one made at the beginning.
        before, by = everything(), self.people[who]
        try:
            with transaction.atomic():
                act(task=self.task, by=by, at=self.at, **given)
        except (Refused, PermissionDenied):
            assert everything() == before
        else:
            self.acts += 1

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.at = min(self.at + timedelta(days=days), moment(30, 12))

    @rule(who=st.integers(0, 5))
    def start(self, who: int) -> None:
        self.attempt(who, services.start)

    @rule(who=st.integers(0, 5), pieces=st.integers(0, 2), ahead=st.integers(-3, 1))
    def report(self, who: int, pieces: int, ahead: int) -> None:
        day = self.at.date() + timedelta(days=ahead)
        given = [Evidence(EvidenceKind.STATEMENT, day, "见会议记录")] * pieces
        self.attempt(who, services.report_done, evidence=given)

    @rule(who=st.integers(0, 5))
    def confirm(self, who: int) -> None:
        self.attempt(who, services.confirm)

    @rule(who=st.integers(0, 5), reason=reasons)
    def send_back(self, who: int, reason: str) -> None:
        self.attempt(who, services.send_back, reason=reason)

    @rule(who=st.integers(0, 5), reason=reasons, month=months)
    def reschedule(self, who: int, reason: str, month: int) -> None:
        self.attempt(who, services.reschedule, reason=reason, new_month=month)

    @rule(who=st.integers(0, 5), reason=reasons, month=months)
    def explain_delay(self, who: int, reason: str, month: int) -> None:
        self.attempt(who, services.give_delay_reason, reason=reason, new_month=month)

    @rule(who=st.integers(0, 5), reason=reasons)
    def cancel(self, who: int, reason: str) -> None:
        self.attempt(who, services.cancel, reason=reason)

    @rule()
    def night(self) -> None:
        self.acts += note_delays(on=self.at.date(), at=self.at)
        assert note_delays(on=self.at.date(), at=self.at) == 0

    @invariant()
    def the_state_is_reached_by_the_table(self) -> None:
        if not hasattr(self, "task"):
            return
        for row in self.ledger():
            transition_ = TASK_MACHINE.get(row.act)
            assert row.from_state in transition_.sources
            assert row.to_state == (transition_.target or row.from_state)

    @invariant()
    def each_act_has_one_row_and_the_rows_are_a_chain(self) -> None:
        if not hasattr(self, "task"):
            return
        rows = self.ledger()
        assert len(rows) == self.acts
        states = [TaskState.PLANNED, *(row.to_state for row in rows)]
        assert [row.from_state for row in rows] == states[:-1]
        assert states[-1] == self.now().state

    @invariant()
    def terminal_states_stay(self) -> None:
        if not hasattr(self, "task"):
            return
        assert not [row for row in self.ledger() if row.from_state in TERMINAL]

    @invariant()
    def somebody_owes_something_until_the_end_and_nobody_after_it(self) -> None:
        if not hasattr(self, "task") or not self.acts:
            return
        owed = Todo.objects.filter(kind="plan_task", object_id=self.task.pk, closed_at__isnull=True)
        per_owner = Counter((todo.role, todo.scope_kind, todo.scope_id) for todo in owed)
        assert (sum(per_owner.values()) == 1) == (self.now().state not in TERMINAL)

    @invariant()
    def done_means_evidence_and_months_stand_in_order(self) -> None:
        if not hasattr(self, "task"):
            return
        task = self.now()
        if task.state in (TaskState.DONE, TaskState.CONFIRMED):
            assert task.evidence.exists()
            assert isinstance(task.done_on, date)
        assert 1 <= (task.month_start or 0) <= (task.month_end or 0) <= 12
        moved = [row for row in self.ledger() if "month_end" in row.fields]
        assert TaskChange.objects.filter(task=task).count() == len(moved)

    def ledger(self) -> list[LedgerEntry]:
        return list(LedgerEntry.objects.filter(kind="plan_task", object_id=self.task.pk).order_by("id"))

    def now(self) -> PlanTask:
        return PlanTask.objects.get(pk=self.task.pk)


@pytest.mark.django_db
def test_a_task_lives_by_its_table_whatever_happens() -> None:
    calm = settings(
        max_examples=20,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(TaskLife, settings=calm)  # type: ignore[no-untyped-call]
