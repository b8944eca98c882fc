"""Writes: keep a file, say what it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Model

from yizheng.kernel import subjects, tenancy
from yizheng.kernel.acting import Actor

from . import store
from .camera_notes import without_notes
from .content_types import content_type_of
from .models import StoredFile
from .names import safe_name


@transaction.atomic
def keep(*, file: File[Any], name: str, by: Actor, at: datetime, subject: Model | None = None) -> StoredFile:
    """
    Keep an uploaded file (附件) under the digest of its bytes; of a photo without what the camera noted of place.

    Without a subject nobody can open it until `attach` says what it belongs to. Bytes of an act that is
    undone later may stay on the disk without a row; they cannot be reached.
    Raises: Refused `too_large`; nothing is kept then.
    """
    assert by.user_id is not None or by.wears("public"), "a file is kept for a person"
    committee_id = tenancy.current().committee_id
    kept = store.write(without_notes(file.chunks()), committee_id)
    stored = StoredFile(
        name=safe_name(name),
        content_type=content_type_of(kept.path),
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        uploaded_by_id=by.user_id,
        uploaded_at=at,
    )
    if subject is not None:
        stored.kind, stored.object_id = subjects.kind_of(subject), subject.pk
    stored.save()
    return stored


def attach(*, file: StoredFile, subject: Model) -> None:
    """Say what a file belongs to: whoever may see the subject may open the file from now on."""
    file.kind, file.object_id = subjects.kind_of(subject), subject.pk
    file.save(update_fields=["kind", "object_id"])


def give_along(*, files: Iterable[StoredFile], subject: Model) -> None:
    """Let files belong to one more subject (随附): rows of its own on the same bytes; the first rows stay theirs."""
    kind = subjects.kind_of(subject)
    StoredFile.objects.bulk_create(
        StoredFile(
            name=each.name, content_type=each.content_type, size_bytes=each.size_bytes, sha256=each.sha256, kind=kind,
            object_id=subject.pk, uploaded_by_id=each.uploaded_by_id, uploaded_at=each.uploaded_at,
        )
        for each in files
    )  # fmt: skip
