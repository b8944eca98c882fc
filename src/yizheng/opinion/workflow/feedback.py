"""The machine of what authors are to be told (handbook 6.5)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import FeedbackState as S

GIVE = Transition("give_feedback", "反馈作者", sources={S.OWED}, target=S.GIVEN, permission="opinion.follow")
DROP = Transition(
    "drop_feedback", "不再反馈", sources={S.OWED}, target=S.DROPPED, permission="opinion.follow", needs_reason=True
)
SEE = Transition("see_feedback", "知道了", sources={S.GIVEN}, target=None, permission="opinion.see_feedback")

FEEDBACK_MACHINE = Machine("opinion_feedback", S, (GIVE, DROP, SEE), initial=S.OWED)
