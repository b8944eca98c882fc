"""Photos and papers that go with a draft: keep one, take one away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from yizheng.attachment import services as attachment
from yizheng.attachment.content_types import PDF, WORD
from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..models import Opinion
from . import writing

MOST_FILES = 9
MOST_BYTES = 15 * 1024 * 1024
PICTURES = ("image/jpeg", "image/png", "image/gif")
ALLOWED = (*PICTURES, PDF, WORD)


@transaction.atomic
def enclose(*, opinion: Opinion, file: File[Any], name: str, by: Actor, at: datetime) -> StoredFile:
    """
    Keep a photo or paper with a draft (照片). What it is, is told by its bytes, never by its name.

    Raises: PermissionDenied; Refused `too_many`, `too_large`, `empty`, `bad_type`, and as saving does; nothing is
    kept then.
    """
    draft = _open(opinion, by)
    if files_of(draft).count() >= MOST_FILES:
        raise Refused("too_many", f"照片和附件一共最多{MOST_FILES}个，请先删掉不要的。")
    if not file.size:
        raise Refused("empty", f"“{name}”是空的，请重新拍照或选择。")
    if file.size > MOST_BYTES:
        raise Refused("too_large", f"“{name}”超过15MB，请拍小一点或换一张。")
    kept = attachment.keep(file=file, name=name, subject=draft, by=by, at=at)
    if kept.content_type not in ALLOWED:
        writing.destroy_file(kept)
        raise Refused("bad_type", f"“{name}”不是照片。请传 JPG、PNG 照片，或 PDF、Word 文件。")
    return kept


@transaction.atomic
def take_out(*, opinion: Opinion, file: StoredFile, by: Actor, at: datetime) -> None:
    """Take a photo away from a draft (删除照片). Raises: PermissionDenied; Refused `gone`, as saving does."""
    draft = _open(opinion, by)
    held = files_of(draft).filter(pk=file.pk, uploaded_at__lte=at).first()
    if held is None:
        raise Refused("gone", "这张照片已经不在了。请刷新后查看。")
    writing.destroy_file(held)


def take_along(*, opinion: Opinion, files: Sequence[StoredFile]) -> int:
    """
    Let the pictures of what a draft is made from go along with it; return how many. Part of the act that makes it.

    What is no picture, too large, destroyed or too many stays where it was.
    """
    fit = [each for each in files if each.content_type in PICTURES and 0 < each.size_bytes <= MOST_BYTES][:MOST_FILES]
    attachment.give_along(files=fit, subject=opinion)
    return len(fit)


def files_of(opinion: Opinion) -> QuerySet[StoredFile]:
    """Return the photos and papers of a piece, oldest first."""
    rows: QuerySet[StoredFile] = StoredFile.objects.filter(kind="opinion", object_id=opinion.pk)
    return rows.order_by("id")


def _open(opinion: Opinion, by: Actor) -> Opinion:
    draft = writing.locked(opinion)
    require("opinion.write", by, draft)
    writing.check_writable(draft, by)
    return draft
