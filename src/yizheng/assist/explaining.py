"""Which words of a text another one shares, and how much of it they cover: the reason shown beside what is alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import alike
from .texts import Text
from .words import content_words

TITLE_WEIGHT, BODY_WEIGHT = 3.0, 1.0
LEAST = 0.15
"""So much of what is asked, by weight, an item has to share."""

MOST_WORDS = 5
FORM_WORDS = frozenset({"建议", "提案", "关于", "做好", "推进", "加强", "进一步", "完善", "问题"})
"""Words of every title: they tell no matter."""


@dataclass(frozen=True)
class Reason:
    """How much of what was asked is shared (0 to 1), and the words that say so."""

    score: float
    shared: tuple[str, ...]


def weighed(text: Text) -> alike.Bag:
    """Return the telling words of what is asked, those of the title louder."""
    return alike.bag((_words(text.title), TITLE_WEIGHT), (_words(text.body), BODY_WEIGHT))


def reason(asked: alike.Bag, text: Text) -> Reason:
    """Say why a text is alike."""
    said = set(_words(f"{text.title}\n{text.body}"))
    shared = sorted((word for word in asked if word in said), key=lambda word: -asked[word])
    score = sum(asked[word] for word in shared) / (sum(asked.values()) or 1.0)
    return Reason(score, tuple(_told_apart(shared)[:MOST_WORDS]))


def _told_apart(words: Sequence[str]) -> list[str]:
    """Keep the words a reader needs: none that stands inside another."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def _words(text: str) -> list[str]:
    return [word for word in content_words(text) if word not in FORM_WORDS]
