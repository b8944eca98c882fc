"""Pictures that the public sends with a lead: few, small, and only what a browser draws without running anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db.models import QuerySet

from yizheng.attachment import services as attachment
from yizheng.attachment.models import StoredFile
from yizheng.attachment.purging import destroy_bytes
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from ..models import ProposalLead

MOST_PICTURES = 3
MOST_BYTES = 5 * 1024 * 1024
ALLOWED = ("image/jpeg", "image/png")
STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
NO_PICTURE = "有一个文件不是照片。请只选 JPG 或 PNG 照片。"


def check(pictures: Sequence[File[Any]]) -> None:
    """
    Check number, size and first bytes before anything is kept, or the sender's code spent.

    Raises: Refused `too_many_pictures`, `large_picture`, `no_picture`.
    """
    if len(pictures) > MOST_PICTURES:
        raise Refused("too_many_pictures", f"照片最多{MOST_PICTURES}张，您选了{len(pictures)}张，请重新选。")
    if any(each.size > MOST_BYTES for each in pictures):
        raise Refused("large_picture", "有照片超过5MB，请换一张小一些的。")
    if not all(_begins_as_picture(each) for each in pictures):
        raise Refused("no_picture", NO_PICTURE)


def keep(lead: ProposalLead, pictures: Sequence[File[Any]], by: Actor, at: datetime) -> None:
    """Keep them with the lead; what they are is told by their bytes. Raises: Refused `no_picture`."""
    for place, each in enumerate(pictures, start=1):
        kept = attachment.keep(file=each, name=f"照片{place}", subject=lead, by=by, at=at)
        if kept.content_type not in ALLOWED:
            destroy_bytes(kept)
            raise Refused("no_picture", NO_PICTURE)


def _begins_as_picture(file: File[Any]) -> bool:
    file.seek(0)
    start: bytes = file.read(8)
    file.seek(0)
    return start.startswith(STARTS)


def pictures_of(lead: ProposalLead) -> QuerySet[StoredFile]:
    """Return the pictures of a lead, as they were sent."""
    return StoredFile.objects.filter(kind="proposal_lead", object_id=lead.pk).order_by("id")
