"""Who may do what: the role of a step decides it, the clerks of the chain carry it (office-practice 8)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from . import chains
from .enums import StepKind
from .models import Approval, ApprovalStep

READERS = (Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER)
"""Roles that read every approval of the committee."""


@predicate(name="carries the chain")
def carries_chain(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the worn hat is that of the chain's clerks."""
    approval = obj.approval if isinstance(obj, ApprovalStep) else obj
    return actor is not None and isinstance(approval, Approval) and approval.chain in chains.carried_by(actor.hat.role)


@predicate(name="is asked to sign")
def is_asked(actor: Actor | None, step: Any) -> bool:
    """Tell whether the step is a decision of the worn role."""
    return (
        actor is not None
        and isinstance(step, ApprovalStep)
        and step.kind == StepKind.DECISION
        and actor.wears(step.role)
    )


def _of_kind(kind: StepKind) -> Any:
    def is_kind(_actor: Actor | None, step: Any) -> bool:
        return isinstance(step, ApprovalStep) and step.kind == kind

    return predicate(name=f"the step is a {kind.value}")(is_kind)


@predicate(name="carries some chain")
def carries_any(actor: Actor | None) -> bool:
    """Tell whether the worn hat carries approvals of any kind."""
    return actor is not None and bool(chains.carried_by(actor.hat.role))


is_decision = _of_kind(StepKind.DECISION)
is_meeting = _of_kind(StepKind.MEETING)
is_report = _of_kind(StepKind.REPORT)

add_perm("approval.read", wears(*READERS) | carries_any)
add_perm("approval.begin", carries_chain)
add_perm("approval.withdraw", carries_chain)
add_perm("approval.decide", is_asked)
add_perm("approval.record_decision", carries_chain & is_decision)
add_perm("approval.record_meeting", carries_chain & is_meeting)
add_perm("approval.record_reply", carries_chain & is_report)
add_perm("approval.record_refusal", carries_chain)
add_perm("approval.conclude", wears("system"))
