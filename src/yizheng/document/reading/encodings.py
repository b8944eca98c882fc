"""Bytes to characters: UTF-8, UTF-16 with its mark, GB18030."""

from __future__ import annotations

import codecs

from yizheng.document.reading.refusals import ReadingRefused

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
TOLERATED_SHARE = 0.002
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"), None)
SPACES = {0xA0: " ", 0x2002: " ", 0x2003: "\u3000", 0x2009: " ", 0x202F: " "}


def decode(content: bytes, declared: str = "") -> tuple[str, str]:
    """
    The text and the name of its encoding; a few broken bytes are shown as U+FFFD rather than refused.

    Raises: ReadingRefused when the bytes are no text in any encoding that Chinese offices use.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return clean(_lenient(content[len(mark) :], encoding)), encoding
    if b"\x00" in content:
        return clean(_unmarked_utf16(content)), "utf-16-le"
    for encoding in _candidates(declared):
        text = _strict(content, encoding)
        if text is not None and (encoding == "utf-8" or _reads_as_chinese(text)):
            return clean(text), encoding
    return clean(_lenient(content, "utf-8")), "utf-8"


def clean(text: str) -> str:
    """Without invisible characters; exotic spaces become plain ones."""
    return text.translate(INVISIBLE).translate(SPACES)


def _candidates(declared: str) -> list[str]:
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        name = ""
    wanted = [] if name in {"", "utf-8", "gb2312", "gbk", "gb18030", "ascii"} else [name]
    return ["utf-8", "gb18030", *wanted]


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lenient(content: bytes, encoding: str) -> str:
    text = content.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken > 3 and broken > TOLERATED_SHARE * len(text):
        raise ReadingRefused.because("unknown_encoding")
    if _unprintable(text) > 0.01 * len(text):
        raise ReadingRefused.because("unknown_encoding")
    return text


def _unmarked_utf16(content: bytes) -> str:
    text = _strict(content[: len(content) // 2 * 2], "utf-16-le")
    if text is None or _unprintable(text) or not _reads_as_chinese(text):
        raise ReadingRefused.because("unknown_kind")
    return text


def _unprintable(text: str) -> int:
    return sum(1 for char in text if ord(char) < 32 and char not in "\t\n\r\x0b\x0c")


def _reads_as_chinese(text: str) -> bool:
    """Whether the ideographs are mostly the 3,755 common ones; wrongly decoded text shows rare ones."""
    sample = [char for char in text[:20000] if "\u4e00" <= char <= "\u9fff"]
    if not sample:
        return text.isascii()
    return sum(map(_common, sample)) > 0.75 * len(sample) and _unprintable(text) <= 0.01 * len(text)


def _common(char: str) -> bool:
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
