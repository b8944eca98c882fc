"""Which kind of file this is, told by its first bytes and not by its name."""

from __future__ import annotations

import re

PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
OTHER_BINARIES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"SQLite format 3",
)
HTML_START = re.compile(rb"(?:<!doctype\s+html|<html|<head|<body|<meta|<title|<div|<table|<p[\s>]|<span|<script)", re.I)
XHTML_START = re.compile(rb"<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)", re.I | re.S)


def kind_of(content: bytes) -> str:
    """One of docx (any zip), doc (any OLE file), pdf, html, rtf, program, other, txt."""
    head = content[:4096]
    if head.startswith(PROGRAMS) and b"\x00" in head:
        return "program"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "doc"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(OTHER_BINARIES) and b"\x00" in head:
        return "other"
    start = _without_marks(head)
    if HTML_START.match(start) or XHTML_START.match(start):
        return "html"
    return "txt"


def _without_marks(head: bytes) -> bytes:
    """The start in ASCII: byte order marks, white space and leading comments are skipped."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return re.sub(rb"^(?:<!--.*?-->\s*)+", b"", start, flags=re.S)
