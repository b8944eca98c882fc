"""The machine of a request for another unit (handbook 5.6)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import AdjustState as A

ESCALATE = Transition(
    "escalate_adjustment", "报请领导协调", sources={A.ASKED}, target=A.DISPUTED,
    permission="handling.decide_adjustment", needs_reason=True,
)  # fmt: skip
GRANT = Transition(
    "grant_adjustment", "同意改办", sources={A.ASKED, A.DISPUTED}, target=A.GRANTED,
    permission="handling.decide_adjustment",
)  # fmt: skip
REFUSE = Transition(
    "refuse_adjustment", "不予调整", sources={A.ASKED, A.DISPUTED}, target=A.KEPT,
    permission="handling.decide_adjustment", needs_reason=True,
)  # fmt: skip
VOID = Transition(
    "void_adjustment",
    "作废",
    sources={A.ASKED, A.DISPUTED},
    target=A.VOID,
    permission="handling.stop",
    needs_reason=True,
)

ADJUST_MACHINE = Machine("adjust_request", A, (ESCALATE, GRANT, REFUSE, VOID), initial=A.ASKED)
