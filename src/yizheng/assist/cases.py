"""
Earlier cases of a committee, found again by the words of their titles: what teaches at once, before any training.

One set of cases is read a request; every text of a page is compared with it without further queries.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nlargest

from .words import content_words

MOST_CASES = 2_000
MOST_SIMILAR = 20
COMMON_SHARE = 0.25
"""A word that a quarter of all earlier titles use says nothing about the unit."""

NEAR = 0.3
"""From this share of common words on an earlier case counts as like this one."""


@dataclass(frozen=True)
class Case:
    """An earlier case: how it is called, where it opens, its words, and the weight it gives to each unit."""

    object_id: int
    number: str
    url: str
    words: frozenset[str]
    units: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Likeness:
    """What like cases say: by unit the cases and the share, 0 to 1, and how near the nearest is."""

    cases: Mapping[int, Sequence[Case]]
    shares: Mapping[int, float]
    nearest: float


NOTHING_ALIKE = Likeness({}, {}, 0.0)


@dataclass
class Cases:
    """Earlier cases by word."""

    all: Sequence[Case] = ()
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for place, each in enumerate(self.all):
            for word in each.words:
                self.by_word[word].append(place)

    def rarity(self, word: str) -> float:
        """Return how much a word says: nothing when everybody uses it, most when nobody did."""
        used = len(self.by_word.get(word, ()))
        if used > 10 and used > COMMON_SHARE * len(self.all):
            return 0.0
        return math.log(1 + (len(self.all) + 1) / (used + 1))

    def like(self, title: str, exclude: int | None = None) -> Likeness:
        """Return what cases like this title say; the object asked about is no case of itself."""
        best = self._nearest(words_of(title), exclude)
        whole = sum(score for _case, score in best)
        if not whole:
            return NOTHING_ALIKE
        found: dict[int, list[Case]] = defaultdict(list)
        gained: dict[int, float] = defaultdict(float)
        for case, score in best:
            for unit, weight in case.units:
                found[unit].append(case)
                gained[unit] += score * weight / whole
        return Likeness(found, {unit: min(1.0, share) for unit, share in gained.items()}, min(1.0, best[0][1]))

    def shared(self, title: str, case: Case) -> list[str]:
        """Return the words a title and a case have in common, the rarest first, none that stands inside another."""
        both = words_of(title) & case.words
        whole = [word for word in both if not any(word != other and word in other for other in both)]
        return sorted(whole, key=lambda word: (-self.rarity(word), word))[:3]

    def _nearest(self, words: frozenset[str], exclude: int | None) -> list[tuple[Case, float]]:
        total = sum(self.rarity(word) for word in words)
        scores: dict[int, float] = defaultdict(float)
        for word in words:
            weight = self.rarity(word)
            for place in self.by_word.get(word, ()) if weight > 0 else ():
                scores[place] += weight / total
        ranked = nlargest(MOST_SIMILAR + 1, scores.items(), key=lambda each: (each[1], -each[0]))
        near = [(self.all[place], score) for place, score in ranked if score >= NEAR]
        return [(case, score) for case, score in near if case.object_id != exclude][:MOST_SIMILAR]


@lru_cache(maxsize=20_000)
def words_of(title: str) -> frozenset[str]:
    """Cut a title into the words that carry its subject; a title is cut once a process."""
    return frozenset(content_words(title)) - {"建议", "关于"}
