"""The machines of an approval under any order of acts, actors and days: what must never be false."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.accounts.enums import Role
from yizheng.approval import queries, services
from yizheng.approval.enums import ApprovalState, StepState
from yizheng.approval.models import Approval, ApprovalStep
from yizheng.approval.services import Signer
from yizheng.approval.workflow import APPROVAL_MACHINE, STEP_MACHINE
from yizheng.attachment import services as attachment
from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import BodyFactory, CommitteeFactory, moment, seat
from yizheng.todo.models import Todo

from .untouched import everything

people = st.integers(0, 4)
orders = st.integers(1, 3)
words = st.sampled_from(["", "　", "缺经费来源", "🎉" * 30])
names = st.sampled_from(["", "程远行"])


class ApprovalLife(RuleBasedStateMachine):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    @initialize()
    def open_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(CommitteeFactory())
        self.scope.__enter__()
        self.matter, self.at, self.acts = BodyFactory(), moment(1), 0
        roles = (Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER, Role.MEMBER)
        self.people: list[Actor] = [*(seat(role) for role in roles), SYSTEM]
        self.begin_anew()

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def begin_anew(self) -> None:
        office = self.people[0]
        self.approval = services.begin(subject=self.matter, chain="test", title="设立经科委", by=office, at=self.at)
        self.scan = attachment.keep(file=ContentFile(b"%PDF-1.4\n"), name="签.pdf", by=office, at=self.at)
        self.acts = 0

    def attempt(self, act: Any, **given: Any) -> None:
        before = everything()
        try:
            with transaction.atomic():
                act(at=self.at, **given)
        except (Refused, PermissionDenied):
            assert everything() == before
        else:
            self.acts += 1

    def step(self, order: int) -> ApprovalStep:
        return self.approval.steps.get(order=order)

    def day(self, ahead: int) -> date:
        return self.at.date() + timedelta(days=ahead)

    @rule(days=st.integers(0, 9))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(who=people, order=orders, note=words)
    def approve(self, who: int, order: int, note: str) -> None:
        self.attempt(services.approve, step=self.step(order), note=note, by=self.people[who])

    @rule(who=people, order=orders, reason=words)
    def send_back(self, who: int, order: int, reason: str) -> None:
        self.attempt(services.return_, step=self.step(order), reason=reason, by=self.people[who])

    @rule(who=people, order=orders, note=words, name=names, ahead=st.integers(-3, 1), agreed=st.booleans())
    def enter_paper(self, who: int, order: int, note: str, name: str, ahead: int, agreed: bool) -> None:
        self.attempt(
            services.record_paper_decision, step=self.step(order), signer=Signer(name), decided_on=self.day(ahead),
            scan=self.scan, note=note, agreed=agreed, by=self.people[who],
        )  # fmt: skip

    @rule(who=people, order=orders, meeting=names, ahead=st.integers(-3, 1), agreed=st.booleans(), note=words)
    def enter_meeting(self, who: int, order: int, meeting: str, ahead: int, agreed: bool, note: str) -> None:
        self.attempt(
            services.record_meeting, step=self.step(order), meeting=meeting, decided_on=self.day(ahead),
            agreed=agreed, note=note, by=self.people[who],
        )  # fmt: skip

    @rule(who=people, order=orders, replied_by=names, ahead=st.integers(-3, 1))
    def enter_reply(self, who: int, order: int, replied_by: str, ahead: int) -> None:
        self.attempt(
            services.record_reply, step=self.step(order), replied_by=replied_by, decided_on=self.day(ahead),
            by=self.people[who],
        )  # fmt: skip

    @rule()
    def the_next_in_turn_agrees(self) -> None:
        step = queries.current_step(self.now())
        if step is not None:
            office, chief = self.people[:2]
            acts: dict[int, Any] = {
                1: lambda: self.attempt(services.approve, step=step, by=chief),
                2: lambda: self.attempt(
                    services.record_meeting, step=step, meeting="主席会议", decided_on=self.day(0), by=office
                ),
                3: lambda: self.attempt(
                    services.record_reply, step=step, replied_by="区委", decided_on=self.day(0), by=office
                ),
            }
            acts[step.order]()

    @rule(who=people, reason=words)
    def withdraw(self, who: int, reason: str) -> None:
        self.attempt(services.withdraw, approval=self.approval, reason=reason, by=self.people[who])

    @rule()
    def begin_again(self) -> None:
        if self.now().state == ApprovalState.RUNNING:
            office = self.people[0]
            with pytest.raises(Refused), transaction.atomic():
                services.begin(subject=self.matter, chain="test", title="设立经科委", by=office, at=self.at)
        else:
            self.begin_anew()

    @invariant()
    def states_are_reached_by_the_tables(self) -> None:
        if not hasattr(self, "approval"):
            return
        for row in self.ledger():
            machine = STEP_MACHINE if row.kind == "approval_step" else APPROVAL_MACHINE
            transition_ = machine.get(row.act)
            assert row.from_state in transition_.sources
            assert row.to_state == transition_.target

    @invariant()
    def steps_are_decided_in_order_and_make_the_state(self) -> None:
        if not hasattr(self, "approval"):
            return
        approval = self.now()
        states = list(approval.steps.order_by("order").values_list("state", flat=True))
        agreed = [state == StepState.APPROVED for state in states]
        assert agreed == sorted(agreed, reverse=True)
        assert (approval.state == ApprovalState.PASSED) == all(agreed)
        assert (approval.state == ApprovalState.RETURNED) == (StepState.RETURNED in states)
        assert (approval.ended_at is None) == (approval.state == ApprovalState.RUNNING)

    @invariant()
    def one_row_a_moved_object(self) -> None:
        if not hasattr(self, "approval"):
            return
        rows = self.ledger()
        concluded = [row for row in rows if row.kind == "approval"]
        decided = [row for row in rows if row.kind == "approval_step"]
        withdrawn = [row for row in concluded if row.act == "withdraw_approval"]
        assert len(decided) + len(withdrawn) == self.acts
        assert len({row.object_id for row in decided}) == len(decided)
        assert len(concluded) == (self.now().state != ApprovalState.RUNNING)

    @invariant()
    def paper_names_two_and_the_screen_one(self) -> None:
        if not hasattr(self, "approval"):
            return
        for row in self.ledger():
            assert (row.source == "paper") == (row.entered_by_id is not None)
            assert row.actor_name

    @invariant()
    def somebody_owes_something_exactly_while_it_runs(self) -> None:
        if not hasattr(self, "approval"):
            return
        owed = Todo.objects.filter(kind="approval", object_id=self.approval.pk, closed_at__isnull=True)
        assert owed.exists() == (self.now().state == ApprovalState.RUNNING)

    def ledger(self) -> list[LedgerEntry]:
        steps = list(self.approval.steps.values_list("pk", flat=True))
        rows = LedgerEntry.objects.filter(kind="approval", object_id=self.approval.pk) | LedgerEntry.objects.filter(
            kind="approval_step", object_id__in=steps
        )
        return list(rows.exclude(act="begin_approval").order_by("id"))

    def now(self) -> Approval:
        return Approval.objects.get(pk=self.approval.pk)


@pytest.mark.django_db
def test_an_approval_lives_by_its_tables_whatever_happens() -> None:
    calm = settings(max_examples=20, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(ApprovalLife, settings=calm)  # type: ignore[no-untyped-call]
