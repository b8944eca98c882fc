"""Writes of the approval room: begin, decide a step on screen, enter what was decided on paper, withdraw."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from yizheng.attachment import services as attachment
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, subjects, thread, workflow
from yizheng.kernel.acting import SYSTEM, Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.todo import services as todo

from . import chains, phrases
from . import workflow as table
from .enums import ApprovalState, StepState
from .events import ApprovalPassed, ApprovalReturned, StepApproved
from .models import Approval, ApprovalStep
from .queries import is_running

NAME_CHARS = 60


@dataclass(frozen=True)
class Signer:
    """Who decided on paper: a name, and the login where that person has one."""

    name: str
    user_id: int | None = None


@transaction.atomic
def begin(*, subject: Model, chain: str, title: str, by: Actor, at: datetime, summary: str = "") -> Approval:
    """
    Send an object through a chain (呈批).

    The steps in force today are copied; a later change of the configuration does not touch what runs.
    Rule: office-practice 7 and 8; the steps are the chain's configuration key.
    Raises: PermissionDenied; Refused `running` when the object is already on its way; nothing is written then.
    """
    assert by.user_id is not None, "an approval is begun by a person"
    kind = subjects.kind_of(subject)
    approval = Approval(
        subject_kind=kind, object_id=subject.pk, chain=chain, title=title[:300], summary=summary, begun_at=at,
        begun_by_id=by.user_id,
    )  # fmt: skip
    require("approval.begin", by, approval)
    _lock_subject(subject)
    if is_running(kind, subject.pk):
        raise Refused("running", phrases.ALREADY_RUNNING.format(title=title))
    approval.save()
    _copy_steps(approval, timezone.localdate(at))
    thread.link(subject, approval, relation="approval", at=at)
    ledger.record("begin_approval", approval, by=by, at=at, to_state=approval.state, fields={"chain": chain})
    todo.refresh(approval)
    return approval


@transaction.atomic
def approve(*, step: ApprovalStep, by: Actor, at: datetime, note: str = "") -> ApprovalStep:
    """
    Agree to a step on screen (签批同意). The last step passes the whole approval.

    Raises: PermissionDenied unless the step is a decision of the worn role; Refused `stale`, `guarded`.
    """
    return _decide(table.APPROVE, step, _facts(timezone.localdate(at), by, note), by=by, at=at)


@transaction.atomic
def return_(*, step: ApprovalStep, reason: str, by: Actor, at: datetime) -> ApprovalStep:
    """
    Send the subject back from a step on screen (退回), with the reason; the approval ends there.

    Raises: PermissionDenied; Refused `stale`, `guarded`, `no_reason`.
    """
    return _decide(table.RETURN, step, _facts(timezone.localdate(at), by, reason), by=by, at=at, reason=reason)


@transaction.atomic
def record_paper_decision(
    *, step: ApprovalStep, signer: Signer, decided_on: date, scan: StoredFile | None, by: Actor, at: datetime,
    note: str = "", agreed: bool = True,
) -> ApprovalStep:  # fmt: skip
    """
    Enter what a leader signed on the printed sheet (录入签批件), with its scan.

    The ledger names the signer as the one who acted and the clerk as the one who entered it.
    Rule: office-practice 8; a signature without its scan is not entered (our decision).
    Raises: PermissionDenied; Refused `stale`, `guarded`, `future`, `no_signer`, `no_scan`, `no_reason`.
    """
    if scan is None:
        raise Refused("no_scan", phrases.NO_SCAN)
    row = table.RECORD_DECISION if agreed else table.RECORD_REFUSAL
    return _record(row, step, signer, decided_on, note, scan, by=by, at=at)


@transaction.atomic
def record_meeting(
    *, step: ApprovalStep, meeting: str, decided_on: date, by: Actor, at: datetime, note: str = "",
    agreed: bool = True, scan: StoredFile | None = None,
) -> ApprovalStep:  # fmt: skip
    """
    Enter what a meeting decided (登记会议结果): its name, its day, the decision.

    Papers of 党组 meetings are not kept here by default (office-practice 7): the scan may be left out.
    Raises: PermissionDenied; Refused `stale`, `guarded`, `future`, `no_meeting`, `no_reason`.
    """
    if not meeting.strip():
        raise Refused("no_meeting", phrases.NO_MEETING)
    row = table.RECORD_MEETING if agreed else table.RECORD_REFUSAL
    decider, held = Signer(step.label), {"meeting": meeting.strip()[:120]}
    return _record(row, step, decider, decided_on, note, scan, by=by, at=at, also=held)


@transaction.atomic
def record_reply(
    *, step: ApprovalStep, replied_by: str, decided_on: date, by: Actor, at: datetime, note: str = "",
    agreed: bool = True, scan: StoredFile | None = None,
) -> ApprovalStep:  # fmt: skip
    """
    Enter the reply of whoever the matter was reported to (登记批复), the Party committee for a plan.

    Raises: PermissionDenied; Refused `stale`, `guarded`, `future`, `no_signer`, `no_reason`.
    """
    row = table.RECORD_REPLY if agreed else table.RECORD_REFUSAL
    return _record(row, step, Signer(replied_by), decided_on, note, scan, by=by, at=at)


@transaction.atomic
def withdraw(*, approval: Approval, reason: str, by: Actor, at: datetime) -> Approval:
    """Take a running approval back (撤回), with the reason. Raises: PermissionDenied; Refused `stale`, `no_reason`."""
    done = workflow.apply(table.WITHDRAW, approval, by=by, at=at, reason=reason, changes={"ended_at": at})
    _tell_returned(done, reason, by, at)
    return done


def _lock_subject(subject: Model) -> None:
    """Of two clerks who send the same object at once the second waits here and is refused."""
    type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)


def _copy_steps(approval: Approval, on: date) -> None:
    wanted = chains.steps_of(chains.get(approval.chain), on=on)
    ApprovalStep.objects.bulk_create(
        ApprovalStep(approval=approval, order=order, label=spec.label, kind=spec.kind, role=spec.role)
        for order, spec in enumerate(wanted, start=1)
    )


def _facts(decided_on: date, by: Actor, note: str) -> dict[str, Any]:
    return {
        "decided_on": decided_on,
        "decided_by_name": by.name[:NAME_CHARS],
        "note": note.strip()[:500],
        "source": by.source.value,
    }


def _record(
    row: workflow.Transition, step: ApprovalStep, signer: Signer, decided_on: date, note: str,
    scan: StoredFile | None, *, by: Actor, at: datetime, also: dict[str, Any] | None = None,
) -> ApprovalStep:  # fmt: skip
    if decided_on > timezone.localdate(at):
        raise Refused("future", phrases.FUTURE)
    if not signer.name.strip():
        raise Refused("no_signer", phrases.NO_SIGNER)
    decider = _on_paper(by, signer)
    facts = {**_facts(decided_on, decider, note), "entered_by_name": by.name[:NAME_CHARS], **(also or {})}
    if scan is not None:
        attachment.attach(file=scan, subject=step.approval)
        facts["scan"] = scan
    reason = note if row.needs_reason else ""
    return _decide(row, step, facts, by=decider, at=at, reason=reason)


def _on_paper(by: Actor, signer: Signer) -> Actor:
    """The one who decided, in the clerk's hat: that hat is what the permission asks for."""
    name = signer.name.strip()[:NAME_CHARS]
    return replace(by, user_id=signer.user_id, name=name, source=Source.PAPER, entered_by_id=by.user_id)


def _decide(
    row: workflow.Transition, step: ApprovalStep, facts: dict[str, Any], *, by: Actor, at: datetime, reason: str = ""
) -> ApprovalStep:
    """Move the step and draw the consequence for its approval: one act, one row for each of the two that moved."""
    act_id = uuid.uuid4()
    approval = Approval.objects.select_for_update(of=("self",)).get(pk=step.approval_id)
    moved = workflow.apply(row, step, by=by, at=at, reason=reason, changes=facts, act_id=act_id)
    moved.approval = approval
    if moved.state == StepState.RETURNED:
        returned = _conclude(table.SEND_BACK, approval, by, at, act_id, reason)
        _tell_returned(returned, reason, by, at)
        return moved
    events.publish(StepApproved(approval, moved, by, at))
    if approval.steps.filter(state=StepState.PENDING).exists():
        todo.refresh(approval)
        return moved
    passed = _conclude(table.PASS, approval, by, at, act_id)
    events.publish(ApprovalPassed(passed.subject_kind, passed.object_id, passed, moved, by, at))
    return moved


def _conclude(
    row: workflow.Transition, approval: Approval, by: Actor, at: datetime, act_id: uuid.UUID, reason: str = ""
) -> Approval:
    """The house concludes; the name in the ledger stays that of the last who decided."""
    house = replace(by, hat=SYSTEM.hat)
    return workflow.apply(row, approval, by=house, at=at, reason=reason, changes={"ended_at": at}, act_id=act_id)


def _tell_returned(approval: Approval, reason: str, by: Actor, at: datetime) -> None:
    assert approval.state in (ApprovalState.RETURNED, ApprovalState.WITHDRAWN)
    events.publish(ApprovalReturned(approval.subject_kind, approval.object_id, approval, reason, by, at))
