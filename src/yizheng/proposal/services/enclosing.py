"""Files that go with a draft: keep one, take one away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from yizheng.attachment import services as attachment
from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.prepared import Reading

from ..models import Proposal
from . import writing
from .writing import locked

MOST_FILES = 10


@transaction.atomic
def enclose(*, proposal: Proposal, file: File[Any], name: str, by: Actor, at: datetime) -> StoredFile:
    """
    Keep a file with a draft (附件). Raises: PermissionDenied; Refused `too_many`, `too_large`, as saving does.
    """
    draft = _open(proposal, by)
    if files_of(draft).count() >= MOST_FILES:
        raise Refused("too_many", f"附件最多{MOST_FILES}个，请先删掉不要的。")
    return attachment.keep(file=file, name=name, subject=draft, by=by, at=at)


@transaction.atomic
def take_out(*, proposal: Proposal, file: StoredFile, by: Actor, at: datetime) -> None:
    """Take a file away from a draft (删除附件). Raises: PermissionDenied; Refused `gone`, as saving does."""
    draft = _open(proposal, by)
    held = files_of(draft).filter(pk=file.pk, uploaded_at__lte=at).first()
    if held is None:
        raise Refused("gone", "这个附件已经不在了。请刷新后查看。")
    writing.destroy_file(held)


def files_of(proposal: Proposal) -> Any:
    """Return the files that go with a proposal, oldest first."""
    return _files(proposal=proposal.pk)


def files_with(proposal: Proposal) -> list[StoredFile]:
    """Return the same files, read."""
    return _FILES.rows(proposal=proposal.pk)


def _files(*, proposal: int) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(kind="proposal", object_id=proposal).order_by("id")


_FILES = Reading(_files)


def _open(proposal: Proposal, by: Actor) -> Proposal:
    draft = locked(proposal)
    require("proposal.write", by, draft)
    writing.check_writable(draft, by)
    return draft
