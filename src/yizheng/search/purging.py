"""
What persons asked and saved goes when it quotes content that is closed or destroyed.

A single word that many texts use is no quotation and stays; so does a search that only leads to the object. It is not
brought back when the content is: its owner asks again. Rule: our decision.
"""

from __future__ import annotations

from yizheng.kernel import purging_kinds

from .folding import fold
from .models import RecentSearch, SavedSearch

LEAST_CHARS = 5
"""Fewer characters in a row are a word, not a quotation."""


def forget_quoting(texts: list[str]) -> None:
    """Delete the searches of everybody in the committee that quote one of the texts, or are called by it."""
    closed = [_plain(text) for text in texts]
    for rows, fields in ((SavedSearch.objects, ("text", "name")), (RecentSearch.objects, ("text",))):
        quoting = [pk for pk, *asked in rows.values_list("pk", *fields) if any(_quotes(each, closed) for each in asked)]
        rows.filter(pk__in=quoting).delete()


def _quotes(asked: str, closed: list[str]) -> bool:
    phrases = [_plain(asked), *map(_plain, asked.split())]
    return any(
        (len(phrase) >= LEAST_CHARS and phrase in text) or (len(text) >= LEAST_CHARS and text in phrase)
        for phrase in phrases
        for text in closed
    )


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.when_closed(forget_quoting)
