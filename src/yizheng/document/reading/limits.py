"""How much we are willing to open: sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from yizheng.document.reading.refusals import ReadingRefused

MAX_BYTES = 30 * 1024 * 1024
MAX_CHARACTERS = 3_000_000
MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PART_BYTES = 60 * 1024 * 1024
MAX_RATIO = 200
RATIO_FLOOR_BYTES = 1024 * 1024


def check_size(content: bytes) -> None:
    """Raises: ReadingRefused for an empty file and for one beyond `MAX_BYTES`."""
    if not content.strip(b"\x00\r\n\t "):
        raise ReadingRefused.because("empty")
    if len(content) > MAX_BYTES:
        raise ReadingRefused.because("too_large", limit=f"{MAX_BYTES // 1024 // 1024}MB")


def check_length(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise ReadingRefused.because("too_long", limit=f"{MAX_CHARACTERS // 10000}万")


def open_zip(content: bytes) -> zipfile.ZipFile:
    """
    Open an archive whose directory promises a sane size; the promise holds for every later read.

    Raises: ReadingRefused for a damaged or encrypted archive and for one that would unpack to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadingRefused.because("damaged") from error
    _check_directory(archive.infolist())
    return archive


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ReadingRefused.because("encrypted")
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED_BYTES or any(map(_swells, entries)):
        raise ReadingRefused.because("zip_bomb")


def _swells(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > MAX_PART_BYTES:
        return True
    return entry.file_size > RATIO_FLOOR_BYTES and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
