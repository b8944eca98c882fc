"""The words of a text, as the search room cuts them; word lists of assistance lie here."""

from __future__ import annotations

from pathlib import Path

from yizheng.search import words as cutting
from yizheng.search.words import content_words, cut, parts, stop_words

__all__ = ["content_words", "cut", "parts", "stop_words", "word_list"]

_HERE = Path(__file__).parent


def word_list(name: str) -> list[str]:
    """Read a word list beside this module, or one of the search room, without comments and blank lines."""
    return cutting.read_list(_HERE / name) if (_HERE / name).exists() else cutting.word_list(name)
