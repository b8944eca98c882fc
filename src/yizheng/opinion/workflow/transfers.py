"""The machine of a transfer slip (handbook 6.3, row transferred → replied)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import TransferState as S

SIGN_FOR = Transition("sign_for_slip", "签收", sources={S.SENT}, target=S.SIGNED, permission="slip.work")
DECLINE = Transition(
    "decline_slip", "退件", sources={S.SENT, S.SIGNED}, target=S.DECLINED, permission="slip.work", needs_reason=True
)
REPLY = Transition("reply_slip", "反馈", sources={S.SIGNED, S.SENT_BACK}, target=S.REPLIED, permission="slip.work")
SEND_BACK = Transition(
    "send_back_slip", "退回补充", sources={S.REPLIED}, target=S.SENT_BACK, permission="slip.keep", needs_reason=True
)
ACCEPT = Transition("accept_slip", "办结", sources={S.REPLIED}, target=S.ACCEPTED, permission="slip.keep")
EXTEND = Transition(
    "extend_slip", "延期", sources={S.SENT, S.SIGNED, S.SENT_BACK}, target=None, permission="slip.keep",
    needs_reason=True,
)  # fmt: skip
RECALL = Transition(
    "recall_slip", "收回", sources={S.SENT, S.SIGNED, S.DECLINED}, target=S.RECALLED, permission="slip.keep",
    needs_reason=True,
)  # fmt: skip

TRANSFER_MACHINE = Machine(
    "opinion_transfer", S, (SIGN_FOR, DECLINE, REPLY, SEND_BACK, ACCEPT, EXTEND, RECALL), initial=S.SENT
)
