"""Writes: a reply is issued, sent back, given another class, its sealed copy attached (handbook 5.6, 5.7)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.org.configuration import value
from yizheng.promise import services as promises

from .. import keys
from .. import reply_wording as wording
from ..enums import HandlingState, ProposalState, ReplyState
from ..models import Handling, Proposal, Reply
from ..workflow import handlings as table
from ..workflow import proposals as proposal_table
from . import closing, contacting, countersigning, dates, drafting, feedback
from . import handling as handlings
from .locking import lock_handlings


@dataclass(frozen=True)
class PaperReply:
    """What stands on a reply that came on paper: class, number, who signed when, the sealed letter itself."""

    class_mark: str
    signed_by_name: str
    signed_on: date
    scan: StoredFile
    doc_no: str = ""
    contact_person: str = ""
    contact_phone: str = ""


@transaction.atomic
@ledger.one_act()
def issue(
    *,
    reply: Reply,
    signed_by_name: str,
    by: Actor,
    at: datetime,
    signed_on: date | None = None,
    act_id: uuid.UUID | None = None,
) -> Reply:
    """
    Issue a reply (签发): it goes to the proposer, what it promises is registered, feedback is asked.

    Rule: handbook 5.6, 5.7; keys proposal.classes, check_before_issue. Raises: PermissionDenied; Refused `stale`,
    `guarded` (no contact, no countersignature, no class), `unsigned`, `future`, `unanswered`, `unchecked`;
    nothing is changed then.
    """
    act_id, day = act_id or uuid.uuid4(), dates.today(at)
    _check_letter(reply, signed_by_name, signed_on or day, day)
    handling = workflow.apply(
        table.ISSUE, reply.handling, by=by, at=at, changes={"issued_on": day}, act_id=act_id
    )  # fmt: skip
    changes = {
        "signed_by_name": signed_by_name.strip(), "signed_on": signed_on or day, "sent_on": day,
        "due_on": handling.due_on,
        "class_wording": wording.class_wording(reply.class_mark, day),
    }  # fmt: skip
    issued = workflow.apply(table.ISSUE_LETTER, reply, by=by, at=at, changes=changes, act_id=act_id)
    dates.meet(handling, dates.REPLY, by=by, at=at)
    _promise(issued, by=by, at=at, act_id=act_id)
    feedback.ask_for_feedback(reply=issued, by=by, at=at, act_id=act_id)
    note_all_replied(proposal=handling.proposal, by=by, at=at, act_id=act_id)
    return issued


def note_all_replied(*, proposal: Proposal, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> bool:
    """
    Note that a proposal is answered once every answering unit has replied (全部答复); tell whether it is.

    Rule: handbook 5.5.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    guard = proposal_table.NOTE_REPLIED.guard
    assert guard is not None, "the row names what has to be there"
    if locked.state not in proposal_table.NOTE_REPLIED.sources or guard(locked) is not None:
        return False
    changes = {"replied_on": dates.today(at)}
    workflow.apply(proposal_table.NOTE_REPLIED, locked, by=by, at=at, changes=changes, act_id=act_id)
    return True


@transaction.atomic
@ledger.one_act()
def reject_reply(*, handling: Handling, reason: str, by: Actor, at: datetime) -> Handling:
    """
    Send an issued reply back (退改): off the point, no contact before, wrong form, no class.

    The unit has a new date; the proposal is in handling again, the feedback asked about it is called off.
    Once the proposal is closed the reply stands. Rule: handbook 5.6; key proposal.redo_days; that a closed one is
    not opened again is our decision. Raises: PermissionDenied; Refused `stale`, `closed`, `no_reason`; nothing is
    changed then.
    """
    act_id, day = uuid.uuid4(), dates.today(at)
    lock_handlings(handling.proposal_id)
    reply = drafting.reply_of(handling)
    if reply is None or reply.state != ReplyState.ISSUED or handling.state != HandlingState.ISSUED:
        raise Refused("stale", "这件提案没有已经签发的答复，请刷新后查看。")
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=handling.proposal_id)
    _refuse_closed(proposal)
    due = dates.start_redo_round(handling, on=day, by=by, at=at).due_on
    changes = {"issued_on": None, "due_on": due, "extended_to": None, "countersigned_on": None}
    moved = workflow.apply(table.REJECT, handling, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    letter = workflow.apply(
        table.REJECT_LETTER, reply, by=by, at=at, reason=reason, changes={"reject_reason": reason.strip()[:500]},
        act_id=act_id,
    )  # fmt: skip
    countersigning.void_countersignatures(moved, by=by, at=at, act_id=act_id)
    feedback.take_back(reply=letter, reason=f"答复退改：{reason}"[:500], by=by, at=at, act_id=act_id)
    if proposal.state == ProposalState.REPLIED:
        back = proposal_table.BACK_TO_HANDLING
        workflow.apply(back, proposal, by=by, at=at, reason=reason, changes={"replied_on": None}, act_id=act_id)
    return moved


@transaction.atomic
@ledger.one_act()
def change_class(*, reply: Reply, mark: str, reason: str, by: Actor, at: datetime) -> Reply:
    """
    Give a reply another class (调整类别); both classes stay in the ledger.

    A closed proposal is tracked from now on where the new class asks for it. Rule: handbook 5.5, 5.7 (R35).
    Raises: PermissionDenied; Refused `stale`, `no_reason`, `no_such_class`, `same_class`; nothing is changed then.
    """
    words = wording.class_wording(mark, reply.sent_on or dates.today(at))
    if not words:
        raise Refused("no_such_class", f"没有“{mark}”这一类，请重新选。")
    if mark == reply.class_mark:
        raise Refused("same_class", f"现在就是{mark}类，不用调整。")
    lock_handlings(reply.handling.proposal_id)
    changes = {"class_mark": mark, "class_wording": words}
    moved = workflow.apply(table.CHANGE_CLASS, reply, by=by, at=at, reason=reason, changes=changes)
    closing.track_closed(proposal=moved.handling.proposal, at=at)
    return moved


@transaction.atomic
def attach_sealed(*, reply: Reply, scan: StoredFile, by: Actor, at: datetime) -> Reply:
    """
    Attach the scan of the sealed letter (上传盖章件); a later one stands in its place.

    Rule: office-practice 11. Raises: PermissionDenied; Refused `stale`.
    """
    moved = workflow.apply(table.ATTACH_SEALED, reply, by=by, at=at, changes={"sealed_scan": scan})
    files.attach(file=scan, subject=moved)
    return moved


@transaction.atomic
@ledger.one_act()
def enter_paper_reply(
    *, handling: Handling, paper: PaperReply, contact: contacting.Contact | None, by: Actor, at: datetime
) -> Reply:
    """
    Enter a reply that came on paper, unsplit (代录纸质答复), with its sealed scan.

    The steps before it are entered with it; the talk with the proposer is needed all the same, from the sheet
    where none is recorded. Rule: office-practice 19, 27. Raises: as `issue`, and as the steps it enters; nothing
    is changed then.
    """
    act_id = uuid.uuid4()
    signer = paper.signed_by_name.strip()
    on_paper = replace(by, user_id=None, name=(signer or by.name)[:60], source=Source.PAPER, entered_by_id=by.user_id)
    moved = handling
    if moved.state == HandlingState.ASSIGNED:
        moved = handlings.sign_for(handling=moved, by=on_paper, at=at, act_id=act_id)
    if contact is not None:
        record = contacting.record_contact(handling=moved, contact=contact, by=on_paper, at=at, act_id=act_id)
        moved = record.handling
    reply = drafting.write_reply(handling=moved, words=_words(paper), by=on_paper, at=at, act_id=act_id)
    reply.sealed_scan, reply.on_paper = paper.scan, True
    reply.save(update_fields=["sealed_scan", "on_paper"])
    files.attach(file=paper.scan, subject=reply)
    if moved.state in (HandlingState.CONTACTED, HandlingState.REJECTED):
        moved = drafting.finish_draft(handling=moved, by=on_paper, at=at, act_id=act_id)
    reply.handling = moved
    return issue(
        reply=reply, signed_by_name=signer, signed_on=paper.signed_on, by=on_paper, at=at, act_id=act_id
    )  # fmt: skip


def _refuse_closed(proposal: Proposal) -> None:
    if proposal.state not in (*proposal_table.WITH_UNITS, ProposalState.REPLIED):
        state = proposal.get_state_display()
        raise Refused("closed", f"这件提案现在是“{state}”，答复不能再退改；要改类别，请用“调整类别”。")


def _words(paper: PaperReply) -> drafting.Words:
    return drafting.Words(
        class_mark=paper.class_mark, doc_no=paper.doc_no, contact_person=paper.contact_person,
        contact_phone=paper.contact_phone, copies=wording.copies(),
    )  # fmt: skip


def _check_letter(reply: Reply, signed_by_name: str, signed_on: date, day: date) -> None:
    if not signed_by_name.strip():
        raise Refused("unsigned", "请写明由哪位负责同志签发。")
    if signed_on > day:
        raise Refused("future", "签发日期不能晚于今天。")
    drafting.refuse_unanswered(reply)
    if value(keys.CHECK_BEFORE_ISSUE, on=day) and reply.checked_on is None and not reply.on_paper:
        raise Refused("unchecked", "答复要先审核再签发。请先送审核。")


def _promise(reply: Reply, *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    for each in reply.commitments:
        promises.make(
            origin=reply, text=each["text"], due_on=date.fromisoformat(each["due_on"]), promiser=reply.handling.unit,
            by=by, at=at, act_id=act_id,
        )  # fmt: skip
