"""File names as people give them, made safe to keep and to send."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME_CHARS = 255
NAMELESS = "未命名文件"
_SEPARATORS = re.compile(r"[/\\]")


def safe_name(name: str) -> str:
    """
    Return the last part of a name without control or direction marks, at most 255 characters.

    A longer name is cut in its stem, so that its ending stays readable.
    """
    last = _SEPARATORS.split(name)[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    kept = " ".join(kept.split()).strip(". ")
    return _cut(kept) or NAMELESS


def _cut(name: str) -> str:
    if len(name) <= MAX_NAME_CHARS:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:MAX_NAME_CHARS]
    return stem[: MAX_NAME_CHARS - len(ending) - 1] + "." + ending
