"""The machine of one question for feedback (handbook 5.8)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import FeedbackState as F

GIVE = Transition("give_feedback", "评价", sources={F.ASKED, F.NO_FEEDBACK}, target=F.GIVEN, permission="feedback.give")
REMIND = Transition("remind_of_feedback", "提醒", sources={F.ASKED}, target=None, permission="feedback.follow")
CLOSE_SILENT = Transition(
    "close_silent", "记为未表态", sources={F.ASKED}, target=F.NO_FEEDBACK, permission="feedback.follow"
)
CONFIRM_DISSATISFIED = Transition(
    "confirm_dissatisfied", "确认不满意", sources={F.GIVEN}, target=None, permission="proposal.order_redo"
)
RATE_IMPLEMENTATION = Transition(
    "rate_implementation", "评价落实情况", sources={F.GIVEN, F.NO_FEEDBACK}, target=None, permission="feedback.give"
)

FEEDBACK_MACHINE = Machine(
    "feedback", F, (GIVE, REMIND, CLOSE_SILENT, CONFIRM_DISSATISFIED, RATE_IMPLEMENTATION), initial=F.ASKED
)
