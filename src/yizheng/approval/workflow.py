"""The machines of an approval and of its steps. Who decided on paper is the actor; the clerk is the entrant."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import ApprovalState as A
from .enums import StepState as S
from .models import ApprovalStep


def is_current(step: ApprovalStep) -> str | None:
    """Only the first undecided step of a running approval can be decided."""
    if step.approval.state != A.RUNNING:
        return f"该呈批件现在是“{step.approval.get_state_display()}”，不能再办。请刷新后查看。"
    before = step.approval.steps.filter(order__lt=step.order).exclude(state=S.APPROVED).order_by("order").first()
    return None if before is None else f"还没有轮到这一步，请先办“{before.label}”。"


PASS = Transition("pass_approval", "全部通过", sources={A.RUNNING}, target=A.PASSED, permission="approval.conclude")
SEND_BACK = Transition(
    "return_approval", "退回", sources={A.RUNNING}, target=A.RETURNED, permission="approval.conclude"
)
WITHDRAW = Transition(
    "withdraw_approval", "撤回", sources={A.RUNNING}, target=A.WITHDRAWN, permission="approval.withdraw",
    needs_reason=True,
)  # fmt: skip

APPROVAL_MACHINE = Machine("approval", A, (PASS, SEND_BACK, WITHDRAW), initial=A.RUNNING)

APPROVE = Transition(
    "approve_step", "签批同意", sources={S.PENDING}, target=S.APPROVED, permission="approval.decide", guard=is_current
)
RETURN = Transition(
    "return_step", "退回", sources={S.PENDING}, target=S.RETURNED, permission="approval.decide", guard=is_current,
    needs_reason=True,
)  # fmt: skip
RECORD_DECISION = Transition(
    "record_decision", "录入签批件", sources={S.PENDING}, target=S.APPROVED, permission="approval.record_decision",
    guard=is_current,
)  # fmt: skip
RECORD_MEETING = Transition(
    "record_meeting", "登记会议结果", sources={S.PENDING}, target=S.APPROVED, permission="approval.record_meeting",
    guard=is_current,
)  # fmt: skip
RECORD_REPLY = Transition(
    "record_reply", "登记批复", sources={S.PENDING}, target=S.APPROVED, permission="approval.record_reply",
    guard=is_current,
)  # fmt: skip
RECORD_REFUSAL = Transition(
    "record_refusal", "登记退回", sources={S.PENDING}, target=S.RETURNED, permission="approval.record_refusal",
    guard=is_current, needs_reason=True,
)  # fmt: skip

STEP_MACHINE = Machine(
    "approval_step", S, (APPROVE, RETURN, RECORD_DECISION, RECORD_MEETING, RECORD_REPLY, RECORD_REFUSAL),
    initial=S.PENDING,
)  # fmt: skip
