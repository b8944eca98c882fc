"""Reads of the approval room."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from yizheng.kernel.acting import Actor

from . import chains
from .enums import ApprovalState, StepState
from .models import Approval, ApprovalStep
from .permissions import READERS


def approvals_visible_to(actor: Actor) -> QuerySet[Approval]:
    """Return the approvals this hat may read: all for office and leaders, their own chains for other clerks."""
    if actor.wears(*READERS):
        return Approval.objects.all()
    return Approval.objects.filter(chain__in=chains.carried_by(actor.hat.role))


def steps_visible_to(actor: Actor) -> QuerySet[ApprovalStep]:
    """Return the steps of visible approvals."""
    steps = ApprovalStep.objects.filter(approval__in=approvals_visible_to(actor))
    return steps.select_related("approval")


def with_steps(approvals: QuerySet[Approval]) -> QuerySet[Approval]:
    """Return the approvals with their steps in order, and who began each."""
    steps = ApprovalStep.objects.select_related("scan").order_by("order")
    return approvals.select_related("begun_by").prefetch_related(Prefetch("steps", queryset=steps))


def current_step(approval: Approval) -> ApprovalStep | None:
    """Return the step a running approval waits for; in Python, so that prefetched steps are asked once."""
    if approval.state != ApprovalState.RUNNING:
        return None
    pending = [step for step in approval.steps.all() if step.state == StepState.PENDING]
    return min(pending, key=lambda step: step.order, default=None)


def of_subject(kind: str, object_id: int) -> QuerySet[Approval]:
    """Return the approvals of one object, newest first, with their steps."""
    return with_steps(Approval.objects.filter(subject_kind=kind, object_id=object_id)).order_by("-begun_at", "-id")


def is_running(kind: str, object_id: int) -> bool:
    """Tell whether an object is on its way through a chain now."""
    running = Approval.objects.filter(subject_kind=kind, object_id=object_id, state=ApprovalState.RUNNING)
    return running.exists()
