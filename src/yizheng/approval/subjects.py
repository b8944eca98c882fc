"""What the shared rooms must know of approvals and their steps."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject

from . import chains, phrases
from .enums import StepKind
from .models import Approval, ApprovalStep
from .queries import approvals_visible_to, current_step, steps_visible_to


def owed(approval: Approval) -> Iterator[Owed]:
    """
    Return who owes what on a running approval: the signer 签批, the clerks what is to be entered.

    Both are open at once and either closes the step: a leader signs on screen or on paper (office-practice 8).
    """
    step = current_step(approval)
    if step is None:
        return
    if step.kind == StepKind.DECISION:
        yield Owed("approve_step", "签批", role=step.role, note=step.label)
    clerk = chains.clerk_of(approval.chain)
    if clerk is not None and (step.kind != StepKind.DECISION or clerk != step.role):
        yield Owed("record_step", phrases.OWED_WORDS[step.kind], role=clerk, note=step.label)


def url_of(approval: Approval) -> str:
    """Return the address of an approval's page."""
    return address("approval:approval", public_id=approval.public_id)


APPROVAL = Subject(
    kind="approval",
    model=Approval,
    label="呈批件",
    url=url_of,
    visible_to=approvals_visible_to,
    caption=lambda approval: approval.get_state_display(),
    owed=owed,
)
STEP = Subject(
    kind="approval_step",
    model=ApprovalStep,
    label="呈批步骤",
    url=lambda step: f"{url_of(step.approval)}#step-{step.order}",
    visible_to=steps_visible_to,
    caption=lambda step: step.get_state_display(),
)
