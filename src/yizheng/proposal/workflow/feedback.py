"""The machine of one question for feedback (handbook 5.8)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import FeedbackSource, Rating
from ..enums import FeedbackState as F
from ..models import Feedback


def _not_yet_given_by_anybody(feedback: Feedback) -> str | None:
    """没有评价过，或者只是按规定默认的"""
    given = feedback.state == F.GIVEN and feedback.source != FeedbackSource.DEFAULT
    return "这份答复已经评价过了，不能再改；有变化请告诉提案委。" if given else None


def _is_dissatisfied(feedback: Feedback) -> str | None:
    """评价是不满意，还没有确认"""
    if feedback.result_rating != Rating.NOT_SATISFIED:
        return "办理结果没有评为不满意，不用确认。"
    return "这一条已经确认过了。" if feedback.confirmed_on else None


def _implementation_is_asked(feedback: Feedback) -> str | None:
    """请评价过落实情况"""
    if feedback.implementation_asked_on is None:
        return "单位还没有二次答复，现在不用评价落实情况。"
    return "落实情况已经评价过了。" if feedback.implementation_rating else None


GIVE = Transition(
    "give_feedback", "评价", sources={F.ASKED, F.NO_FEEDBACK, F.GIVEN}, target=F.GIVEN, permission="feedback.give",
    guard=_not_yet_given_by_anybody,
)  # fmt: skip
REMIND = Transition("remind_of_feedback", "提醒", sources={F.ASKED}, target=None, permission="feedback.follow")
CLOSE_SILENT = Transition(
    "close_silent", "记为未表态", sources={F.ASKED}, target=F.NO_FEEDBACK, permission="feedback.follow"
)
CONFIRM_DISSATISFIED = Transition(
    "confirm_dissatisfied", "确认不满意", sources={F.GIVEN}, target=None, permission="proposal.order_redo",
    guard=_is_dissatisfied,
)  # fmt: skip
CLOSE_BY_DEFAULT = Transition(
    "close_by_default", "按规定默认", sources={F.ASKED}, target=F.GIVEN, permission="feedback.follow"
)
TAKE_BACK = Transition(
    "take_back_question", "撤回征询", sources={F.ASKED, F.GIVEN, F.NO_FEEDBACK}, target=F.TAKEN_BACK,
    permission="handling.follow", needs_reason=True,
)  # fmt: skip
ASK_AGAIN = Transition("ask_again", "再次征询", sources={F.TAKEN_BACK}, target=F.ASKED, permission="handling.follow")
ASK_IMPLEMENTATION = Transition(
    "ask_implementation", "征询落实情况", sources={F.ASKED, F.GIVEN, F.NO_FEEDBACK}, target=None,
    permission="handling.follow",
)  # fmt: skip
CLOSE_IMPLEMENTATION = Transition(
    "close_implementation", "落实情况记为未表态", sources={F.ASKED, F.GIVEN, F.NO_FEEDBACK}, target=None,
    permission="feedback.follow",
)  # fmt: skip
RATE_IMPLEMENTATION = Transition(
    "rate_implementation", "评价落实情况", sources={F.ASKED, F.GIVEN, F.NO_FEEDBACK}, target=None,
    permission="feedback.give", guard=_implementation_is_asked,
)  # fmt: skip

FEEDBACK_MACHINE = Machine(
    "feedback",
    F,
    (
        GIVE, REMIND, CLOSE_SILENT, CLOSE_BY_DEFAULT, CONFIRM_DISSATISFIED, TAKE_BACK, ASK_AGAIN, ASK_IMPLEMENTATION,
        RATE_IMPLEMENTATION, CLOSE_IMPLEMENTATION,
    ),
    initial=F.ASKED,
)  # fmt: skip
