"""The machines of a handling and of its reply (handbook 5.6, 5.7)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import HandlingState as H
from ..enums import ReplyState as R
from ..models import Handling

WORKING = {H.SIGNED, H.CONTACTED, H.DRAFTED, H.COUNTERSIGNED, H.REJECTED}
OPEN = {H.ASSIGNED, H.ADJUSTING, H.OPINED, *WORKING}


def _is_co(handling: Handling) -> str | None:
    """是会办单位"""
    return None if handling.role == "co" else "只有会办单位向主办单位送会办意见。"


def _answers(handling: Handling) -> str | None:
    """是直接答复提案人的单位"""
    return "会办单位不直接答复提案人；请把会办意见送主办单位。" if handling.role == "co" else None


def _may_be_issued(handling: Handling) -> str | None:
    """面商过，会办单位都会签了，定了类别"""
    talks = handling.contacts.filter(round=handling.round).exclude(confirmation="objected")
    if not talks.exists():
        return "还没有与提案人面商的记录，不能签发。请先联系提案人并记下来。"
    if handling.round > 1 and not talks.filter(leader_took_part=True).exists():
        return "重新办理的提案，要有单位负责同志参加面商，才能签发。"
    if _waits_for_co(handling):
        return "会办单位还没有全部会签，不能签发。请先请会办单位会签。"
    reply = handling.replies.filter(round=handling.round).order_by("-id").first()
    if reply is None or not reply.class_mark:
        return "还没有定办理结果的类别，不能签发。请先选 A、B、C 类。"
    return None


def _waits_for_co(handling: Handling) -> bool:
    if handling.role != "host":
        return False
    beside = Handling.objects.filter(proposal=handling.proposal_id, role="co")
    return beside.exclude(state__in=[H.REASSIGNED, H.STOPPED]).filter(countersigned_on__isnull=True).exists()


SIGN = Transition("sign_for", "签收", sources={H.ASSIGNED}, target=H.SIGNED, permission="handling.work")
REQUEST_ADJUSTMENT = Transition(
    "request_adjustment", "申请调整", sources={H.ASSIGNED, H.SIGNED}, target=H.ADJUSTING,
    permission="handling.request_adjustment", needs_reason=True,
)  # fmt: skip
KEEP = Transition(
    "keep_unit", "不予调整", sources={H.ADJUSTING}, target=H.SIGNED, permission="handling.decide_adjustment",
    needs_reason=True,
)  # fmt: skip
REASSIGN = Transition(
    "reassign", "改办", sources={H.ADJUSTING}, target=H.REASSIGNED, permission="handling.decide_adjustment"
)
CONTACT = Transition(
    "record_first_contact", "记录面商", sources={H.SIGNED}, target=H.CONTACTED, permission="contact.record"
)
ADD_CONTACT = Transition(
    "record_contact", "再记一次面商", sources={H.CONTACTED, H.DRAFTED, H.COUNTERSIGNED, H.REJECTED, H.ISSUED, H.OPINED},
    target=None, permission="contact.record",
)  # fmt: skip
SEND_OPINION = Transition(
    "send_co_opinion", "送会办意见", sources={H.SIGNED, H.CONTACTED}, target=H.OPINED, permission="handling.work",
    guard=_is_co,
)  # fmt: skip
COUNTERSIGN = Transition(
    "countersign", "会签", sources={H.OPINED}, target=None, permission="handling.issue", guard=_is_co
)
FINISH_DRAFT = Transition(
    "finish_draft", "拟好答复", sources={H.CONTACTED, H.REJECTED}, target=H.DRAFTED, permission="handling.work",
    guard=_answers,
)  # fmt: skip
TAKE_BACK_DRAFT = Transition(
    "take_back_draft", "收回再改", sources={H.DRAFTED, H.COUNTERSIGNED}, target=H.CONTACTED,
    permission="handling.work",
)  # fmt: skip
NOTE_COUNTERSIGNED = Transition(
    "note_countersigned", "会签完毕", sources={H.DRAFTED}, target=H.COUNTERSIGNED, permission="handling.follow"
)
ISSUE = Transition(
    "issue_reply", "签发", sources={H.DRAFTED, H.COUNTERSIGNED}, target=H.ISSUED, permission="handling.issue",
    guard=_may_be_issued,
)  # fmt: skip
REJECT = Transition(
    "reject_reply", "退改", sources={H.ISSUED}, target=H.REJECTED, permission="handling.reject", needs_reason=True
)
EXTEND = Transition(
    "extend", "延期", sources={H.ASSIGNED, *WORKING}, target=None, permission="handling.extend", needs_reason=True
)
ASK_EXTENSION = Transition(
    "ask_extension", "申请延期", sources={H.ASSIGNED, *WORKING}, target=None,
    permission="handling.request_adjustment", needs_reason=True,
)  # fmt: skip
REFUSE_EXTENSION = Transition(
    "refuse_extension", "不同意延期", sources={H.ASSIGNED, *WORKING}, target=None, permission="handling.extend",
    needs_reason=True,
)  # fmt: skip
STOP = Transition("stop", "停办", sources=OPEN, target=H.STOPPED, permission="handling.stop", needs_reason=True)
START_ROUND = Transition(
    "start_round", "进入下一轮", sources={H.ISSUED, H.OPINED}, target=H.SIGNED, permission="handling.stop"
)
SCHEDULE_SECOND = Transition(
    "schedule_second_reply", "定二次答复期限", sources={H.ISSUED}, target=None, permission="handling.follow"
)
WRITE_SECOND = Transition(
    "write_second_reply", "二次答复", sources={H.ISSUED}, target=None, permission="handling.issue", guard=_answers
)

HANDLING_MACHINE = Machine(
    "handling",
    H,
    (
        SIGN, REQUEST_ADJUSTMENT, KEEP, REASSIGN, CONTACT, ADD_CONTACT, SEND_OPINION, COUNTERSIGN, FINISH_DRAFT,
        TAKE_BACK_DRAFT, NOTE_COUNTERSIGNED, ISSUE, REJECT, EXTEND, ASK_EXTENSION, REFUSE_EXTENSION,
        STOP, START_ROUND,
        SCHEDULE_SECOND, WRITE_SECOND,
    ),
    initial=H.ASSIGNED,
)  # fmt: skip

SEND_TO_CHECK = Transition(
    "send_reply_to_check", "送审核", sources={R.DRAFT}, target=R.CHECKING, permission="reply.write"
)
ISSUE_LETTER = Transition(
    "issue_letter", "签发答复", sources={R.DRAFT, R.CHECKING}, target=R.ISSUED, permission="reply.issue"
)
REJECT_LETTER = Transition(
    "reject_letter", "退改答复", sources={R.CHECKING, R.ISSUED}, target=R.REJECTED, permission="reply.check",
    needs_reason=True,
)  # fmt: skip
PASS_CHECK = Transition("pass_check", "审核通过", sources={R.CHECKING}, target=R.DRAFT, permission="reply.check")
REDRAFT = Transition("redraft_letter", "重新拟稿", sources={R.REJECTED}, target=R.DRAFT, permission="reply.write")
CHANGE_CLASS = Transition(
    "change_class", "调整类别", sources={R.CHECKING, R.ISSUED}, target=None, permission="reply.check",
    needs_reason=True,
)  # fmt: skip
ATTACH_SEALED = Transition(
    "attach_sealed_scan", "上传盖章件", sources={R.ISSUED}, target=None, permission="reply.issue"
)

REPLY_MACHINE = Machine(
    "reply",
    R,
    (SEND_TO_CHECK, PASS_CHECK, ISSUE_LETTER, REJECT_LETTER, REDRAFT, CHANGE_CLASS, ATTACH_SEALED),
    initial=R.DRAFT,
)
