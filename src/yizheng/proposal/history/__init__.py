"""What happened to a proposal, from the ledger of it and of what hangs on it, as its reader may know it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.quarantine import ACT_WORDS
from yizheng.kernel.together import Asked, Steps
from yizheng.kernel.workflow import Machine
from yizheng.ui.shapes import TimelineEntry

from .. import workflow
from ..dossier import Dossier

MOST_ENTRIES = 300
_MACHINES = [each for each in vars(workflow).values() if isinstance(each, Machine)]
_WORDS = {
    **ACT_WORDS,
    **{row.name: row.label for machine in _MACHINES for row in machine.transitions},
    "begin": "起草",
    "import_proposal": "历史导入",
    "correct_by_import": "按登记表更正",
    "import_handling": "导入承办单位",
    "import_reply": "导入答复",
    "import_feedback": "导入评价",
    "open_handling": "交办到单位",
    "invite_to_sign": "邀请联名",
    "agree_to_sign": "同意联名",
    "decline_to_sign": "不参加联名",
    "take_back_invitation": "收回联名邀请",
    "invitation_expired": "联名邀请到期",
    "confirm_entry": "确认提案",
    "ask_to_confirm": "请提案人确认代录",
    "refuse_entry": "不同意代录",
    "comment_share": "单位提出意见",
    "make_conversion": "转送",
    "write_reply": "拟答复",
    "write_second_reply": "二次答复",
    "schedule_second_reply": "定二次答复的期限",
    "ask_for_countersignature": "请会签",
    "void_countersignature": "会签作废",
    "extend_deadline": "延期",
    "ask_for_feedback": "征询意见",
    "issue_second_reply": "发出二次答复",
    "mark_key": "确定为重点或重要提案",
    "record_media_visit": "记下媒体采访",
    "score_quality": "评提案质量",
}

SHARED = frozenset({
    "import_proposal", "submit", "resubmit", "file", "give_filed_number", "merge", "take_in", "assign",
    "open_handling", "sign_for",
    "record_first_contact", "record_contact", "issue_reply", "note_replied", "order_redo", "close", "close_disputed",
    "track", "settle", "carry", "handle_again", "withdraw", "withdraw_assigned", "share_with_members",
})  # fmt: skip
"""What everybody may know who reads the proposal at all; without the reasons given."""

OF_PROPOSER = SHARED | {
    "begin", "invite_cosigners", "invite_to_sign", "agree_to_sign", "decline_to_sign", "take_back_invitation",
    "invitation_expired", "confirm_entry", "make_conversion", "mark_key", "return_for_change",
    "ask_to_merge", "ask_to_convert", "answer_consent", "ask_to_withdraw", "refuse_withdrawal",
    "edit_text", "split", "not_file", "convert", "extend", "reassign", "give_feedback", "rate_implementation",
    "confirm_dissatisfied", "close_silent", "remind_of_feedback", "start_round", "ask_for_feedback",
    "write_second_reply", "schedule_second_reply", "issue_second_reply",
}  # fmt: skip
"""What is said to the proposer, with its reasons; how the review talked among itself is not (F044)."""

OF_UNITS = (SHARED - {"submit", "resubmit"}) | {
    "pre_assign", "request_adjustment", "keep_unit", "reassign", "send_co_opinion", "countersign", "finish_draft",
    "take_back_draft", "note_countersigned", "reject_reply", "extend", "ask_extension", "refuse_extension", "stop",
    "start_round", "back_to_handling",
    "start_handling", "send_reply_to_check", "pass_check", "reject_letter", "change_class", "attach_sealed_scan",
    "give_feedback", "confirm_dissatisfied", "redraft_letter", "issue_letter", "comment_share", "write_reply",
    "ask_for_countersignature", "void_countersignature", "write_second_reply", "schedule_second_reply",
    "issue_second_reply",
}  # fmt: skip
"""What units and assigners deal with, with its reasons."""


@Asked
def entries(dossier: Dossier) -> Steps[list[TimelineEntry]]:
    """Return what happened, newest first, media visits among it (F060). One statement for the ledger."""
    about = LedgerEntry.objects.filter(_about(dossier)).select_related("entered_by")
    rows = yield about.order_by("-id")[:MOST_ENTRIES]
    subject = _names(dossier)
    told = [_entry(row, dossier, subject.get((row.kind, row.object_id), "")) for row in rows if _may_know(row, dossier)]
    visits = [_visit(each) for each in dossier.visits]
    return sorted([*told, *visits], key=_when, reverse=True)


def _about(dossier: Dossier) -> Q:
    """Only what the reader sees is asked after: the ids come from the dossier."""
    about = Q(kind="proposal", object_id=dossier.proposal.pk)
    kinds: list[tuple[str, Iterable[Any]]] = [
        ("handling", dossier.handlings), ("reply", dossier.replies), ("feedback", dossier.feedback),
        ("proposal_signer", [] if dossier.is_shared else dossier.signers),
    ]  # fmt: skip
    for kind, rows in kinds:
        if ids := [row.pk for row in rows]:
            about |= Q(kind=kind, object_id__in=ids)
    return about


def _names(dossier: Dossier) -> dict[tuple[str, int], str]:
    """Say whose act it was where a proposal has several units or signers."""
    units = {("handling", each.pk): str(each.unit) for each in dossier.handlings}
    replies = {("reply", each.pk): str(each.handling.unit) for each in dossier.replies}
    rated = {("feedback", each.pk): str(each.reply.handling.unit) for each in dossier.feedback}
    signers = {("proposal_signer", each.pk): each.display_name for each in dossier.signers}
    return units | replies | rated | signers


def _may_know(row: LedgerEntry, dossier: Dossier) -> bool:
    if dossier.is_office:
        return True
    return row.act in _known_to(dossier)


def _known_to(dossier: Dossier) -> frozenset[str]:
    if dossier.is_own or dossier.signs:
        return OF_PROPOSER
    return OF_UNITS if dossier.works_on_it else SHARED


def _entry(row: LedgerEntry, dossier: Dossier, about: str) -> TimelineEntry:
    on_paper = row.source in (Source.PAPER, Source.SYSTEM)
    return TimelineEntry(
        act=_WORDS.get(row.act, row.act),
        who=row.actor_name,
        at=row.at,
        hat="" if on_paper else row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "",
        reason="" if dossier.is_shared or dossier.is_closed else row.reason,
        text=about,
    )


def _visit(visit: Any) -> TimelineEntry:
    programme = f"《{visit.programme}》" if visit.programme else ""
    return TimelineEntry(
        act="媒体采访",
        who=f"{visit.medium}{programme}",
        at=visit.happened_on,
        text=f"{visit.interviewed}：{visit.gist}",
    )


def _when(entry: TimelineEntry) -> datetime:
    if isinstance(entry.at, datetime):
        return entry.at
    day: date = entry.at
    return timezone.make_aware(datetime.combine(day, time.max))
