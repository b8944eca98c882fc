"""Plain text files; line ends are only where the text was cut, so a paragraph may span several lines."""

from __future__ import annotations

import re

from yizheng.document.reading.blocks import Document, Line
from yizheng.document.reading.encodings import decode
from yizheng.document.reading.limits import check_length

LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x85\u2028\u2029]")
BROKEN = "有{count}处文字无法识别，已用 � 标出，请对照原文补上。"


def read_text(content: bytes) -> Document:
    text, encoding = decode(content)
    check_length(text)
    return document_of(text, kind="txt", encoding=encoding)


def document_of(text: str, *, kind: str, encoding: str = "") -> Document:
    """Lines of a text as they stand; a form feed counts as an empty line."""
    pieces = LINE_ENDS.split(text.replace("\x0c", "\n\n"))
    lines = tuple(Line(number, piece) for number, piece in enumerate(pieces, start=1))
    broken = text.count("\ufffd")
    warnings = (BROKEN.format(count=broken),) if broken else ()
    return Document(kind=kind, blocks=lines, encoding=encoding, warnings=warnings)
