"""One spelling for what reads the same: letter case, full and half width, traditional and simplified characters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

_PAIRS = Path(__file__).parent / "simplified.txt"


def fold(text: str) -> str:
    """
    Return the text in the one spelling in which it is stored and asked for.

    Character for character, so that a place in the folded text is the same place in the text itself: what would
    become longer or shorter stays as it is. White space of every kind, and NUL, becomes one blank each.
    """
    return text.translate(_Spellings.shared())


class _Spellings(dict[int, str]):
    """Character → its one spelling, reckoned when first met."""

    @classmethod
    @lru_cache(maxsize=1)
    def shared(cls) -> _Spellings:
        made = cls()
        simplified = _simplified()
        for code, simple in simplified.items():
            made[code] = simple
        return made

    def __missing__(self, code: int) -> str:
        self[code] = found = _one(chr(code))
        return found


def _one(character: str) -> str:
    if character.isspace() or character == "\0":
        return " "
    plain = unicodedata.normalize("NFKC", character).lower()
    if len(plain) != 1 or plain.isspace():
        return character
    return _simplified().get(ord(plain), plain)


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    lines = [line for line in _PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return {ord(old): new for olds, news in pairs for old, new in zip(olds, news, strict=True)}
