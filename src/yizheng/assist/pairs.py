"""
Whether two items are the same matter, or different matters in nearly the same words.

The measures are `contrast.compare`'s; how much each counts is written by us (`_BEFORE`), and what a
committee has judged moves it a little (`Judge.learn`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from yizheng.assist.contrast import Familiar, Side, compare
from yizheng.assist.texts import Text

# How much each measure speaks for the same matter. Written by us; revised once after looking at
# errors on judged pairs (docs/explanation/assist.md).
_BEFORE: Mapping[str, float] = {
    "titles": 1.0, "wholes": 1.0, "bodies": 0.5, "topics": 1.5, "title topics": 1.5,
    "common names": 0.5, "common matter": 0.5, "both": 1.0, "rest told, less": 1.5, "rest told, more": 1.5,
    "rest apart": -1.0, "names apart": -2.5, "kinds apart": -3.0, "matter apart": -2.0, "numbers differ": -2.0,
}  # fmt: skip
_BIAS_BEFORE = -3.0
# Learning stays near what was written; to merge wrongly is worse than to miss.
_LOYALTY = 1.0
_BIAS_LOYALTY = 2.0  # divided by the judgements: three of them move little
_STEPS, _STEP = 400, 0.5
_WRONG_MERGE = 1.5
_EXPLAINED = 6


@dataclass(frozen=True)
class Verdict:
    """How likely two items are the same matter, what speaks for it and what against it."""

    probability: float
    agrees: tuple[str, ...]
    conflicts: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Tell which of the two is likelier."""
        return self.probability >= 0.5


@dataclass(frozen=True)
class Judge:
    """Judges pairs with the rarity of a collection and, where there are any, with earlier judgements."""

    familiar: Familiar = field(default_factory=Familiar)
    weights: Mapping[str, float] = field(default_factory=lambda: dict(_BEFORE))
    bias: float = _BIAS_BEFORE

    @classmethod
    def of(cls, items: Iterable[Text]) -> Judge:
        """Make a judge that knows which words are rare in this collection."""
        return cls(Familiar.of(items))

    def learn(self, judged: Sequence[tuple[Text, Text, bool]]) -> Judge:
        """Give a judge whose weights moved towards these judgements; both kinds count alike in sum."""
        if not judged:
            return self
        rows = [(self._measure(a, b), is_same) for a, b, is_same in judged]
        share = {True: 0.5, False: 0.5 * _WRONG_MERGE}
        count = {said: sum(1 for _, one in rows if one is said) for said in (True, False)}
        weighed = [(measured, said, share[said] / count[said]) for measured, said in rows]
        weights, bias = dict(self.weights), self.bias
        for _ in range(_STEPS):
            slope, lean = _slope(weighed, weights, bias)
            weights = {
                name: weight - _STEP * (slope[name] + _LOYALTY * (weight - self.weights[name]))
                for name, weight in weights.items()
            }
            bias -= _STEP * (lean + _BIAS_LOYALTY / len(rows) * (bias - self.bias))
        return replace(self, weights=weights, bias=bias)

    def same(self, a: Text, b: Text) -> Verdict:
        """Compare two items."""
        one, other = Side(a, self.familiar), Side(b, self.familiar)
        chance = _chance(compare(one, other), self.weights, self.bias)
        return Verdict(chance, _agrees(one, other), _conflicts(one, other))

    def _measure(self, a: Text, b: Text) -> dict[str, float]:
        return compare(Side(a, self.familiar), Side(b, self.familiar))


def same(a: Text, b: Text, collection: Iterable[Text] = ()) -> Verdict:
    """Compare two items; `collection` tells which words are rare. For many pairs keep one `Judge`."""
    return Judge.of(collection).same(a, b)


def _chance(measured: Mapping[str, float], weights: Mapping[str, float], bias: float) -> float:
    return 1 / (1 + math.exp(-bias - sum(weights[name] * value for name, value in measured.items())))


def _slope(
    rows: Sequence[tuple[Mapping[str, float], bool, float]], weights: Mapping[str, float], bias: float
) -> tuple[dict[str, float], float]:
    slope, lean = dict.fromkeys(weights, 0.0), 0.0
    for measured, said, share in rows:
        error = share * (_chance(measured, weights, bias) - said)
        lean += error
        for name, value in measured.items():
            slope[name] += error * value
    return slope, lean


def _agrees(a: Side, b: Side) -> tuple[str, ...]:
    there = set(b.title_words) | set(b.known_words)
    return tuple(word for word in dict.fromkeys((*a.title_words, *a.known_words)) if word in there)[:_EXPLAINED]


def _conflicts(a: Side, b: Side) -> tuple[str, ...]:
    """Numbers first, then the words of each title that the other item nowhere has, the rarest first."""
    numbers = (*sorted(a.numbers), *sorted(b.numbers)) if a.numbers and b.numbers and not a.numbers & b.numbers else ()
    return (*numbers, *_missing(a, b), *_missing(b, a))[:_EXPLAINED]


def _missing(own: Side, other: Side) -> tuple[str, ...]:
    text = other.text.plain_title + other.text.plain_body
    found = [word for word in own.title_words if word not in text]
    return tuple(sorted(found, key=lambda word: (-len(word), own.title_words.index(word)))[:3])
