"""The machines of rules and honours."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import HonourState as H
from .enums import RuleState as R

REVISE = Transition("revise_rule", "修订", sources={R.IN_FORCE}, target=None, permission="administration.keep_rules")
EXTEND = Transition(
    "extend_rule",
    "延长有效期",
    sources={R.IN_FORCE},
    target=None,
    permission="administration.keep_rules",
    needs_reason=True,
)
REPEAL = Transition(
    "repeal_rule",
    "废止",
    sources={R.IN_FORCE},
    target=R.REPEALED,
    permission="administration.keep_rules",
    needs_reason=True,
)
RULE_MACHINE = Machine("rule", R, (REVISE, EXTEND, REPEAL), initial=R.IN_FORCE)

WITHDRAW = Transition(
    "withdraw_honour",
    "撤销",
    sources={H.STANDING},
    target=H.WITHDRAWN,
    permission="administration.keep_honours",
    needs_reason=True,
)
HONOUR_MACHINE = Machine("honour", H, (WITHDRAW,), initial=H.STANDING)
