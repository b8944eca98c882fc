"""Writes: what goes with an activity as a file: its plan, what is read before it, photographs of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from yizheng.attachment import services as files
from yizheng.attachment.content_types import OLD_SHEET, OLD_WORD, PDF, SHEET, SLIDES, WORD
from yizheng.attachment.models import StoredFile
from yizheng.attachment.purging import destroy_bytes
from yizheng.kernel import ledger, quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import ActivityState
from ..models import Activity

KIND = "activity"
MOST_FILES = 20
PICTURES = ("image/jpeg", "image/png", "image/gif")
ALLOWED = (*PICTURES, PDF, WORD, SHEET, SLIDES, OLD_WORD, OLD_SHEET)


@transaction.atomic
def enclose_file(*, activity: Activity, file: File[Any], by: Actor, at: datetime) -> StoredFile:
    """
    Put a file with an activity (增加附件): whoever may read the activity may open it.

    What it is, is told by its bytes, never by its name. Rule: handbook 9.3 (photos with the record), features F119
    (materials). Raises: PermissionDenied; Refused `cancelled`, `too_many`, `empty`, `too_large`, `bad_type`; nothing
    is kept then.
    """
    locked = _open(activity, by)
    if files_of(locked).count() >= MOST_FILES:
        raise Refused("too_many", f"一次活动最多{MOST_FILES}个附件，请合并或先拿掉不要的。")
    if not file.size:
        raise Refused("empty", "这个文件是空的，请重新选择。")
    kept = files.keep(file=file, name=file.name or "附件", by=by, at=at, subject=locked)
    if kept.content_type not in ALLOWED:
        raise Refused("bad_type", f"“{kept.name}”不能用。请传PDF、Word、Excel、PPT，或JPG、PNG图片。")
    ledger.record("enclose_file", locked, by=by, at=at, fields={"sha256": kept.sha256})
    return kept


@transaction.atomic
def take_file_out(*, activity: Activity, file: StoredFile, by: Actor, at: datetime) -> None:
    """
    Take a file off an activity and destroy it (拿掉附件).

    Raises: PermissionDenied; Refused `cancelled`, `gone`; nothing is changed then.
    """
    locked = _open(activity, by)
    held = files_of(locked).filter(pk=file.pk).first()
    if held is None:
        raise Refused("gone", "这个附件已经拿掉了。请刷新后查看。")
    destroy_bytes(held)
    held.delete()
    ledger.record("take_file_out", locked, by=by, at=at, fields={"sha256": held.sha256})


def files_of(activity: Activity) -> QuerySet[StoredFile]:
    """Return the files of an activity, oldest first."""
    rows: QuerySet[StoredFile] = StoredFile.objects.filter(kind=KIND, object_id=activity.pk)
    return rows.order_by("id")


def _open(activity: Activity, by: Actor) -> Activity:
    rows = Activity.objects.annotate(content_is_closed=quarantine.is_closed(KIND))
    locked = rows.select_for_update(of=("self",)).get(pk=activity.pk)
    require("meeting.host_activity", by, locked)
    quarantine.refuse_closed(locked)
    if locked.state == ActivityState.CANCELLED:
        raise Refused("cancelled", f"“{locked}”已经取消，附件不能再改。")
    return locked
