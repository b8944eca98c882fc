"""The plan and its chain: sent for approval, reviewed, adopted by the last step, back to the draft when returned."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from yizheng.approval import services as approvals
from yizheng.approval.enums import StepKind, StepState
from yizheng.approval.events import ApprovalPassed, ApprovalReturned, StepApproved
from yizheng.approval.models import Approval, ApprovalStep
from yizheng.kernel import workflow
from yizheng.kernel.acting import SYSTEM, Actor

from .. import workflow as table
from ..approving import CHAIN, CHAIRPERSONS
from ..enums import PlanState
from ..models import WorkPlan
from .plans import adopt_by_chain

KIND = "work_plan"


@transaction.atomic
def begin_approval(*, plan: WorkPlan, summary: str, by: Actor, at: datetime) -> Approval:
    """
    Send a draft through the chain (开始呈批): 主席会议, 党组会议, 报同级党委, 常委会议 by default.

    Rule: office-practice 7, key `plan.approval_steps`.
    Raises: PermissionDenied; Refused `stale`, `guarded` while it is on its way already.
    """
    sent = workflow.apply(table.BEGIN_APPROVAL, plan, by=by, at=at)
    return approvals.begin(subject=sent, chain=CHAIN.code, title=sent.title, summary=summary, by=by, at=at)


def note_review(event: StepApproved) -> None:
    """
    Note that the chairpersons' meeting has reviewed the draft, where more steps follow.

    Rule: handbook 3.4; our decision: the step whose name begins with 主席会议 is that review.
    """
    if event.approval.subject_kind != KIND or not event.step.label.startswith(CHAIRPERSONS):
        return
    plan = WorkPlan.objects.get(pk=event.approval.object_id)
    more = event.approval.steps.filter(state=StepState.PENDING).exists()
    if more and plan.state == PlanState.DRAFT:
        workflow.apply(table.REVIEW, plan, by=_follower(event.by), at=event.at)


def adopt_passed(event: ApprovalPassed) -> None:
    """Adopt the plan on the day and by the meeting of the deciding step."""
    if event.kind != KIND:
        return
    plan, meeting = WorkPlan.objects.get(pk=event.object_id), _deciding_meeting(event.last)
    assert meeting.decided_on is not None, "a decided step has its day"
    adopt_by_chain(
        plan=plan, adopted_on=meeting.decided_on, meeting=meeting.meeting or meeting.decided_by_name,
        by=_follower(event.by), at=event.at,
    )  # fmt: skip


def reopen_returned(event: ApprovalReturned) -> None:
    """Put a plan that was sent back or withdrawn to the draft again."""
    if event.kind != KIND:
        return
    plan = WorkPlan.objects.get(pk=event.object_id)
    if plan.state == PlanState.CHAIR_REVIEWED:
        workflow.apply(table.REOPEN, plan, by=_follower(event.by), at=event.at, reason=event.reason)


def _follower(by: Actor) -> Actor:
    """The house follows the chain; the name in the ledger stays that of whoever decided."""
    return replace(by, hat=SYSTEM.hat)


def _deciding_meeting(last: ApprovalStep) -> ApprovalStep:
    """A plan is adopted by a meeting: the last one of the chain; where the chain has none, by its last step."""
    meetings = last.approval.steps.filter(kind=StepKind.MEETING, decided_on__isnull=False)
    return meetings.order_by("-order").first() or last
