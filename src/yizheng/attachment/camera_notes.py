"""
Photos without what the camera noted: place, time, owner, device, an older picture as thumbnail.

The picture itself is not touched: no pixel is computed anew, its turn (orientation) and its colours stay. Rule: our
decision (handbook 1.6: who wrote a piece, and where they live, is nobody's affair). JPEG and PNG are what telephones
and screenshots are; pictures inside Word and PDF files stay as they are.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_EXIF = b"Exif\x00\x00"
_TURN_TAG, _SHORT = 0x0112, 3
_NOT_TURNED = 1

_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""
_NOTES = frozenset({*range(0xE0, 0xF0), _COMMENT})
"""Segments for notes of programs; of these only the ones below change how the picture looks."""
_LOOKS = ((0xE0, b"JFIF\x00"), (0xE2, b"ICC_PROFILE\x00"), (0xEE, b"Adobe"))
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_JFIF_BYTES = 16
"""Length of the first segment without the thumbnail it may hold."""

_PNG_NOTES = frozenset({b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"caBX"})


def without_notes(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """
    Pass an uploaded file on, a JPEG or PNG without the camera's notes.

    Photos are held in memory, up to settings.MAX_UPLOAD_BYTES; a larger one is passed on to be refused. From where a
    photo is broken on it is passed on as it came.
    """
    rest = iter(chunks)
    held = bytearray(next(rest, b""))
    while len(held) < len(_PNG) and (more := next(rest, b"")):
        held += more
    clean = _cleaner(held)
    if clean is None:
        yield bytes(held)
        yield from rest
        return
    for chunk in rest:
        held += chunk
        if len(held) > settings.MAX_UPLOAD_BYTES:
            yield bytes(held)
            return
    yield clean(bytes(held)) if len(held) <= settings.MAX_UPLOAD_BYTES else bytes(held)


def _cleaner(head: bytes | bytearray) -> Callable[[bytes], bytes] | None:
    if head.startswith(_JPEG):
        return _clean_jpeg
    return _clean_png if head.startswith(_PNG) else None


def _clean_jpeg(photo: bytes) -> bytes:
    kept, turn, at = [], _NOT_TURNED, 2
    for start, end, marker in _segments(photo):
        if marker == 0xE1 and photo.startswith(_EXIF, start + 4):
            turn = _turn_of(photo[start + 4 + len(_EXIF) : end])
        elif marker not in _NOTES or any(marker == code and photo.startswith(name, start + 4) for code, name in _LOOKS):
            kept.append(_without_thumbnail(photo[start:end]) if marker == 0xE0 else photo[start:end])
        at = end
        if marker == _END:
            at = len(photo)  # what stands behind the end is another picture with notes of its own
    return b"".join([photo[:2], _turn_segment(turn), *kept, photo[at:]])


def _without_thumbnail(first: bytes) -> bytes:
    if len(first) <= 2 + _JFIF_BYTES:
        return first
    return first[:2] + _JFIF_BYTES.to_bytes(2, "big") + first[4:_JFIF_BYTES] + bytes(2)


def _segments(photo: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield where each segment begins and ends, and its marker; a scan with its data. Ends where it cannot be read."""
    at = 2
    while photo[at : at + 1] == b"\xff":
        while photo[at + 1 : at + 2] == b"\xff":
            at += 1
        if at + 2 > len(photo):
            return
        marker, end = photo[at + 1], at + 2
        if marker != _END and marker not in _ALONE:
            length = int.from_bytes(photo[at + 2 : at + 4], "big")
            end = at + 2 + length
            if length < 2 or end > len(photo):
                return
        if marker == _SCAN:
            following = _AFTER_SCAN.search(photo, end)
            end = following.start() if following else len(photo)
        yield at, end, marker
        if marker == _END:
            return
        at = end


def _turn_of(tiff: bytes) -> int:
    """Return how a camera says its picture is turned (1 to 8); 1, not at all, where that cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return _NOT_TURNED
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(count):
            tag, kind, _number, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * entry)
            if (tag, kind) == (_TURN_TAG, _SHORT) and 1 <= value <= 8:
                return int(value)
    except struct.error:
        pass
    return _NOT_TURNED


def _turn_notes(turn: int) -> bytes:
    """Return notes that say only how the picture is turned."""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _TURN_TAG, _SHORT, 1, turn, 0, 0)


def _turn_segment(turn: int) -> bytes:
    if turn == _NOT_TURNED:
        return b""
    told = _EXIF + _turn_notes(turn)
    return b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told


def _clean_png(picture: bytes) -> bytes:
    kept, at = [picture[: len(_PNG)]], len(_PNG)
    while at + 12 <= len(picture):
        length, name = struct.unpack_from(">I4s", picture, at)
        end = at + 12 + length
        if end > len(picture):
            break
        if name not in _PNG_NOTES:
            kept.append(picture[at:end])
        elif name == b"eXIf" and (turn := _turn_of(picture[at + 8 : end - 4])) != _NOT_TURNED:
            kept.append(_png_part(name, _turn_notes(turn)))
        at = end
        if name == b"IEND":
            return b"".join(kept)
    return b"".join([*kept, picture[at:]])


def _png_part(name: bytes, told: bytes) -> bytes:
    return struct.pack(">I", len(told)) + name + told + struct.pack(">I", zlib.crc32(name + told))
