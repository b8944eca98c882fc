"""Reads: which file a person may open, and its bytes."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from yizheng.kernel import subjects, tenancy
from yizheng.kernel.acting import Actor

from . import store
from .models import StoredFile


def file_visible_to(actor: Actor, public_id: UUID) -> StoredFile | None:
    """Return the file if the actor may see what it belongs to, else None."""
    file = StoredFile.objects.filter(public_id=public_id).exclude(kind="").first()
    if file is None:
        return None
    visible = subjects.get(file.kind).visible_to(actor)
    return file if visible.filter(pk=file.object_id).exists() else None


def path_of(file: StoredFile) -> Path:
    """Return where the bytes of a file of the open scope lie."""
    return store.path_of(tenancy.current().committee_id, file.sha256)
