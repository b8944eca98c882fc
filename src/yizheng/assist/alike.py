"""Rank texts by the words they share, and say which words those were."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# How quickly repeating a word stops counting, and how much a long text is held back (BM25).
_SATURATION = 1.2
_LENGTH_SHARE = 0.5

Bag = Mapping[str, float]


@dataclass(frozen=True)
class Match:
    """One candidate that shares words with the query."""

    index: int
    score: float  # 0 to 1: how much of the query's weight the candidate covers
    shared: tuple[str, ...]  # the words that explain the match, rarest first


def bag(*weighed: tuple[Iterable[str], float]) -> Bag:
    """Count words, each list with its own weight: `bag((title, 3), (body, 1))`."""
    counts: dict[str, float] = {}
    for words, weight in weighed:
        for word in words:
            counts[word] = counts.get(word, 0.0) + weight
    return counts


def rank(query: Bag, candidates: Sequence[Bag], top: int) -> list[Match]:
    """
    Give the `top` candidates that share words with the query, best first.

    A word counts the more the fewer candidates use it. Candidates that share nothing are left
    out; equal scores keep the order of the candidates, and equally rare words that of the
    query, so the result never depends on chance.
    """
    rarity = _rarity(candidates)
    mean = sum(sum(words.values()) for words in candidates) / max(len(candidates), 1)
    total = sum(weight * rarity.get(word, _unseen(candidates)) for word, weight in query.items())
    found = [_compare(query, words, index, rarity, mean, total) for index, words in enumerate(candidates)]
    matches = [match for match in found if match is not None]
    return sorted(matches, key=lambda match: (-match.score, match.index))[:top]


def _compare(query: Bag, words: Bag, index: int, rarity: Bag, mean: float, total: float) -> Match | None:
    shared = sorted((word for word in query if word in words), key=lambda word: -rarity[word])
    if not shared:
        return None
    brake = 1 - _LENGTH_SHARE + _LENGTH_SHARE * sum(words.values()) / mean
    gained = sum(query[word] * rarity[word] * _saturate(words[word], brake) for word in shared)
    return Match(index, gained / total, tuple(shared))


def _saturate(count: float, brake: float) -> float:
    """From 0 to 1: the second mention adds less than the first."""
    return count / (count + _SATURATION * brake)


def _rarity(candidates: Sequence[Bag]) -> dict[str, float]:
    """Inverse document frequency of each word among the candidates, never below zero."""
    used = Counter(word for words in candidates for word, weight in words.items() if weight > 0)
    total = len(candidates)
    return {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in used.items()}


def _unseen(candidates: Sequence[Bag]) -> float:
    return math.log(1 + (len(candidates) + 0.5) / 0.5)
