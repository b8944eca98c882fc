"""From check to archive: each act one row of the machine; a leader's act also from paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Person

from .. import workflow as table
from ..models import Document, WorkSecret
from ..numbering import give_number


@transaction.atomic
def submit(*, document: Document, by: Actor, at: datetime) -> Document:
    """Hand a draft in to be checked (送核). Raises: Refused `guarded` without a text."""
    return workflow.apply(table.SUBMIT, document, by=by, at=at)


@transaction.atomic
def check(*, document: Document, by: Actor, at: datetime) -> Document:
    """Find the draft in order (核稿). Rule: handbook 2.3; our decision: never by the drafter."""
    return workflow.apply(table.CHECK, document, by=by, at=at, changes={"checked_by_name": by.name})


@transaction.atomic
def countersign(*, document: Document, who: str, by: Actor, at: datetime) -> Document:
    """Record who countersigned on paper (会签); several times add up. Raises: Refused `nobody`."""
    if not who.strip():
        raise Refused("nobody", "请写明是哪个部门、哪位领导会签的。")
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    together = "、".join(part for part in (locked.countersigned_by, who.strip()) if part)
    if len(together) > 200:
        raise Refused("too_many", "会签单位写得太长，请用简称。")
    return workflow.apply(table.COUNTERSIGN, document, by=by, at=at, changes={"countersigned_by": together})


@transaction.atomic
def sign(*, document: Document, by: Actor, at: datetime) -> Document:
    """Sign a document for issue (签发); its text is fixed from now on."""
    signed = {"signed_by_name": by.name, "signed_on": timezone.localdate(at)}
    return workflow.apply(table.SIGN, document, by=by, at=at, changes=signed)


@transaction.atomic
def record_signature(
    *,
    document: Document,
    signer: Person,
    signed_on: date,
    scan: File[bytes] | None = None,
    register_no: str = "",
    by: Actor,
    at: datetime,
) -> Document:
    """
    Enter that a leader signed on paper, with the scan or the number under which the paper is kept.

    Rule: office-practice 8 and 2. Both names stand in the ledger.
    Raises: Refused `no_proof` without scan and number, `future`; nothing is changed then.
    """
    if scan is None and not register_no.strip():
        raise Refused("no_proof", "请上传签批件的扫描件，或填写纸质件的登记号。")
    if signed_on > timezone.localdate(at):
        raise Refused("future", "签发日期在今天以后，请核对签批件上的日期。")
    paper = replace(by, user_id=signer.user_id, name=signer.name, source=Source.PAPER, entered_by_id=by.user_id)
    reason = f"{signed_on.year}年{signed_on.month}月{signed_on.day}日纸质签发"
    reason += f"，登记号{register_no.strip()}" if register_no.strip() else ""
    signed = {"signed_by_name": signer.name, "signed_on": signed_on}
    moved = workflow.apply(table.RECORD_SIGNATURE, document, by=paper, at=at, reason=reason, changes=signed)
    if scan is not None:
        files.keep(file=scan, name=scan.name or "签批件", by=by, at=at, subject=moved)
    return moved


@transaction.atomic
def number(*, document: Document, prefix: str, year: int, typed: str = "", by: Actor, at: datetime) -> Document:
    """Give the document its number (编号). Raises: as `give_number`; an act undone gives the number back."""
    require(table.NUMBER.permission, by, document)
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.state not in table.NUMBER.sources:
        return workflow.apply(table.NUMBER, document, by=by, at=at)
    given = give_number(prefix=prefix, year=year, typed=typed, by=by, at=at)
    return workflow.apply(table.NUMBER, document, by=by, at=at, changes={"number": given})


@transaction.atomic
def issue(
    *, document: Document, issued_on: date, sent_by: str, printed_copies: int | None, by: Actor, at: datetime
) -> Document:
    """Record that the document was printed or sent (印发). Raises: Refused `before_signing`, `future`."""
    if issued_on > timezone.localdate(at):
        raise Refused("future", "印发日期在今天以后，请在印发以后再登记。")
    if document.signed_on and issued_on < document.signed_on:
        raise Refused("before_signing", "印发日期早于签发日期，请核对。")
    sent = {"issued_on": issued_on, "sent_by": sent_by, "printed_copies": printed_copies}
    return workflow.apply(table.ISSUE, document, by=by, at=at, changes=sent)


@transaction.atomic
def archive(*, document: Document, by: Actor, at: datetime) -> Document:
    """Put an issued document into the archive (归档); it stays as it is."""
    return workflow.apply(table.ARCHIVE, document, by=by, at=at)


@transaction.atomic
def send_back(*, document: Document, reason: str, by: Actor, at: datetime) -> Document:
    """Return the document to its drafter with the reason (退回)."""
    return workflow.apply(table.RETURN, document, by=by, at=at, reason=reason)


@transaction.atomic
def register_work_secret(*, number: str, dated_on: date, keeper: str, by: Actor, at: datetime) -> WorkSecret:
    """
    Register a paper marked 工作秘密: number, date and keeper, nothing of what it says.

    Rule: office-practice 1. Raises: Refused `incomplete`, `registered`.
    """
    require("document.register_secret", by)
    if not number.strip() or not keeper.strip():
        raise Refused("incomplete", "请填写文件编号和保管人。")
    if WorkSecret.objects.filter(number=number.strip()).exists():
        raise Refused("registered", f"“{number.strip()}”已经登记过。")
    row = WorkSecret.objects.create(
        number=number.strip(), dated_on=dated_on, keeper=keeper.strip(), registered_by_name=by.name, registered_at=at
    )
    ledger.record("register_work_secret", row, by=by, at=at, fields={"dated_on": dated_on})
    return row
