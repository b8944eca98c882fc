"""The machine of a promise: the unit reports, the office checks (handbook 5.7)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import PromiseState as P

REPORT_KEPT = Transition("report_kept", "报兑现", sources={P.RUNNING}, target=P.REPORTED, permission="promise.report")
CONFIRM_KEPT = Transition("confirm_kept", "核实兑现", sources={P.REPORTED}, target=P.KEPT, permission="promise.confirm")
SEND_BACK = Transition(
    "send_back_promise", "退回补充", sources={P.REPORTED}, target=P.RUNNING, permission="promise.confirm",
    needs_reason=True,
)  # fmt: skip
MOVE_DUE = Transition(
    "move_due", "改期", sources={P.RUNNING}, target=None, permission="promise.confirm", needs_reason=True
)
GIVE_UP = Transition(
    "give_up", "记为未兑现", sources={P.RUNNING, P.REPORTED}, target=P.NOT_KEPT, permission="promise.confirm",
    needs_reason=True,
)  # fmt: skip
NOTE_PROGRESS = Transition(
    "note_progress", "记进展", sources={P.RUNNING, P.REPORTED}, target=None, permission="promise.report"
)
VOID = Transition(
    "void_promise", "作废", sources={P.RUNNING, P.REPORTED, P.KEPT}, target=P.VOID, permission="promise.void",
    needs_reason=True,
)  # fmt: skip
END = Transition(
    "end_promise", "随撤案终止", sources={P.RUNNING, P.REPORTED}, target=P.ENDED, permission="promise.void",
    needs_reason=True,
)  # fmt: skip

PROMISE_MACHINE = Machine(
    "promise", P, (NOTE_PROGRESS, REPORT_KEPT, CONFIRM_KEPT, SEND_BACK, MOVE_DUE, GIVE_UP, VOID, END), initial=P.RUNNING
)
