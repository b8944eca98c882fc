"""The machine of a change among the three administrators: one proposes it, a second person decides."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import ChangeState as S

CONFIRM = Transition(
    "confirm_administrator_change",
    "确认",
    sources={S.PROPOSED},
    target=S.CONFIRMED,
    permission="accounts.decide_administrator",
)
REFUSE = Transition(
    "refuse_administrator_change",
    "不同意",
    sources={S.PROPOSED},
    target=S.REFUSED,
    permission="accounts.decide_administrator",
    needs_reason=True,
)
WITHDRAW = Transition(
    "withdraw_administrator_change",
    "撤回",
    sources={S.PROPOSED},
    target=S.WITHDRAWN,
    permission="accounts.withdraw_administrator",
)

ADMINISTRATOR_CHANGE_MACHINE = Machine("administrator_change", S, (CONFIRM, REFUSE, WITHDRAW), S.PROPOSED)
