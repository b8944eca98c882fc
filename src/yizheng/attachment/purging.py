"""What quarantine and purge do to the files of an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from yizheng.kernel import purging_kinds, tenancy
from yizheng.kernel.purging_kinds import Part

from . import store
from .models import StoredFile

CONTENT = ("name", "kind", "object_id")
"""Without its subject a file opens for nobody; its name can say too much."""


def files_of(kind: str, object_id: int, _url: str) -> Iterator[Part]:
    """Return the files of one object."""
    for file in StoredFile.objects.filter(kind=kind, object_id=object_id):
        yield Part(file, CONTENT)


def destroy_bytes(file: StoredFile) -> None:
    """
    Destroy the bytes of a file when the transaction of the purge has ended well.

    Bytes that another row of the committee shares stay for that row. `size_bytes` 0 says that nothing is kept.
    """
    file.size_bytes = 0
    file.save(update_fields=["size_bytes"])
    if StoredFile.objects.filter(sha256=file.sha256, size_bytes__gt=0).exists():
        return
    path: Any = store.path_of(tenancy.current().committee_id, file.sha256)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.trace(files_of)
    purging_kinds.when_destroyed(StoredFile, destroy_bytes)
