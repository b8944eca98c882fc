"""The machine of an opinion (handbook 6.3)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import OpinionState as S

BEYOND_APPROVAL = (S.APPROVED, S.ISSUED, S.TRANSFERRED, S.REPORTED_UP, S.ADOPTED_UP, S.INSTRUCTED, S.REPLIED)
"""A piece that was signed may be issued, handed on and reported in any order; the state tells how far it has come."""

SUBMIT = Transition("submit_opinion", "报送", sources={S.DRAFT}, target=S.SUBMITTED, permission="opinion.submit")
RESUBMIT = Transition(
    "resubmit_opinion", "补充后报送", sources={S.RETURNED}, target=S.SUBMITTED, permission="opinion.submit"
)
WITHDRAW = Transition(
    "withdraw_opinion", "撤回", sources={S.SUBMITTED, S.RETURNED}, target=S.WITHDRAWN, permission="opinion.withdraw"
)
TAKE_OVER_GIVEN = Transition(
    "take_over_given_speech", "大会发言转来", sources={S.DRAFT}, target=S.APPROVED, permission="opinion.transfer"
)
"""A speech that a leader chose and the plenary heard needs no second signature (handbook 9.6)."""
RETURN = Transition(
    "return_opinion", "退回补充", sources={S.SUBMITTED, S.EDITING}, target=S.RETURNED, permission="opinion.edit",
    needs_reason=True,
)  # fmt: skip
REJECT = Transition(
    "reject_opinion", "不采用", sources={S.SUBMITTED, S.EDITING}, target=S.REJECTED, permission="opinion.edit"
)
TAKE_UP = Transition("take_up_opinion", "编辑", sources={S.SUBMITTED}, target=S.EDITING, permission="opinion.edit")
KEEP_EDIT = Transition("keep_opinion_edit", "存一稿", sources={S.EDITING}, target=None, permission="opinion.edit")
MARK_URGENCY = Transition(
    "mark_opinion_urgency", "改缓急", sources={S.SUBMITTED, S.EDITING}, target=None, permission="opinion.edit"
)
NAME_READERS = Transition(
    "name_opinion_readers", "定阅看人", sources={*S} - {S.DRAFT, S.WITHDRAWN, S.REJECTED, S.RETURNED}, target=None,
    permission="opinion.edit",
)  # fmt: skip
MERGE_AWAY = Transition(
    "merge_opinion", "并入综合稿", sources={S.SUBMITTED, S.EDITING}, target=S.MERGED, permission="opinion.edit"
)
TAKE_OUT = Transition(
    "take_out_opinion", "从综合稿取出", sources={S.MERGED}, target=S.EDITING, permission="opinion.edit"
)
SEND_TO_SIGN = Transition(
    "send_opinion_to_sign", "送审签", sources={S.EDITING}, target=S.SIGNING, permission="opinion.edit"
)
SEND_BACK = Transition(
    "send_back_opinion", "退回修改", sources={S.SIGNING}, target=S.EDITING, permission="opinion.sign", needs_reason=True
)
APPROVE = Transition("approve_opinion", "审签", sources={S.SIGNING}, target=S.APPROVED, permission="opinion.sign")
ISSUE = Transition("issue_opinion", "编发", sources={S.APPROVED}, target=S.ISSUED, permission="opinion.issue")
ISSUE_TOO = Transition(
    "issue_opinion_too", "再编发", sources={*BEYOND_APPROVAL} - {S.APPROVED}, target=None, permission="opinion.issue"
)
TAKE_BACK = Transition(
    "take_back_opinion", "撤下", sources={S.ISSUED}, target=S.APPROVED, permission="opinion.issue", needs_reason=True
)
TRANSFER = Transition(
    "transfer_opinion", "转办", sources={S.APPROVED, S.ISSUED}, target=S.TRANSFERRED, permission="opinion.transfer"
)
TRANSFER_TOO = Transition(
    "transfer_opinion_too", "再转办", sources={*BEYOND_APPROVAL} - {S.APPROVED, S.ISSUED}, target=None,
    permission="opinion.transfer",
)  # fmt: skip
REPORT_UP = Transition(
    "report_opinion_up", "上报", sources={S.APPROVED, S.ISSUED}, target=S.REPORTED_UP, permission="opinion.report_up"
)
REPORT_UP_TOO = Transition(
    "report_opinion_up_too", "再上报", sources={*BEYOND_APPROVAL} - {S.APPROVED, S.ISSUED}, target=None,
    permission="opinion.report_up",
)  # fmt: skip
ADOPT_UP = Transition(
    "adopt_opinion_up", "登记上级采用", sources={S.ISSUED, S.TRANSFERRED, S.REPORTED_UP}, target=S.ADOPTED_UP,
    permission="opinion.record_adoption",
)  # fmt: skip
ADOPT_UP_TOO = Transition(
    "adopt_opinion_up_too", "再登记采用", target=None,
    sources={S.APPROVED, S.ADOPTED_UP, S.INSTRUCTED, S.REPLIED, S.ARCHIVED, S.CONVERTED},
    permission="opinion.record_adoption",
)  # fmt: skip
VOID_ADOPTION = {
    state: Transition(
        f"void_adoption_to_{state.value}", "采用作废", sources={S.ADOPTED_UP}, target=state,
        permission="opinion.void_adoption", needs_reason=True,
    )
    for state in (S.ISSUED, S.TRANSFERRED, S.REPORTED_UP)
}  # fmt: skip
"""A mistaken adoption was the only one: by the state the piece goes back to."""
VOID_ADOPTION_TOO = Transition(
    "void_adoption_too", "采用记录作废", sources={*BEYOND_APPROVAL, S.ARCHIVED, S.CONVERTED}, target=None,
    permission="opinion.void_adoption", needs_reason=True,
)  # fmt: skip
INSTRUCT = Transition(
    "instruct_opinion", "登记批示", sources={S.ISSUED, S.TRANSFERRED, S.REPORTED_UP, S.ADOPTED_UP},
    target=S.INSTRUCTED, permission="opinion.record_instruction",
)  # fmt: skip
INSTRUCT_TOO = Transition(
    "instruct_opinion_too", "再登记批示", target=None,
    sources={S.APPROVED, S.INSTRUCTED, S.REPLIED, S.ARCHIVED, S.CONVERTED}, permission="opinion.record_instruction",
)  # fmt: skip
REPLY = Transition(
    "reply_opinion", "登记反馈", sources={S.TRANSFERRED, S.INSTRUCTED, S.ADOPTED_UP, S.REPORTED_UP}, target=S.REPLIED,
    permission="opinion.follow",
)  # fmt: skip
ARCHIVE = Transition(
    "archive_opinion", "归档", sources={S.ISSUED, S.REPLIED, S.ADOPTED_UP, S.INSTRUCTED, S.REPORTED_UP, S.REJECTED},
    target=S.ARCHIVED, permission="opinion.archive",
)  # fmt: skip
CONVERT = Transition(
    "convert_opinion", "转化", sources={S.SUBMITTED, S.EDITING, *BEYOND_APPROVAL}, target=S.CONVERTED,
    permission="opinion.edit",
)  # fmt: skip
PUBLISH = Transition(
    "publish_opinion", "在网站公开", sources={S.ISSUED, S.ADOPTED_UP, S.INSTRUCTED, S.REPLIED, S.ARCHIVED}, target=None,
    permission="opinion.publish",
)  # fmt: skip

VOID_POINTS = Transition(
    "void_opinion_points", "积分作废并警示", sources={*S} - {S.DRAFT, S.WITHDRAWN}, target=None,
    permission="opinion.void_points", needs_reason=True,
)  # fmt: skip
NOTE_SEEN = Transition(
    "note_opinion_circled", "登记圈阅", sources={*BEYOND_APPROVAL, S.ARCHIVED, S.CONVERTED}, target=None,
    permission="opinion.record_instruction",
)  # fmt: skip
TAKE_DOWN = Transition(
    "take_down_opinion", "撤下网站公开",
    sources={S.ISSUED, S.ADOPTED_UP, S.INSTRUCTED, S.REPLIED, S.ARCHIVED, S.TRANSFERRED, S.REPORTED_UP},
    target=None, permission="opinion.publish", needs_reason=True,
)  # fmt: skip

OPINION_MACHINE = Machine(
    "opinion",
    S,
    (
        SUBMIT, RESUBMIT, WITHDRAW, RETURN, REJECT, TAKE_UP, KEEP_EDIT, MARK_URGENCY, NAME_READERS, MERGE_AWAY,
        TAKE_OVER_GIVEN, TAKE_OUT, SEND_TO_SIGN, SEND_BACK, APPROVE, ISSUE, ISSUE_TOO, TAKE_BACK, TRANSFER,
        TRANSFER_TOO, REPORT_UP, REPORT_UP_TOO, ADOPT_UP, ADOPT_UP_TOO, *VOID_ADOPTION.values(), VOID_ADOPTION_TOO,
        INSTRUCT, INSTRUCT_TOO, REPLY, ARCHIVE, CONVERT, PUBLISH, TAKE_DOWN, VOID_POINTS, NOTE_SEEN,
    ),
    initial=S.DRAFT,
)  # fmt: skip
