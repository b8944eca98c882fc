"""The machines of an issue of a periodical, of a report to a higher committee, and of an adoption."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import AdoptionState, IssueState, ReportState, UpLevel
from ..models import OpinionAdoption, OpinionReport

LAY_OUT = Transition("lay_out_issue", "编排", sources={IssueState.LAID_OUT}, target=None, permission="issue.lay_out")
SEND_TO_SIGN = Transition(
    "send_issue_to_sign", "送签", sources={IssueState.LAID_OUT}, target=IssueState.SIGNING, permission="issue.lay_out"
)
SEND_BACK = Transition(
    "send_back_issue", "退回修改", sources={IssueState.SIGNING}, target=IssueState.LAID_OUT, permission="issue.sign",
    needs_reason=True,
)  # fmt: skip
ISSUE = Transition(
    "issue_periodical", "签发编号", sources={IssueState.SIGNING}, target=IssueState.ISSUED, permission="issue.sign"
)
RECALL = Transition(
    "recall_issue", "收回", sources={IssueState.ISSUED}, target=IssueState.RECALLED, permission="issue.recall",
    needs_reason=True,
)  # fmt: skip

ISSUE_MACHINE = Machine(
    "opinion_issue", IssueState, (LAY_OUT, SEND_TO_SIGN, SEND_BACK, ISSUE, RECALL), initial=IssueState.LAID_OUT
)


def _is_out_of_hand(report: OpinionReport) -> str | None:
    """What arrived in another committee's house is theirs; only a telephone call helps."""
    if report.dispatch_key is not None:
        return f"已经送到{report.to_name}的系统，不能在这里撤回；请电话联系对方，由对方退回或不采用。"
    return None


NOTE_ADOPTED = Transition(
    "note_report_adopted", "登记采用", sources={ReportState.WAITING, ReportState.NOT_ADOPTED, ReportState.ADOPTED},
    target=ReportState.ADOPTED, permission="opinion.record_adoption",
)  # fmt: skip
NOTE_INSTRUCTED = Transition(
    "note_report_instructed", "登记上级领导批示",
    sources={ReportState.WAITING, ReportState.NOT_ADOPTED, ReportState.ADOPTED}, target=None,
    permission="opinion.record_adoption",
)  # fmt: skip
NOTE_NOT_ADOPTED = Transition(
    "note_report_not_adopted", "登记未采用", sources={ReportState.WAITING}, target=ReportState.NOT_ADOPTED,
    permission="opinion.record_adoption",
)  # fmt: skip
RECALL_REPORT = Transition(
    "recall_report", "撤回上报", sources={ReportState.WAITING}, target=ReportState.RECALLED,
    permission="opinion.report_up", needs_reason=True, guard=_is_out_of_hand,
)  # fmt: skip
REOPEN_REPORT = Transition(
    "reopen_report", "采用作废", sources={ReportState.ADOPTED}, target=ReportState.WAITING,
    permission="opinion.void_adoption", needs_reason=True,
)  # fmt: skip
CORRECT_REPORT = Transition(
    "correct_report", "更正采用结果", sources={ReportState.ADOPTED}, target=None, permission="opinion.void_adoption",
    needs_reason=True,
)  # fmt: skip
"""One of several adoptions of a report was voided; the others stand."""

REPORT_MACHINE = Machine(
    "opinion_report",
    ReportState,
    (NOTE_ADOPTED, NOTE_NOT_ADOPTED, NOTE_INSTRUCTED, RECALL_REPORT, REOPEN_REPORT, CORRECT_REPORT),
    initial=ReportState.WAITING,
)


def _is_our_own(adoption: OpinionAdoption) -> str | None:
    """What an issue of ours says is taken back with the issue."""
    if adoption.level == UpLevel.SELF:
        return "本级采用随编发登记，编错的请收回那一期。"
    return None


VOID_ADOPTION = Transition(
    "void_adoption", "作废采用记录", sources={AdoptionState.STANDING}, target=AdoptionState.VOIDED,
    permission="opinion.void_adoption", needs_reason=True, guard=_is_our_own,
)  # fmt: skip

ADOPTION_MACHINE = Machine("opinion_adoption", AdoptionState, (VOID_ADOPTION,), initial=AdoptionState.STANDING)
