"""The machines of the call for speeches and of one speech (handbook 9.6)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import CallState as C
from .enums import SpeechForm
from .enums import SpeechState as S
from .models import Speech, SpeechCall


def _all_checked(call: SpeechCall) -> str | None:
    """没有等着初审的稿子"""
    waiting = call.speeches.filter(state=S.SUBMITTED).count()
    return f"还有{waiting}篇没有初审，初审完再送审名单。" if waiting else None


def _has_shortlist(call: SpeechCall) -> str | None:
    """名单里有人，也没有等着初审的稿子"""
    if not call.speeches.filter(state=S.SHORTLISTED).exists():
        return "名单还是空的，请先选出口头和书面发言。"
    return _all_checked(call)


def _all_given_and_answered(call: SpeechCall) -> str | None:
    """都已发言或印发，也都反馈了结果"""
    waiting = call.speeches.filter(state__in=(S.ORAL_SELECTED, S.WRITTEN_SELECTED)).count()
    if waiting:
        return f"还有{waiting}篇没有发言或印发，办完再归档。"
    unanswered = call.speeches.filter(state__in=(S.DELIVERED, S.CONVERTED), result_on=None).count()
    return f"还有{unanswered}篇没有把结果反馈给作者，反馈完再归档。" if unanswered else None


CHANGE_CALL = Transition("change_speech_call", "修改征集", sources={C.OPEN}, target=None, permission="speech.call")
CLOSE_CALL = Transition("close_speech_call", "截止征集", sources={C.OPEN}, target=C.CLOSED, permission="speech.call")
REOPEN_CALL = Transition(
    "reopen_speech_call", "延长征集", sources={C.CLOSED}, target=C.OPEN, permission="speech.call", needs_reason=True
)
PROPOSE_LIST = Transition(
    "propose_speech_list",
    "送审名单",
    sources={C.CLOSED},
    target=C.PROPOSED,
    permission="speech.select",
    guard=_has_shortlist,
)
SEND_BACK_LIST = Transition(
    "send_back_speech_list",
    "退回名单",
    sources={C.PROPOSED},
    target=C.CLOSED,
    permission="speech.approve",
    needs_reason=True,
)
APPROVE_LIST = Transition(
    "approve_speech_list",
    "审定名单",
    sources={C.PROPOSED},
    target=C.SETTLED,
    permission="speech.approve",
    guard=_has_shortlist,
)
SET_ORDER = Transition("set_speech_order", "排发言顺序", sources={C.SETTLED}, target=None, permission="speech.run")
PLAN_REHEARSAL = Transition("plan_rehearsal", "安排试讲", sources={C.SETTLED}, target=None, permission="speech.run")
CHANGE_REHEARSAL = Transition(
    "change_rehearsal", "改试讲安排", sources={C.SETTLED}, target=None, permission="speech.run"
)
DISTRIBUTE_ALL = Transition(
    "distribute_written_speeches", "印发书面发言", sources={C.SETTLED}, target=None, permission="speech.run"
)
ARCHIVE_CALL = Transition(
    "archive_speech_call",
    "全部归档",
    sources={C.SETTLED},
    target=C.ARCHIVED,
    permission="speech.archive",
    guard=_all_given_and_answered,
)
CALL_MACHINE = Machine(
    "speech_call",
    C,
    (
        CHANGE_CALL,
        CLOSE_CALL,
        REOPEN_CALL,
        PROPOSE_LIST,
        SEND_BACK_LIST,
        APPROVE_LIST,
        SET_ORDER,
        PLAN_REHEARSAL,
        CHANGE_REHEARSAL,
        DISTRIBUTE_ALL,
        ARCHIVE_CALL,
    ),
    initial=C.OPEN,
)


def _was_oral(speech: Speech) -> str | None:
    """是口头发言"""
    return None if speech.form == SpeechForm.ORAL else "书面发言已经印发，不能撤回。"


SUBMIT = Transition(
    "submit_speech", "提交", sources={S.DRAFT, S.RETURNED}, target=S.SUBMITTED, permission="speech.submit"
)
WITHDRAW = Transition(
    "withdraw_speech",
    "撤回",
    sources={S.SUBMITTED, S.RETURNED, S.CHECKED},
    target=S.WITHDRAWN,
    permission="speech.submit",
)
CHECK = Transition("check_speech", "初审通过", sources={S.SUBMITTED}, target=S.CHECKED, permission="speech.check")
RETURN = Transition(
    "return_speech",
    "退回修改",
    sources={S.SUBMITTED, S.CHECKED},
    target=S.RETURNED,
    permission="speech.check",
    needs_reason=True,
)
SHORTLIST = Transition(
    "shortlist_speech",
    "列入名单",
    sources={S.CHECKED, S.SHORTLISTED},
    target=S.SHORTLISTED,
    permission="speech.select",
)
DROP = Transition("drop_speech", "移出名单", sources={S.SHORTLISTED}, target=S.CHECKED, permission="speech.select")
SELECT_ORAL = Transition(
    "select_oral_speech", "定为口头发言", sources={S.SHORTLISTED}, target=S.ORAL_SELECTED, permission="speech.approve"
)
SELECT_WRITTEN = Transition(
    "select_written_speech",
    "定为书面发言",
    sources={S.SHORTLISTED},
    target=S.WRITTEN_SELECTED,
    permission="speech.approve",
)
PASS_OVER = Transition(
    "pass_over_speech", "未入选", sources={S.CHECKED}, target=S.NOT_SELECTED, permission="speech.approve"
)
TO_WRITTEN = Transition(
    "change_to_written",
    "改为书面",
    sources={S.ORAL_SELECTED},
    target=S.WRITTEN_SELECTED,
    permission="speech.select",
    needs_reason=True,
)
TO_ORAL = Transition(
    "change_to_oral",
    "递补口头",
    sources={S.WRITTEN_SELECTED},
    target=S.ORAL_SELECTED,
    permission="speech.approve",
    needs_reason=True,
)
EDIT = Transition(
    "edit_speech",
    "修改文稿",
    sources={S.CHECKED, S.SHORTLISTED, S.ORAL_SELECTED, S.WRITTEN_SELECTED},
    target=None,
    permission="speech.edit",
)
BEGIN_TURN = Transition(
    "begin_rehearsal_turn", "试讲计时", sources={S.ORAL_SELECTED}, target=None, permission="speech.run"
)
NOTE_TURN = Transition("note_rehearsal_turn", "记试讲", sources={S.ORAL_SELECTED}, target=None, permission="speech.run")
BEGIN = Transition("begin_speaking", "请上台", sources={S.ORAL_SELECTED}, target=None, permission="speech.run")
DELIVER = Transition("deliver_speech", "讲完了", sources={S.ORAL_SELECTED}, target=S.DELIVERED, permission="speech.run")
UNDO = Transition(
    "undo_delivery",
    "撤回已发言",
    sources={S.DELIVERED},
    target=S.ORAL_SELECTED,
    permission="speech.run",
    guard=_was_oral,
    needs_reason=True,
)
DISTRIBUTE = Transition(
    "distribute_speech", "印发", sources={S.WRITTEN_SELECTED}, target=S.DELIVERED, permission="speech.run"
)
CONVERT = Transition(
    "convert_speech", "转化", sources={S.DELIVERED, S.NOT_SELECTED}, target=S.CONVERTED, permission="speech.follow"
)
SEND_TO_UNITS = Transition(
    "send_speech_to_units", "转办", sources={S.DELIVERED}, target=S.CONVERTED, permission="speech.send"
)
FEED_BACK = Transition(
    "feed_back_speech",
    "反馈结果",
    sources={S.DELIVERED, S.NOT_SELECTED, S.CONVERTED},
    target=None,
    permission="speech.follow",
)
SEE_RESULT = Transition(
    "see_speech_result",
    "知道了",
    sources={S.DELIVERED, S.NOT_SELECTED, S.CONVERTED, S.ARCHIVED},
    target=None,
    permission="speech.see_result",
)
ARCHIVE = Transition(
    "archive_speech",
    "归档",
    sources={S.DELIVERED, S.NOT_SELECTED, S.CONVERTED},
    target=S.ARCHIVED,
    permission="speech.archive",
)
SPEECH_MACHINE = Machine(
    "speech",
    S,
    (
        SUBMIT,
        WITHDRAW,
        CHECK,
        RETURN,
        SHORTLIST,
        DROP,
        SELECT_ORAL,
        SELECT_WRITTEN,
        PASS_OVER,
        TO_WRITTEN,
        TO_ORAL,
        EDIT,
        BEGIN_TURN,
        NOTE_TURN,
        BEGIN,
        DELIVER,
        UNDO,
        DISTRIBUTE,
        CONVERT,
        SEND_TO_UNITS,
        FEED_BACK,
        SEE_RESULT,
        ARCHIVE,
    ),
    initial=S.DRAFT,
)
