"""What a file is, told by its bytes; its name and what the browser claimed are never believed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import olefile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OLD_WORD, OLD_SHEET, OLE = "application/msword", "application/vnd.ms-excel", "application/x-ole-storage"
PDF, ZIP, HTML, PLAIN = "application/pdf", "application/zip", "text/html", "text/plain"
UNKNOWN = "application/octet-stream"

HEAD_BYTES = 4096
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"MZ", UNKNOWN),
    (b"\x7fELF", UNKNOWN),
)
_OFFICE_PARTS = (("word/", WORD), ("xl/", SHEET), ("ppt/", SLIDES))
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta|title)\b", re.I | re.S)


def content_type_of(path: Path) -> str:
    """Return the media type of a stored file; `application/octet-stream` when it is none we know."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for start, content_type in _STARTS:
        if head.startswith(start):
            return content_type
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(path)
    if head.startswith(olefile.MAGIC):
        return _ole_type(path)
    return _text_type(head)


def _zip_type(path: Path) -> str:
    """Only the directory of the archive is read: nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return UNKNOWN
    if "[Content_Types].xml" not in names:
        return ZIP
    return next((kind for part, kind in _OFFICE_PARTS if any(name.startswith(part) for name in names)), ZIP)


def _ole_type(path: Path) -> str:
    try:
        with olefile.OleFileIO(str(path)) as ole:
            if ole.exists("WordDocument"):
                return OLD_WORD
            return OLD_SHEET if ole.exists("Workbook") or ole.exists("Book") else OLE
    except (OSError, olefile.OleFileError):
        return UNKNOWN


def _text_type(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return PLAIN
    if b"\x00" in head:
        return UNKNOWN
    return HTML if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) else PLAIN
