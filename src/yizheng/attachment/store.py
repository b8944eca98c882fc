"""Bytes on the disk: `<files>/<committee>/<sha256>`, written once, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from yizheng.kernel.errors import Refused

TOO_LARGE = "文件超过{limit}MB，没有保存。请拆分或去掉图片后再上传。"


@dataclass(frozen=True)
class Kept:
    """A file on the disk."""

    path: Path
    sha256: str
    size_bytes: int


def path_of(committee_id: int, sha256: str) -> Path:
    """Return where the bytes of a file lie."""
    return Path(settings.FILES_ROOT) / str(committee_id) / sha256


def write(chunks: Iterable[bytes], committee_id: int) -> Kept:
    """
    Write a stream under the name of its digest: whole or not at all, equal bytes once.

    Raises: Refused `too_large` beyond settings.MAX_UPLOAD_BYTES; nothing is left on the disk then.
    """
    folder = path_of(committee_id, "").resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, half_written = tempfile.mkstemp(dir=folder, prefix=".half-written-")
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = _copy(chunks, file)
            file.flush()
            os.fsync(file.fileno())
        target = folder / digest
        Path(half_written).replace(target)
    except BaseException:
        Path(half_written).unlink(missing_ok=True)
        raise
    return Kept(target, digest, size)


def _copy(chunks: Iterable[bytes], file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            raise Refused("too_large", TOO_LARGE.format(limit=settings.MAX_UPLOAD_BYTES // 1024 // 1024))
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest(), size
