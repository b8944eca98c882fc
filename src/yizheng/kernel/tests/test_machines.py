"""Every machine of the house, whichever room it belongs to: its table is sound, and `apply` keeps to it."""

from __future__ import annotations

import os
import re

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from yizheng.kernel import events, ledger, scoping, subjects, workflow
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import may, registered
from yizheng.kernel.tests.any_row import AnyRow
from yizheng.kernel.tests.factories import AT, actor, make_committee
from yizheng.kernel.workflow import Moved, machines
from yizheng.launch.databases import SUPERUSER

each_machine = pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.kind)
ACTORS = [SYSTEM, *(actor(role=role) for role in ("office_clerk", "secretary_general", "committee_clerk", "member"))]
WALKS = int(os.environ.get("YIZHENG_WALKS", "4"))
"""Walks of a machine; a release asks for 40."""
NEEDED = {"ballot": {"keeper": ""}, "import": {"purpose": "plan"}, "opinion": {"seq": 1}}
"""Values that a room looks up in a registry and that no catalogue of the database tells."""


@pytest.fixture(scope="module")
def committee(shared_database):
    """The committee of all walks: each walks on rows of its own."""
    return make_committee("linjiang")


@pytest.fixture(scope="module")
def rows(databases, shared_database):
    with psycopg.connect(databases.url(SUPERUSER, shared_database), autocommit=True) as superuser:
        yield AnyRow(superuser)


def test_there_are_machines():
    assert "plan_task" in [machine.kind for machine in machines()]


@each_machine
def test_the_table_names_known_states_permissions_and_a_kind(machine):
    states = set(machine.states.values)

    assert machine.initial in states
    for row in machine.transitions:
        assert row.sources <= states, row.name
        assert row.sources, row.name
        assert row.target is None or row.target in states, row.name
        assert row.permission in registered(), row.name
    assert subjects.get(machine.kind).model._meta.get_field("state").choices == list(machine.states.choices)


@each_machine
def test_acts_have_names_of_their_own_and_chinese_labels(machine):
    names = [row.name for row in machine.transitions]

    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z_]{2,60}", name)] == []
    assert [row.label for row in machine.transitions if not re.fullmatch(r"[\u4e00-\u9fff]+", row.label)] == []


@each_machine
def test_every_state_can_be_reached(machine):
    reached, before = {str(machine.initial)}, set()
    while reached != before:
        before = set(reached)
        reached |= {row.target for row in machine.transitions if row.target and row.sources & before}

    assert reached == set(machine.states.values)


@each_machine
def test_whatever_is_done_in_whatever_order_the_table_is_kept(machine, committee, rows, monkeypatch):
    heard: list[Moved] = []
    monkeypatch.setattr(events, "_handlers", type(events._handlers)(list))
    events.on(Moved, heard.append)
    model = subjects.get(machine.kind).model

    class Walk(RuleBasedStateMachine):
        """Anybody tries any act with or without a reason; the rules of this walk are the table's own."""

        def __init__(self) -> None:
            super().__init__()
            needed = NEEDED.get(machine.kind, {})
            self.pk = rows.make(model._meta.db_table, committee.pk, state=str(machine.initial), **needed)
            self.visited = [str(machine.initial)]
            heard.clear()

        @rule(
            row=st.sampled_from(machine.transitions), by=st.sampled_from(ACTORS), reason=st.sampled_from(["", "理由"])
        )
        def act(self, row, by, reason):
            with scoping.scope(committee):
                obj = model.objects.get(pk=self.pk)
                lawful = may(row.permission, by, obj) and obj.state in row.sources
                lawful = lawful and bool(reason or not row.needs_reason) and not (row.guard and row.guard(obj))
            before = self.as_it_stands()
            if lawful:
                self.do(row, by, reason)
                self.visited.append(row.target or self.visited[-1])
            else:
                with pytest.raises((Refused, PermissionDenied)):
                    self.do(row, by, reason)
                assert self.as_it_stands() == before

        def do(self, row, by, reason):
            with scoping.scope(committee):
                workflow.apply(row, model.objects.get(pk=self.pk), by=by, at=AT, reason=reason)

        def as_it_stands(self):
            with scoping.scope(committee):
                row = model.objects.filter(pk=self.pk).values().get()
                return row, ledger.history(machine.kind, self.pk).count(), len(heard)

        @invariant()
        def the_ledger_tells_the_walk(self):
            with scoping.scope(committee):
                told = list(ledger.history(machine.kind, self.pk).values_list("from_state", "to_state"))
                assert model.objects.get(pk=self.pk).state == self.visited[-1]
            assert told == list(zip(self.visited, self.visited[1:], strict=False))
            assert len(heard) == len(told)

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS, stateful_step_count=12, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), derandomize=True,
        ),
    )  # fmt: skip
