"""Who may do what: a table that a clerk can check, and the same for every state (role × kind × state × act)."""

from __future__ import annotations

import pytest

from yizheng.accounts.enums import Role
from yizheng.approval import chains
from yizheng.approval.enums import ApprovalState, StepKind, StepState
from yizheng.approval.models import Approval, ApprovalStep
from yizheng.approval.workflow import APPROVAL_MACHINE, STEP_MACHINE
from yizheng.kernel.acting import SYSTEM, Actor, Hat
from yizheng.kernel.permissions import may
from yizheng.kernel.workflow import available

EVERYBODY = {**{role: Actor(1, role.label, Hat(role)) for role in Role}, "system": SYSTEM}
SIGNER, CLERK = Role.SECRETARY_GENERAL, Role.OFFICE_CLERK
READERS = {Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER}

#                          who, on a step of which kind
MAY: dict[StepKind, dict[str, set[str]]] = {
    StepKind.DECISION: {
        "approve_step": {SIGNER},
        "return_step": {SIGNER},
        "record_decision": {CLERK},
        "record_refusal": {CLERK},
    },
    StepKind.MEETING: {"record_meeting": {CLERK}, "record_refusal": {CLERK}},
    StepKind.REPORT: {"record_reply": {CLERK}, "record_refusal": {CLERK}},
}
ON_APPROVAL: dict[str, set[str]] = {
    "withdraw_approval": {CLERK},
    "pass_approval": {"system"},
    "return_approval": {"system"},
}


@pytest.mark.parametrize("state", StepState.values)
@pytest.mark.parametrize("kind", StepKind)
def test_the_acts_of_each_person_on_each_step_in_each_state(kind: StepKind, state: str) -> None:
    role = SIGNER if kind == StepKind.DECISION else ""
    step = ApprovalStep(approval=Approval(chain="test"), kind=kind, role=role, state=state)

    offered = {name: {row.name for row in available(STEP_MACHINE, step, actor)} for name, actor in EVERYBODY.items()}

    acts = MAY[kind] if state == StepState.PENDING else {}
    assert offered == {name: {act for act, who in acts.items() if name in who} for name in EVERYBODY}


@pytest.mark.parametrize("state", ApprovalState.values)
def test_the_acts_of_each_person_on_an_approval_in_each_state(state: str) -> None:
    approval = Approval(chain="test", state=state)

    offered = {
        name: {row.name for row in available(APPROVAL_MACHINE, approval, actor)} for name, actor in EVERYBODY.items()
    }

    acts = ON_APPROVAL if state == ApprovalState.RUNNING else {}
    assert offered == {name: {act for act, who in acts.items() if name in who} for name in EVERYBODY}


def test_the_table_names_every_act_of_the_machines() -> None:
    assert {act for acts in MAY.values() for act in acts} == {row.name for row in STEP_MACHINE.transitions}
    assert ON_APPROVAL.keys() == {row.name for row in APPROVAL_MACHINE.transitions}


def test_who_reads_and_begins() -> None:
    reading = {name for name, actor in EVERYBODY.items() if may("approval.read", actor)}
    beginning = {name for name, actor in EVERYBODY.items() if may("approval.begin", actor, Approval(chain="test"))}

    assert reading == READERS
    assert beginning == {CLERK}


def test_the_clerks_of_another_chain_carry_that_chain_only(monkeypatch: pytest.MonkeyPatch) -> None:
    other = chains.Chain("proposals", "重点提案呈批", chains.get("test").steps_key, clerk=Role.PROPOSAL_CLERK)
    monkeypatch.setitem(chains._chains, other.code, other)
    clerk = EVERYBODY[Role.PROPOSAL_CLERK]

    assert may("approval.begin", clerk, Approval(chain="proposals"))
    assert not may("approval.begin", clerk, Approval(chain="test"))
    assert may("approval.read", clerk)
