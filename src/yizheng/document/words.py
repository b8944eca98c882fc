"""Chinese text cut into words: where a title may break, what a redline marks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rjieba import Jieba


def cut(text: str) -> list[str]:
    """Return the words, marks and spaces of a text in order; joined they are the text."""
    return list(_cutter().cut(text))


@cache
def _cutter() -> Jieba:
    from rjieba import Jieba  # its dictionary is read at import; most processes never cut a text

    return Jieba()
