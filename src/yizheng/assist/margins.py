"""
One against the rest, by margins: what tells a label from all others, in plain Python, stored as JSON.

A feature counts the more the more unequally the labels use it: its value is multiplied by the spread of its log-count
ratios (the weighing of NB-SVM, after Wang and Manning, shared by all labels). Upon it a linear machine with squared
hinge loss is fitted for each label by coordinate descent in the dual (Hsieh and others, as in LIBLINEAR). Where
examples are plenty it errs less than the logistic model.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter, mul
from statistics import pstdev
from typing import Any

Features = Mapping[str, float]
Example = tuple[Features, int]

_SEED = 5
_SMOOTH = 1.0
_SLACK = 0.5  # 1 / (2 C), with C = 1
_SWEEPS, _WHOLE_EVERY, _STILL = 10, 3, 0.02
_RARE = 2
_SHARPNESS = 4.0
"""How far the margins of a label and of no label lie apart as probabilities."""

_DIGITS = 3
SIGNS = 2
"""Which signs a stored model was learned from; one learned from others (no number) does not know these."""


@dataclass
class Margins:
    """By feature: what it counts, and a weight a label (none where it hardly counts); no label has a bias."""

    labels: tuple[str, ...]
    spread: dict[str, float]
    weights: dict[str, list[float]]

    def scores(self, features: Features) -> list[float]:
        """Return how far a text lies on the side of each label, sharpened for `softmax`."""
        known = [(name, value * self.spread[name]) for name, value in features.items() if name in self.spread]
        length = math.sqrt(sum(value * value for _, value in known)) or 1.0
        total = [0.0] * len(self.labels)
        for name, value in known:
            row = self.weights.get(name)
            if row is not None:
                total = [sum_ + value * weight for sum_, weight in zip(total, row, strict=True)]
        return [_SHARPNESS * sum_ / length for sum_ in total]

    def to_json(self) -> dict[str, Any]:
        """Give the model as JSON."""
        rows = {name: [round(weight, _DIGITS) for weight in row] for name, row in self.weights.items()}
        kept = {name: row for name, row in rows.items() if any(row)}
        return {"signs": SIGNS, "labels": list(self.labels), "spread": dict(self.spread), "weights": kept}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Margins:
        """Read a model back."""
        return cls(tuple(stored["labels"]), dict(stored["spread"]), dict(stored["weights"]))


def train(labels: Sequence[str], examples: Sequence[Example]) -> Margins:
    """Fit one machine a label; the same examples always give the same model."""
    spread = _spread(len(labels), examples)
    names = list(spread)
    table = _Table.of(spread, examples)
    fitted = [table.fit(label) for label in range(len(labels))]
    return Margins(tuple(labels), spread, dict(zip(names, map(list, zip(*fitted, strict=True)), strict=True)))


def _spread(labels: int, examples: Sequence[Example]) -> dict[str, float]:
    """Return by feature how unequally the labels use it; what stands in one example only is left out."""
    counts: dict[str, list[int]] = {}
    for features, label in examples:
        for name in features:
            counts.setdefault(name, [0] * labels)[label] += 1
    kept = {name: row for name, row in counts.items() if sum(row) >= _RARE}
    inside = [sum(row[label] for row in kept.values()) + _SMOOTH * len(kept) for label in range(labels)]
    every = sum(sum(row) for row in kept.values())
    outside = [every + 2 * _SMOOTH * len(kept) - own for own in inside]
    shift = [math.log(other / own) for own, other in zip(inside, outside, strict=True)]
    return {name: round(pstdev(_ratios(row, shift)), _DIGITS) for name, row in kept.items()}


def _ratios(row: Sequence[int], shift: Sequence[float]) -> list[float]:
    """Return for each label the logarithm of how much more often it uses a feature than the others do."""
    every = sum(row)
    return [math.log((n + _SMOOTH) / (every - n + _SMOOTH)) + by for n, by in zip(row, shift, strict=True)]


@dataclass(frozen=True)
class _Table:
    """The examples as rows of places and values, with what picks a row's places out of a list at once."""

    size: int
    places: Sequence[tuple[int, ...]]
    values: Sequence[tuple[float, ...]]
    pick: Sequence[Callable[[list[float]], tuple[float, ...]]]
    labels: Sequence[int]

    @classmethod
    def of(cls, spread: Mapping[str, float], examples: Iterable[Example]) -> _Table:
        numbers = {name: number for number, name in enumerate(spread)}
        places, values, labels = [], [], []
        for features, label in examples:
            known = {numbers[name]: value * spread[name] for name, value in features.items() if name in numbers}
            if len(known) > 1:  # an itemgetter of one place gives no tuple
                length = math.sqrt(sum(value * value for value in known.values())) or 1.0
                places.append(tuple(known))
                values.append(tuple(value / length for value in known.values()))
                labels.append(label)
        return cls(len(numbers), places, values, [itemgetter(*row) for row in places], labels)

    def fit(self, label: int) -> list[float]:
        """Return the weights that part the label from the others. (Written for speed: the inner loop of training.)"""
        weights, pushed = [0.0] * self.size, [0.0] * len(self.labels)
        order, chance = list(range(len(self.labels))), random.Random(_SEED)  # noqa: S311 (an order of rows, no secret)
        moving = order
        for sweep in range(_SWEEPS):
            visited, moving = (order if sweep % _WHOLE_EVERY == 0 else moving), []
            chance.shuffle(visited)
            for at in visited:
                side = 1.0 if self.labels[at] == label else -1.0
                row = self.values[at]
                slope = side * sum(map(mul, row, self.pick[at](weights))) - 1.0 + _SLACK * pushed[at]
                if abs(slope) < _STILL or (slope > 0 and not pushed[at]):
                    continue
                before = pushed[at]
                pushed[at] = max(before - slope / (1.0 + _SLACK), 0.0)
                push = side * (pushed[at] - before)
                for place, value in zip(self.places[at], row, strict=True):
                    weights[place] += push * value
                moving.append(at)
        return weights
