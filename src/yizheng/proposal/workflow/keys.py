"""The machine of a key or important proposal (handbook 5.9; office-practice 9)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import KeyStage as K
from ..enums import Tier
from ..models import KeyAssignment


def _has_somebody_behind_it(assignment: KeyAssignment) -> str | None:
    """重点提案有领导，重要提案有督办专委会"""
    if assignment.tier == Tier.KEY:
        return None if assignment.leaders.exists() else "重点提案至少要有一位领导领办或督办。请先填领导，再确定。"
    return None if assignment.supervising_body_id else "重要提案要由一个专委会督办。请先选专委会，再确定。"


def _is_led(assignment: KeyAssignment) -> str | None:
    """重点提案才有领导"""
    return None if assignment.tier == Tier.KEY else "重要提案由专委会督办，没有领导可以调整。"


def _was_led_in_person(assignment: KeyAssignment) -> str | None:
    """领导亲自参加过督办活动"""
    if assignment.tier == Tier.KEY and not assignment.activities.filter(led_in_person=True).exists():
        return "还没有领导亲自参加的督办活动，不能报结果。请先记下领导参加的那一次。"
    return None


SELECT = Transition(
    "select_key", "确定", sources={K.CANDIDATE}, target=K.SELECTED, permission="key.decide",
    guard=_has_somebody_behind_it,
)  # fmt: skip
DROP = Transition("drop_key", "不列入", sources={K.CANDIDATE}, target=K.DROPPED, permission="key.decide")
NOMINATE_AGAIN = Transition(
    "nominate_key_again", "重新推荐", sources={K.DROPPED}, target=K.CANDIDATE, permission="key.nominate"
)
SIGN = Transition(
    "enter_leader_signature", "录入领导签批", sources={K.SELECTED, K.PLAN, K.ACTIVITY}, target=None,
    permission="key.enter_signature",
)  # fmt: skip
CHANGE_LEADERS = Transition(
    "change_key_leaders", "调整领导", sources={K.SELECTED, K.PLAN, K.ACTIVITY}, target=None, permission="key.decide",
    guard=_is_led, needs_reason=True,
)  # fmt: skip
PLAN = Transition("plan_key", "定督办方案", sources={K.SELECTED, K.PLAN}, target=K.PLAN, permission="key.supervise")
ACTIVITY = Transition(
    "record_key_activity", "记录督办活动", sources={K.PLAN, K.ACTIVITY}, target=K.ACTIVITY, permission="key.supervise"
)
RESULT = Transition(
    "report_key_result", "报督办结果", sources={K.ACTIVITY}, target=K.RESULT, permission="key.supervise",
    guard=_was_led_in_person,
)  # fmt: skip
LOOK_BACK = Transition("look_back_at_key", "回访", sources={K.RESULT}, target=K.LOOKBACK, permission="key.supervise")
END = Transition(
    "end_key", "随撤案终止", sources={K.SELECTED, K.PLAN, K.ACTIVITY}, target=K.ENDED, permission="key.decide",
    needs_reason=True,
)  # fmt: skip

KEY_MACHINE = Machine(
    "key_assignment",
    K,
    (SELECT, DROP, NOMINATE_AGAIN, SIGN, CHANGE_LEADERS, PLAN, ACTIVITY, RESULT, LOOK_BACK, END),
    initial=K.CANDIDATE,
)
