"""Role × state × act for every machine of the house: what the printed table says is what is decided."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.config.reference.conditions import answer, rules_by_permission
from yizheng.config.reference.pages import MARKS, ROLE_LABELS
from yizheng.kernel import ledger, scoping, subjects, workflow
from yizheng.kernel.acting import SYSTEM, Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import may
from yizheng.kernel.secrets import EncryptedTextField
from yizheng.kernel.tests.any_row import AnyRow
from yizheng.kernel.tests.conftest import superuser  # noqa: F401
from yizheng.kernel.tests.factories import AT, make_committee
from yizheng.kernel.tests.test_machines import NEEDED
from yizheng.kernel.workflow import machines

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "permissions.md"
EVERYBODY = {**{role: Actor(None, role.label, Hat(role)) for role in Role}, "system": SYSTEM}
ROWS = [(machine, row) for machine in machines() for row in machine.transitions]
each_row = pytest.mark.parametrize(
    ("machine", "row"), ROWS, ids=[f"{machine.kind}-{row.name}" for machine, row in ROWS]
)


def printed():
    """Read the table as it is printed: permission → the label of a role → its mark."""
    told, heads = {}, []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and cells[0] == "权限":
            heads = cells[2:-1]
        elif cells and cells[0].startswith("`"):
            told[cells[0].strip("`")] = {**dict(zip(heads, cells[2:-1], strict=True)), "条件": cells[-1]}
    return told


PRINTED = printed()


def printed_mark(permission, role):
    """A role without a column is named by no rule of its room: only a condition can let it in."""
    marks = PRINTED[permission]
    return marks.get(str(ROLE_LABELS[role]), MARKS[answer(rules_by_permission()[permission], role)])


@each_row
def test_each_role_may_what_the_printed_table_says(machine, row):
    model = subjects.get(machine.kind).model
    told = {role: printed_mark(row.permission, role) for role in EVERYBODY}

    decided = {
        (role, state): may(row.permission, actor, model(state=state))
        for role, actor in EVERYBODY.items()
        for state in machine.states.values
        if told[role] != "○"
    }

    assert decided == {(role, state): told[role] == "●" for role, state in decided}
    rule = rules_by_permission()[row.permission]
    assert [role for role in EVERYBODY if (told[role] == "○") != (answer(rule, role) is None)] == []


def test_an_act_is_refused_from_every_state_it_does_not_start_from(own_database, superuser):  # noqa: F811
    """By whoever may do it at all; the others are refused before the state is looked at."""
    committee, rows = make_committee("linjiang"), AnyRow(superuser)
    refused = 0
    for machine in machines():
        model = subjects.get(machine.kind).model
        pk = rows.make(model._meta.db_table, committee.pk, state=machine.initial, **needed_of(machine.kind, model))
        for state in machine.states.values:
            rows.stand(model._meta.db_table, committee.pk, pk, state)
            refused += refuse_all(committee, model, pk, machine)

    assert refused > 100


ALSO_SET = {"proposal": ", merged_into_id = id"}
"""What a constraint of the database wants beside some state: a merged proposal names its main one."""


def put_in(model, kind):
    return f"update {model._meta.db_table} set state = %s{ALSO_SET.get(kind, '')} where id = %s"


def needed_of(kind, model):
    """What stands sealed cannot be made up: it is left empty."""
    sealed = [field.column for field in model._meta.fields if isinstance(field, EncryptedTextField)]
    return {**NEEDED.get(kind, {}), **dict.fromkeys(sealed, "")}


def refuse_all(committee, model, pk, machine):
    """Try each act that does not start from where the row stands; return how many, all refused, nothing changed."""

    def as_it_stands():
        return model.objects.filter(pk=pk).values().get(), ledger.history(machine.kind, pk).count()

    with scoping.scope(committee):
        before, obj = as_it_stands(), model.objects.get(pk=pk)
        tried = [row for row in machine.transitions if obj.state not in row.sources]
        for row in tried:
            refuse(obj, machine, row)
        assert as_it_stands() == before
    return len(tried)


def refuse(obj, machine, row):
    who = next((each for each in EVERYBODY.values() if may(row.permission, each, obj)), None)
    with pytest.raises(Refused if who else PermissionDenied) as refusal:
        workflow.apply(row, obj, by=who or EVERYBODY[Role.OBSERVER], at=AT, reason="理由")
    assert who is None or refusal.value.code in ("stale", "closed"), (machine.kind, row.name, obj.state)
