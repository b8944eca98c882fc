"""Writes: documents of a meeting, and each person's own copy with their name and its number (handbook 9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from yizheng.attachment import services as files
from yizheng.attachment.queries import path_of
from yizheng.document.marking import marked
from yizheng.kernel import ledger, subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import PAPERS_SHUT, MeetingState
from ..models import AgendaItem, DocumentCopy, DocumentReading, Invitation, Meeting, MeetingDocument

CLOSED = (MeetingState.ARCHIVED, MeetingState.CANCELLED)
MOST_DOCUMENTS = 60
_SHUT: dict[str, str] = {
    MeetingState.POSTPONED: "会议延期了，文件先不能看；重新发通知以后再打开。",
    MeetingState.CANCELLED: "会议取消了，文件不再开放。有疑问请问办公室。",
}


@dataclass(frozen=True)
class Opened:
    """A copy as it is handed out: its bytes, marked, and which it is."""

    copy: DocumentCopy
    content: bytes


@transaction.atomic
def add_document(
    *, meeting: Meeting, title: str, file: File[Any], by: Actor, at: datetime, item: AgendaItem | None = None,
    online_only: bool = False,
) -> MeetingDocument:  # fmt: skip
    """
    Add a document (增加会议文件): a PDF or Word file without a password, so that copies can be marked.

    `online_only`: no phone keeps a copy for the hall.

    Raises: PermissionDenied; Refused `no_title`, `archived`, `too_many`, `no_mark`, `too_large`; nothing is kept then.
    """
    require("meeting.prepare", by)
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not title.strip():
        raise Refused("no_title", "请写明文件的名称。")
    if locked.state in CLOSED:
        raise Refused("archived", f"“{locked.title}”现在是“{locked.get_state_display()}”，不能再增加文件。")
    if locked.documents.count() >= MOST_DOCUMENTS:
        raise Refused("too_many", f"一次会议最多{MOST_DOCUMENTS}份文件，请合并。")
    kept = files.keep(file=file, name=file.name or title, by=by, at=at)
    marked(path_of(kept).read_bytes(), kept.content_type, "试印")
    last = locked.documents.order_by("-order").values_list("order", flat=True).first() or 0
    made = MeetingDocument.objects.create(
        meeting=locked, item=item, order=last + 1, title=title.strip()[:200], file=kept, added_at=at,
        online_only=online_only,
    )  # fmt: skip
    files.attach(file=kept, subject=made)
    ledger.record(
        "add_document",
        made,
        by=by,
        at=at,
        fields={"order": made.order, "sha256": kept.sha256, "online_only": online_only},
    )
    return made


@transaction.atomic
def withdraw_document(*, document: MeetingDocument, by: Actor, at: datetime) -> MeetingDocument:
    """Withdraw a document (撤下文件): nobody opens it any more; who had opened it stays on the list."""
    require("meeting.prepare", by)
    locked = MeetingDocument.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=document.pk)
    if locked.withdrawn_at is not None:
        raise Refused("withdrawn", f"“{locked}”已经撤下。")
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    ledger.record("withdraw_document", locked, by=by, at=at)
    return locked


@transaction.atomic
def open_copy(*, document: MeetingDocument, invitation: Invitation, by: Actor, at: datetime) -> Opened:
    """
    Hand a person their own copy and log the reading (查阅); the first time it gets the next number.

    A file that is closed or destroyed belongs to nothing (`attachment.purging`) and is handed to nobody.
    Raises: PermissionDenied; Refused `withdrawn`, `not_called`, `closed`; nothing is logged then.
    """
    require("meeting.open_document", by, invitation)
    locked = MeetingDocument.objects.select_for_update(of=("self",)).select_related("meeting", "file").get(
        pk=document.pk
    )  # fmt: skip
    if invitation.meeting_id != locked.meeting_id or locked.meeting.state in PAPERS_SHUT:
        raise Refused("not_called", _SHUT.get(locked.meeting.state, "会议通知发出以后才能看文件。"))
    if locked.withdrawn_at is not None:
        raise Refused("withdrawn", f"“{locked}”已经撤下，有疑问请问办公室。")
    if not locked.file.kind:
        raise Refused("closed", "这份文件已经封存，不能再打开，有疑问请问办公室。")
    copy = locked.copies.filter(invitation=invitation).first() or _next_copy(locked, invitation, by, at)
    DocumentReading.objects.create(copy=copy, at=at)
    words = f"{invitation.person.name} {copy}"
    return Opened(copy, marked(path_of(locked.file).read_bytes(), locked.file.content_type, words))


def _next_copy(document: MeetingDocument, invitation: Invitation, by: Actor, at: datetime) -> DocumentCopy:
    given = ledger.history(subjects.kind_of(document), document.pk).filter(act="open_document").count()
    number = given + 1  # no number is given twice, even when whoever had one was taken off the list
    made = DocumentCopy.objects.create(document=document, invitation=invitation, number=number, first_read_at=at)
    fields = {"invitation": invitation.pk, "number": number}
    ledger.record("open_document", document, by=by, at=at, fields=fields)
    return made
