"""
Which items are about the same matter: the words they share, the rare ones first, and the names and numbers in them.

`rerank` orders the candidates that a search has found; `Index` holds a whole collection in memory.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yizheng.assist.texts import Text, bigrams, telling, tokens

_TITLE = 5.0
_READ_AT_MOST = 800
_SATURATION, _LENGTH_SHARE = 1.2, 0.35
_PAIR = 0.4
_TOLD = 0.35
_EXPLAINED = 6


@dataclass(frozen=True)
class Similar:
    """A candidate: its place among the candidates, how much of the query it covers (0 to 1), the shared words."""

    index: int
    score: float
    shared: tuple[str, ...]


def profile(text: Text) -> dict[str, float]:
    """Count the words and pairs of characters of an item; the title counts more."""
    found: dict[str, float] = defaultdict(float)
    for part, weight in ((text.title, _TITLE), (text.body[:_READ_AT_MOST], 1.0)):
        for word in telling(tokens(part)):
            found[word] += weight
        for pair in bigrams(part):
            found[f"~{pair}"] += weight * _PAIR
    return found


@dataclass
class Index:
    """A collection that can be asked for what is like an item."""

    profiles: list[Mapping[str, float]] = field(default_factory=list)
    holders: dict[str, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    lengths: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, items: Sequence[Text]) -> Index:
        """Index a collection."""
        index = cls()
        for item in items:
            index.add(profile(item))
        return index

    def add(self, counted: Mapping[str, float]) -> None:
        """Add one item."""
        place = len(self.profiles)
        self.profiles.append(counted)
        self.lengths.append(sum(counted.values()))
        for name, count in counted.items():
            self.holders[name].append((place, count))

    def rarity(self, name: str) -> float:
        """Tell how much a word says: the fewer hold it the more."""
        total, used = len(self.profiles), len(self.holders.get(name, ()))
        return math.log(1 + (total - used + 0.5) / (used + 0.5))

    def like(self, query: Mapping[str, float], top: int, without: frozenset[int] = frozenset()) -> list[Similar]:
        """Give the `top` items nearest to the query, the nearest first."""
        mean = sum(self.lengths) / max(len(self.lengths), 1)
        gained: Counter[int] = Counter()
        most = 0.0
        for name, count in query.items():
            weight = self.rarity(name) * math.log1p(count)
            weight *= self.rarity(name)
            most += weight
            for place, held in self.holders.get(name, ()):
                brake = 1 - _LENGTH_SHARE + _LENGTH_SHARE * self.lengths[place] / mean
                gained[place] += weight * held / (held + _SATURATION * brake)  # type: ignore[assignment]
        ranked = sorted(gained.items(), key=lambda each: (-each[1], each[0]))
        kept = [(place, score) for place, score in ranked[: top + len(without)] if place not in without][:top]
        return [Similar(place, score / (most or 1), self.shared(query, place)) for place, score in kept]

    def like_item(self, item: Text, top: int, without: frozenset[int] = frozenset()) -> list[Similar]:
        """The same for an item that is not counted yet."""
        return self.like(profile(item), top, without)

    def shared(self, query: Mapping[str, float], place: int) -> tuple[str, ...]:
        """Name the words both have, the rarest first."""
        held = self.profiles[place]
        both = [name for name in query if name[0] != "~" and name in held]
        return tuple(sorted(both, key=lambda name: -self.rarity(name) * query[name])[:_EXPLAINED])


def rerank(
    query: Text, candidates: Sequence[Text], top: int, judged: Mapping[int, bool] | None = None
) -> list[Similar]:
    """
    Order candidates by how near they are to `query`, the nearest first.

    `judged` says of places among the candidates whether a person called them the same (True)
    or not the same (False): the first come before, the second after everything else.
    """
    index = Index.of(candidates)
    found = index.like(profile(query), len(candidates))
    told = judged or {}
    moved = [(_moved(each, told.get(each.index)), each) for each in found]
    ordered = sorted(moved, key=lambda each: (-each[0], each[1].index))[:top]
    return [Similar(each.index, score, each.shared) for score, each in ordered]


def _moved(found: Similar, told: bool | None) -> float:
    if told is None:
        return found.score
    return 1.0 if told else found.score * _TOLD
