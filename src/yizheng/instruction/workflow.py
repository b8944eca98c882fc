"""The machines of an instruction and of a unit's work on it."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import InstructionState as S
from .enums import TrackingState as T

VOID = Transition(
    "void_instruction", "作废", sources={S.RECORDED}, target=S.VOID, permission="instruction.keep", needs_reason=True
)
INSTRUCTION_MACHINE = Machine("instruction", S, (VOID,), initial=S.RECORDED)

FEED_BACK = Transition(
    "feed_back_instruction", "反馈办理情况", sources={T.RUNNING}, target=T.FED_BACK, permission="instruction.work"
)
SEND_BACK = Transition(
    "send_back_instruction", "退回补充", sources={T.FED_BACK}, target=T.RUNNING, permission="instruction.keep",
    needs_reason=True,
)  # fmt: skip
CLOSE = Transition("close_instruction", "办结", sources={T.FED_BACK}, target=T.CLOSED, permission="instruction.keep")
PUT_OFF = Transition(
    "put_off_instruction", "延期", sources={T.RUNNING}, target=None, permission="instruction.keep", needs_reason=True
)
CANCEL = Transition(
    "cancel_instruction", "取消", sources={T.RUNNING, T.FED_BACK}, target=T.VOID, permission="instruction.keep",
    needs_reason=True,
)  # fmt: skip
TASK_MACHINE = Machine("instruction_task", T, (FEED_BACK, SEND_BACK, CLOSE, PUT_OFF, CANCEL), initial=T.RUNNING)
