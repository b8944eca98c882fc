"""Recognise the kinds of work in a committee's year by the words used for them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from yizheng.assist import words


def theme_of(word: str) -> str | None:
    """Name the kind of work that `word` belongs to (督办 → 提案工作), if it tells one."""
    return _themes().get(word)


def themes_of(found: Iterable[str]) -> list[str]:
    """Name the kinds of work behind `found`, each once, in order of first mention."""
    named = (theme_of(word) for word in found)
    return list(dict.fromkeys(theme for theme in named if theme))


@lru_cache(maxsize=1)
def _themes() -> dict[str, str]:
    """
    Rule: handbook 0.4 and sections 3 to 13 name the kinds; the words are our decision.
    """
    table: dict[str, str] = {}
    for line in words.word_list("themes.txt"):
        theme, _, members = line.partition(":")
        table |= dict.fromkeys(members.split(), theme)
    return table
