"""
Which items are about the same matter: the words they share, the rare ones first, in the title above all.

`rerank` orders the few hundred candidates that a search has found and cuts none of them into
words; `Index` holds a whole collection in memory.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from yizheng.assist.texts import Text, bigrams, plain, telling, tokens

_TITLE = 5.0
_READ_AT_MOST = 800
# How soon repeating a word stops counting, and how much a long item is held back (BM25).
_SATURATION, _LENGTH_SHARE = 1.2, 0.35
# A pair of characters counts less than a word; it finds what was cut wrongly or written otherwise.
_PAIR = 0.4
_PAIR_MARK = "~"
# The loudest signs of a query decide; the others cost time only.
_ASKED_AT_MOST = 120
# Of several hundred candidates less is looked at: so many signs, so many characters of the body.
_SIGNS_AT_MOST, _LOOKED_AT = 70, 500
# A sign that more than a third of a collection uses tells nothing.
_LEAST_RARITY = 1.0
_REFUSED = 0.35
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
        for pair in bigrams(plain(part)):
            found[_PAIR_MARK + pair] += weight * _PAIR
    return found


@dataclass
class Index:
    """A collection that can be asked for what is like an item."""

    profiles: Sequence[Mapping[str, float]]
    holders: Mapping[str, list[tuple[int, float]]]  # by sign: who holds it, and how much it counts there (0 to 1)
    _rarity: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[Text]) -> Index:
        """Index a collection."""
        profiles = [profile(item) for item in items]
        lengths = [sum(counted.values()) for counted in profiles]
        mean = sum(lengths) / max(len(lengths), 1) or 1.0
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counted in enumerate(profiles):
            brake = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths[place] / mean)
            for name, count in counted.items():
                holders[name].append((place, count / (count + brake)))
        return cls(profiles, dict(holders))

    def rarity(self, name: str) -> float:
        """Tell how much a sign says: the fewer hold it the more."""
        known = self._rarity.get(name)
        if known is None:
            known = self._rarity[name] = _rarity(len(self.profiles), len(self.holders.get(name, ())))
        return known

    def like_item(self, item: Text, top: int, without: frozenset[int] = frozenset()) -> list[Similar]:
        """Give the `top` items nearest to `item`, the nearest first."""
        return self.like(profile(item), top, without)

    def like(self, query: Mapping[str, float], top: int, without: frozenset[int] = frozenset()) -> list[Similar]:
        """The same for an item already counted."""
        weights = {name: self.rarity(name) ** 2 * math.log1p(count) for name, count in query.items()}
        asked = heapq.nlargest(_ASKED_AT_MOST, weights.items(), key=lambda each: each[1])
        gained: dict[int, float] = defaultdict(float)
        for name, weight in asked:
            if self.rarity(name) >= _LEAST_RARITY or len(self.profiles) < _ASKED_AT_MOST:
                for place, share in self.holders.get(name, ()):
                    gained[place] += weight * share
        whole = sum(weight for _, weight in asked) or 1.0
        allowed = ((score, -place) for place, score in gained.items() if place not in without)
        best = heapq.nlargest(top, allowed)
        return [Similar(-place, score / whole, self._shared(weights, -place)) for score, place in best]

    def _shared(self, weights: Mapping[str, float], place: int) -> tuple[str, ...]:
        held = self.profiles[place]
        return _loudest({name: weight for name, weight in weights.items() if name in held})


def rerank(
    query: Text, candidates: Sequence[Text], top: int, judged: Mapping[int, bool] | None = None
) -> list[Similar]:
    """
    Order candidates by how near they are to `query`, the nearest first.

    `judged` says of places among the candidates whether a person called them the same (True)
    or not the same (False): the first come before, the second sink. What shares nothing is left out.
    """
    counted = profile(query)
    asked = heapq.nlargest(_SIGNS_AT_MOST, counted, key=counted.__getitem__)
    held = [_held(asked, candidate) for candidate in candidates]
    used = Counter(name for shares in held for name in shares)
    weights = {name: _rarity(len(candidates), used[name]) ** 2 * math.log1p(counted[name]) for name in asked}
    whole = sum(weights.values()) or 1.0
    found = []
    for place, shares in enumerate(held):
        if shares:
            score = sum(weights[name] * share for name, share in shares.items()) / whole
            found.append((_moved(score, (judged or {}).get(place)), -place))
    best = heapq.nlargest(top, found)
    return [Similar(-at, score, _loudest({name: weights[name] for name in held[-at]})) for score, at in best]


def _held(asked: Sequence[str], candidate: Text) -> dict[str, float]:
    """Which signs of the query stand in a candidate: in its title, or only in its body. (Written for speed.)"""
    title, body = candidate.title, candidate.body[:_LOOKED_AT]
    found = {}
    for name in asked:
        sign = name[1:] if name[0] == _PAIR_MARK else name
        if sign in title:
            found[name] = _TITLE / (_TITLE + _SATURATION)
        elif sign in body:
            found[name] = 1 / (1 + _SATURATION)
    return found


def _rarity(total: int, used: int) -> float:
    return math.log(1 + (total - used + 0.5) / (used + 0.5))


def _loudest(weights: Mapping[str, float]) -> tuple[str, ...]:
    """The words among the signs, the loudest first."""
    words = [name for name in weights if not name.startswith(_PAIR_MARK)]
    return tuple(sorted(words, key=lambda name: -weights[name])[:_EXPLAINED])


def _moved(score: float, told: bool | None) -> float:
    if told is None:
        return score
    return 1.0 if told else score * _REFUSED
