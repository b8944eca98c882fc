"""Writes: what goes with an activity as a file: its plan, what is read before it, photographs of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.content_types import OLD_SHEET, OLD_WORD, PDF, SHEET, SLIDES, WORD
from yizheng.attachment.models import StoredFile
from yizheng.attachment.purging import destroy_bytes
from yizheng.kernel import ledger, quarantine
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import activity_notices
from ..enums import STANDING_SIGNUPS, ActivityState
from ..models import Activity

KIND = "activity"
MOST_FILES = 20
PICTURES = ("image/jpeg", "image/png", "image/gif")
ALLOWED = (*PICTURES, PDF, WORD, SHEET, SLIDES, OLD_WORD, OLD_SHEET)
TOLD_IN = (ActivityState.PUBLISHED, ActivityState.SIGNUP_CLOSED, ActivityState.HELD)
SETTLED = timedelta(hours=1)


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


@transaction.atomic
def tell_of_files(*, at: datetime) -> int:
    """
    Tell those who are signed up of papers put with their activity (学习材料); return how many activities were told of.

    Once a day at most an activity, of each paper once, and only when nothing was added for an hour, so that what is
    put up together is told together. Pictures are no papers, and what is added after the end is the record. Files come
    under the lock of their activity, so none slips in behind what was told. Rule: features F119; our decision.
    """
    running = Activity.objects.filter(state__in=TOLD_IN, ends_at__gt=at).exclude(quarantine.is_closed(KIND))
    papers = StoredFile.objects.filter(kind=KIND, object_id=OuterRef("pk")).exclude(content_type__in=PICTURES)
    rows = running.filter(Exists(papers)).select_for_update(of=("self",)).order_by("id")
    return sum(_tell_of_files(each, at) for each in rows)


def _tell_of_files(activity: Activity, at: datetime) -> bool:
    told_up_to, told_at = activity_notices.last_of_files(activity) or (0, None)
    if told_at is not None and timezone.localdate(told_at) == timezone.localdate(at):
        return False
    papers = list(files_of(activity).filter(pk__gt=told_up_to).exclude(content_type__in=PICTURES))
    if not papers or papers[-1].uploaded_at > at - SETTLED:
        return False
    signups = activity.signups.filter(state__in=STANDING_SIGNUPS, signed_at__lt=papers[-1].uploaded_at)
    members = [each.membership for each in signups.select_related("membership")]
    if members:
        activity_notices.tell_of_files(activity, papers, members, by=SYSTEM, at=at)
    return bool(members)


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
