"""The machines of appraisal rounds, appraisal meetings and selections of excellent proposals (handbook 5.9)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..models import AppraisalSubject, UnitAppraisal
from ..models import AwardState as A
from ..models import RoundState as R

OPEN_ROUND = Transition("open_round", "开始评议", sources={R.PREPARED}, target=R.OPEN, permission="appraisal.run")
CLOSE_ROUND = Transition("close_round", "结束评议", sources={R.OPEN}, target=R.CLOSED, permission="appraisal.run")
PUBLISH_ROUND = Transition(
    "publish_round", "公布结果", sources={R.CLOSED}, target=R.PUBLISHED, permission="appraisal.publish"
)
APPRAISAL_MACHINE = Machine("appraisal_round", R, (OPEN_ROUND, CLOSE_ROUND, PUBLISH_ROUND), initial=R.PREPARED)


def _is_of_units(appraisal: UnitAppraisal) -> str | None:
    """评议的是承办单位"""
    if appraisal.subject == AppraisalSubject.KEYS:
        return "重点提案办理的评议结果只通知承办单位和领导，不对社会公布。"
    return None


OPEN_VOTE = Transition("open_vote", "开始投票", sources={R.PREPARED}, target=R.OPEN, permission="unit_appraisal.run")
CLOSE_VOTE = Transition("close_vote", "结束投票", sources={R.OPEN}, target=R.CLOSED, permission="unit_appraisal.run")
PUBLISH_VOTE = Transition(
    "publish_vote", "公布结果", sources={R.CLOSED}, target=R.PUBLISHED, permission="appraisal.publish",
    guard=_is_of_units,
)  # fmt: skip
UNIT_APPRAISAL_MACHINE = Machine("unit_appraisal", R, (OPEN_VOTE, CLOSE_VOTE, PUBLISH_VOTE), initial=R.PREPARED)

SHORTLIST = Transition(
    "shortlist", "初选", sources={A.NOMINATING, A.SHORTLISTED}, target=A.SHORTLISTED, permission="award.run"
)
PREPARE_VOTE = Transition(
    "prepare_award_vote", "准备无记名投票", sources={A.SHORTLISTED}, target=None, permission="award.run"
)
ENTER_VOTES = Transition(
    "enter_award_votes", "录入评定票数", sources={A.SHORTLISTED}, target=A.VOTED, permission="award.run"
)
DECIDE_AWARDS = Transition("decide_awards", "审定优秀提案", sources={A.VOTED}, target=A.DECIDED, permission="award.run")
PUBLISH_AWARDS = Transition(
    "publish_awards", "公布优秀提案", sources={A.DECIDED}, target=A.PUBLISHED, permission="award.run"
)
AWARD_MACHINE = Machine(
    "award_selection",
    A,
    (SHORTLIST, PREPARE_VOTE, ENTER_VOTES, DECIDE_AWARDS, PUBLISH_AWARDS),
    initial=A.NOMINATING,
)
