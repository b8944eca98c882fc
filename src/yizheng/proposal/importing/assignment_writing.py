"""One line of what came back, written through the acts of the handling (office-practice 19)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from yizheng.attachment.models import StoredFile
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from ..enums import ContactMode, ContactStage, HandlingState, ReplyState
from ..models import Handling
from ..services import contacting, drafting, replying
from ..services import handling as handlings

FROM_SHEET = "按回执表录入，当面或电话记录在承办单位。"


@transaction.atomic
def write_row(handling: Handling, line: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """
    Sign for, record the talk, and note the reply that a row of the sheet tells of; what is there already stays.

    The reply waits for its sealed scan and is issued with it. Raises: as the acts it does.
    """
    if handling.state == HandlingState.ASSIGNED and (line["signed_on"] or line["contacted_on"]):
        handling = _sign(handling, line["signed_on"] or line["contacted_on"], by=by, at=at)
    if line["contacted_on"] and handling.contacted_on is None:
        handling = _contact(handling, date.fromisoformat(line["contacted_on"]), by=by, at=at)
    if line["class_mark"]:
        _note_reply(handling, line, by=by, at=at)


def _sign(handling: Handling, day: str, *, by: Actor, at: datetime) -> Handling:
    """The day on the sheet is the day of signing; that it was entered later stands in the ledger."""
    moved = handlings.sign_for(handling=handling, by=by, at=at)
    signed_on = date.fromisoformat(day)
    if signed_on < moved.assigned_on:
        raise Refused("too_early", f"签收日期{day}早于交办日期，请核对。")
    if signed_on != moved.signed_on:
        moved.signed_on = signed_on
        moved.save(update_fields=["signed_on"])
        ledger.record("enter_sign_day", moved, by=by, at=at, fields={"signed_on": signed_on})
    return moved


def _contact(handling: Handling, day: date, *, by: Actor, at: datetime) -> Handling:
    contact = contacting.Contact(
        stage=ContactStage.BEFORE, mode=ContactMode.PHONE, happened_on=day, unit_people=str(handling.unit),
        proposer_people=handling.proposal.proposer_name, notes=FROM_SHEET,
    )  # fmt: skip
    return contacting.record_contact(handling=handling, contact=contact, by=by, at=at).handling


def _note_reply(handling: Handling, line: dict[str, Any], *, by: Actor, at: datetime) -> None:
    current = drafting.reply_of(handling)
    if current is not None and current.state == ReplyState.ISSUED:
        return
    words = drafting.Words(class_mark=line["class_mark"], doc_no=line["doc_no"])
    reply = drafting.write_reply(handling=handling, words=words, by=by, at=at)
    reply.signed_by_name, reply.signed_on = line["signer"], date.fromisoformat(line["replied_on"])
    reply.on_paper = True
    reply.save(update_fields=["signed_by_name", "signed_on", "on_paper"])


@transaction.atomic
def attach_scan(handling: Handling, scan: StoredFile, *, by: Actor, at: datetime) -> None:
    """
    Attach a sealed scan to the reply; one that was only noted from the sheet is issued with it.

    Raises: Refused `unknown_reply`, and as `replying.enter_paper_reply` and `replying.attach_sealed`.
    """
    reply = drafting.reply_of(handling)
    if reply is not None and reply.state == ReplyState.ISSUED:
        replying.attach_sealed(reply=reply, scan=scan, by=by, at=at)
        return
    if reply is None or not reply.class_mark or not reply.signed_by_name or reply.signed_on is None:
        raise Refused("unknown_reply", "还不知道答复的类别和签发人。请先用回执表读回来，或到办理页代录。")
    paper = replying.PaperReply(
        class_mark=reply.class_mark, signed_by_name=reply.signed_by_name, signed_on=reply.signed_on, scan=scan,
        doc_no=reply.doc_no, contact_person=reply.contact_person, contact_phone=reply.contact_phone,
    )  # fmt: skip
    replying.enter_paper_reply(handling=handling, paper=paper, contact=None, by=by, at=at)
