"""A rule and an honour under any order of acts, people and days: old words stay, what ended stays ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.accounts.enums import Role
from yizheng.administration import services
from yizheng.administration.enums import HonourLevel, HonourState, RuleKind, RuleState
from yizheng.administration.models import Honour, Rule, RuleVersion
from yizheng.administration.services import Holder, Wording
from yizheng.administration.workflow import HONOUR_MACHINE, RULE_MACHINE
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory, moment, seat
from yizheng.todo.models import Todo

WATCHED = (Rule, RuleVersion, Honour, LedgerEntry, Todo)
reasons = st.sampled_from(["", "　", "上位规定已修改"])
people = st.integers(0, 2)
texts = st.sampled_from(["", "第一条 每月一次。", "第一条 每季一次。"])


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row an act of the room could touch."""
    return {model.__name__: list(model._default_manager.order_by("id").values()) for model in WATCHED}


def wording(text: str = "第一条 每月一次。", valid_until: date | None = date(2026, 12, 31)) -> Wording:
    return Wording(date(2022, 3, 1), "三届二次主席会议", date(2022, 4, 1), text, valid_until=valid_until)


class LibraryLife(RuleBasedStateMachine):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    @initialize()
    def open_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(CommitteeFactory())
        self.scope.__enter__()
        self.at = moment(1)
        self.people = [seat(), seat(Role.SECRETARY_GENERAL), seat(Role.MEMBER)]
        clerk = {"by": self.people[0], "at": self.at}
        self.rule = services.adopt_rule(title="会议制度", kind=RuleKind.SYSTEM, keeper=None, wording=wording(), **clerk)
        self.honour = services.register_honour(
            title="先进集体", level=HonourLevel.PROVINCE, awarded_by="省政协", awarded_on=date(2026, 10, 1),
            holder=Holder(), **clerk,
        )  # fmt: skip
        self.acts = {"rule": 0, "honour": 0}
        self.words = self.versions()

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(self, kind: str, who: int, act: Any, **given: Any) -> None:
        before = everything()
        try:
            with transaction.atomic():
                act(by=self.people[who], at=self.at, **given)
        except (Refused, PermissionDenied):
            assert everything() == before
        else:
            self.acts[kind] += 1

    def versions(self) -> list[dict[str, Any]]:
        return list(RuleVersion.objects.filter(rule=self.rule).order_by("number").values())

    @rule(days=st.integers(0, 90))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(who=people, text=texts, years=st.integers(-6, 2))
    def revise(self, who: int, text: str, years: int) -> None:
        until = date(2026 + years, 12, 31)
        self.attempt("rule", who, services.revise_rule, rule=self.rule, wording=wording(text, until))

    @rule(who=people, reason=reasons, until=st.sampled_from([None, date(2026, 6, 30), date(2028, 12, 31)]))
    def extend(self, who: int, reason: str, until: date | None) -> None:
        self.attempt("rule", who, services.extend_rule, rule=self.rule, valid_until=until, reason=reason)

    @rule(who=people, reason=reasons)
    def repeal(self, who: int, reason: str) -> None:
        on = self.at.date()
        self.attempt("rule", who, services.repeal_rule, rule=self.rule, on=on, reason=reason)

    @rule(who=people, reason=reasons)
    def withdraw(self, who: int, reason: str) -> None:
        self.attempt("honour", who, services.withdraw_honour, honour=self.honour, reason=reason)

    @rule(who=people)
    def adopt_the_same_title(self, who: int) -> None:
        def adopt(**given: Any) -> None:
            services.adopt_rule(title="会议制度", kind=RuleKind.SYSTEM, keeper=None, wording=wording(), **given)

        if Rule.objects.get(pk=self.rule.pk).state == RuleState.IN_FORCE:
            self.attempt("rule", who, adopt)

    @invariant()
    def the_ledger_is_a_chain_by_the_table(self) -> None:
        if not hasattr(self, "words"):
            return
        for machine, obj, first in (
            (RULE_MACHINE, self.rule, RuleState.IN_FORCE), (HONOUR_MACHINE, self.honour, HonourState.STANDING),
        ):  # fmt: skip
            rows = list(LedgerEntry.objects.filter(kind=machine.kind, object_id=obj.pk).order_by("id"))[1:]
            states = [first, *(row.to_state for row in rows)]
            assert len(rows) == self.acts[machine.kind]
            assert [row.from_state for row in rows] == states[:-1]
            assert states[-1] == type(obj).objects.get(pk=obj.pk).state
            for row in rows:
                transition_ = machine.get(row.act)
                assert row.from_state in transition_.sources
                assert row.to_state == (transition_.target or row.from_state)

    @invariant()
    def old_words_stay_and_are_numbered_without_gaps(self) -> None:
        if not hasattr(self, "words"):
            return
        now = self.versions()
        assert now[: len(self.words)] == self.words
        assert [each["number"] for each in now] == list(range(1, len(now) + 1))
        self.words = now


@pytest.mark.django_db
def test_whatever_happens_to_rules_and_honours_nothing_false_is_left() -> None:
    run_state_machine_as_test(
        LibraryLife,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
