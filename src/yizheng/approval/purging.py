"""Where approvals keep words: their own, and the titles of the objects they carry (office-practice 3)."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Approval, ApprovalStep

APPROVAL = ("title", "summary")
STEP = ("note", "meeting")
FILE = ("name", "kind", "object_id")


def _of_approval(approval: Approval) -> Iterator[Part]:
    for step in ApprovalStep.objects.filter(approval=approval).select_related("scan"):
        yield Part(step, STEP)
        yield from _of_step(step)


def _of_step(step: ApprovalStep) -> Iterator[Part]:
    if step.scan is not None:
        yield Part(step.scan, FILE)


def approvals_of(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Return the approvals of one object, with the remarks and scans of their steps."""
    for approval in Approval.objects.filter(subject_kind=kind, object_id=object_id):
        yield Part(approval, APPROVAL)
        yield from _of_approval(approval)


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(Content("approval", APPROVAL, _of_approval), Content("approval_step", STEP, _of_step))
    purging_kinds.trace(approvals_of)
