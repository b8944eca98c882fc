"""Writes: a unit signs for a slip, answers or declines; the office sends back, accepts, enters paper (handbook 6.3)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import workflow
from yizheng.kernel.acting import SYSTEM, Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.ui.tags.marks import long_date

from ..enums import FeedbackKind, OpinionState, TransferState
from ..models import Opinion, OpinionTransfer
from ..phrases_following import result_of
from ..workflow import opinions as opinion_table
from ..workflow import transfers as table
from . import following_dates as dates
from .feeding_back import owe
from .transferring import OPEN, lock_slip

MOST_REPLY = 5000


@dataclass(frozen=True)
class PaperReply:
    """An answer that came on paper: what it says, who signed it and when, the scan."""

    words: str
    signed_by_name: str
    replied_on: date
    scan: StoredFile


@transaction.atomic
def sign_for(*, slip: OpinionTransfer, by: Actor, at: datetime) -> OpinionTransfer:
    """Sign for a slip (签收). Raises: PermissionDenied; Refused `stale`; nothing is changed then."""
    return workflow.apply(table.SIGN_FOR, slip, by=by, at=at, changes={"signed_for_on": timezone.localdate(at)})


@transaction.atomic
def reply(
    *, slip: OpinionTransfer, words: str, signed_by_name: str, by: Actor, at: datetime, file: StoredFile | None = None
) -> OpinionTransfer:
    """
    Answer a slip in writing (反馈办理结果), perhaps with a file; the office reads it before the author does.

    Raises: PermissionDenied; Refused `stale`, `no_text`, `long_text`, `unsigned`; nothing is changed then.
    """
    return _reply(slip, words, signed_by_name, timezone.localdate(at), file, by=by, at=at)


@transaction.atomic
def enter_paper_reply(*, slip: OpinionTransfer, paper: PaperReply, by: Actor, at: datetime) -> OpinionTransfer:
    """
    Enter an answer that came on paper (代录纸质反馈), with its scan; the signing for it is entered with it.

    Rule: office-practice 8, 19. Raises: PermissionDenied; Refused as `reply`, `future`, `before_sent`; nothing is
    changed then.
    """
    require("slip.keep", by, slip)
    locked, act_id = lock_slip(slip), uuid.uuid4()
    if paper.replied_on > timezone.localdate(at):
        raise Refused("future", "反馈日期不能晚于今天。")
    if paper.replied_on < locked.sent_on:
        raise Refused("before_sent", f"转办单是{long_date(locked.sent_on)}发出的，反馈日期不能更早。")
    on_paper = replace(
        by, user_id=None, name=(paper.signed_by_name.strip() or by.name)[:60], source=Source.PAPER,
        entered_by_id=by.user_id,
    )  # fmt: skip
    if locked.state == TransferState.SENT:
        changes = {"signed_for_on": paper.replied_on}
        locked = workflow.apply(table.SIGN_FOR, locked, by=on_paper, at=at, changes=changes, act_id=act_id)
    return _reply(
        locked, paper.words, paper.signed_by_name, paper.replied_on, paper.scan, by=on_paper, at=at, act_id=act_id
    )  # fmt: skip


def _reply(
    slip: OpinionTransfer, words: str, name: str, on: date, file: StoredFile | None, *, by: Actor, at: datetime,
    act_id: uuid.UUID | None = None,
) -> OpinionTransfer:  # fmt: skip
    changes = {"reply": _said(words), "reply_by_name": _signer(name), "replied_on": on}
    moved = workflow.apply(table.REPLY, slip, by=by, at=at, changes=changes, act_id=act_id)
    dates.meet(moved, by=by, at=at)
    if file is not None:
        files.attach(file=file, subject=moved)
    return moved


@transaction.atomic
def decline(*, slip: OpinionTransfer, reason: str, by: Actor, at: datetime) -> OpinionTransfer:
    """
    Give a slip back that is not the unit's affair (退件), with the reason; the office hands it on.

    Raises: PermissionDenied; Refused `stale`, `no_reason`; nothing is changed then.
    """
    moved = workflow.apply(table.DECLINE, slip, by=by, at=at, reason=reason)
    dates.cancel(moved, "单位退件", by=SYSTEM, at=at)  # follows by itself: no unit calls a date off
    return moved


@transaction.atomic
def send_back(*, slip: OpinionTransfer, to: date, reason: str, by: Actor, at: datetime) -> OpinionTransfer:
    """
    Send an answer back for more (退回补充), with the reason and a day until which the unit adds it.

    Raises: PermissionDenied; Refused `stale`, `no_reason`, `past`; nothing is changed then.
    """
    if to <= timezone.localdate(at):
        raise Refused("past", "补充的日期要晚于今天。")
    moved = workflow.apply(table.SEND_BACK, slip, by=by, at=at, reason=reason, changes={"due_on": to})
    dates.start_until(moved, dates.REPLY, to, by=by, at=at)
    return moved


@transaction.atomic
def accept(*, slip: OpinionTransfer, by: Actor, at: datetime) -> OpinionTransfer:
    """
    Accept a unit's answer (办结): its result is owed to the authors; with the last open slip the piece is answered.

    Rule: handbook 6.3 (transferred → replied; passed to the author within opinion.feedback_workdays).
    Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    act_id, locked = uuid.uuid4(), lock_slip(slip)
    changes = {"accepted_on": timezone.localdate(at)}
    moved = workflow.apply(table.ACCEPT, locked, by=by, at=at, changes=changes, act_id=act_id)
    opinion = moved.opinion
    owe(opinion=opinion, kind=FeedbackKind.RESULT, text=result_of(moved), by=by, at=at, act_id=act_id)
    _note_replied(opinion, by=by, at=at, act_id=act_id)
    return moved


def _note_replied(opinion: Opinion, *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    fresh = Opinion.objects.get(pk=opinion.pk)
    waits = fresh.transfers.filter(state__in=OPEN).exists()
    if not waits and OpinionState(fresh.state) in opinion_table.REPLY.sources:
        workflow.apply(opinion_table.REPLY, fresh, by=by, at=at, act_id=act_id)


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise Refused("no_text", "请写明办理结果。")
    if len(said) > MOST_REPLY:
        raise Refused("long_text", f"办理结果最多{MOST_REPLY}字，现在有{len(said)}字，请精简，详情可以附文件。")
    return said


def _signer(name: str) -> str:
    if not name.strip():
        raise Refused("unsigned", "请写明由哪位负责同志审定。")
    return name.strip()[:60]
