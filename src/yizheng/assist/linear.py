"""
A multinomial logistic model over named features, in plain Python: trained in seconds, stored as JSON.

What is known before any example (the offsets) stands in the sum from the start, so that few
examples correct the knowledge a little and many examples overrule it.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Features = Mapping[str, float]

_SEED = 5
_NEGLIGIBLE = 1e-3
_DIGITS = 3


@dataclass(frozen=True)
class Schedule:
    """How the model is trained: passes over the rows, size of the first step, pull towards zero."""

    passes: int = 12
    step: float = 1.0
    decay: float = 1e-4
    rare: int = 2  # a feature seen in fewer rows is left out


@dataclass
class Linear:
    """For every feature one weight a label; the bias of each label."""

    labels: tuple[str, ...]
    weights: dict[str, list[float]]
    bias: list[float]

    def scores(self, features: Features, offsets: Sequence[float]) -> list[float]:
        """Sum what speaks for each label."""
        total = [offset + bias for offset, bias in zip(offsets, self.bias, strict=True)]
        for name, value in features.items():
            row = self.weights.get(name)
            if row is not None:
                total = [sum_ + value * weight for sum_, weight in zip(total, row, strict=True)]
        return total

    def to_json(self) -> dict[str, Any]:
        """Give the model as JSON: weights that hardly count are left out."""
        rows = {name: [round(weight, _DIGITS) for weight in row] for name, row in self.weights.items()}
        kept = {name: _sparse(row) for name, row in rows.items() if any(row)}
        return {"labels": list(self.labels), "bias": self.bias, "weights": kept}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Linear:
        """Read a model back."""
        labels = tuple(stored["labels"])
        weights = {name: _dense(row, len(labels)) for name, row in stored["weights"].items()}
        return cls(labels, weights, list(stored["bias"]))


def _sparse(row: Sequence[float]) -> dict[str, float]:
    return {str(place): weight for place, weight in enumerate(row) if weight}


def _dense(row: Mapping[str, float], size: int) -> list[float]:
    found = [0.0] * size
    for place, weight in row.items():
        found[int(place)] = weight
    return found


def softmax(scores: Sequence[float]) -> list[float]:
    """Turn sums into probabilities."""
    most = max(scores)
    grown = [math.exp(score - most) for score in scores]
    whole = sum(grown)
    return [each / whole for each in grown]


@dataclass(frozen=True)
class Row:
    """One example: what is seen in it, what is known beforehand, and the place of its label."""

    features: Features
    offsets: Sequence[float]
    label: int
    weight: float = 1.0


def train(labels: Sequence[str], rows: Sequence[Row], schedule: Schedule) -> Linear:
    """
    Fit the model by stochastic gradient descent; the same rows always give the same model.

    The pull towards zero is kept as one common scale (Bottou's trick), so a step touches only
    the features of its row.
    """
    size = len(labels)
    seen = Counter(name for row in rows for name in row.features)
    weights = {name: [0.0] * size for name, count in seen.items() if count >= schedule.rare}
    prepared = [(_refer(row.features, weights), row) for row in rows]
    bias, scale, time = [0.0] * size, 1.0, 0
    order = list(range(len(rows)))
    chance = random.Random(_SEED)  # noqa: S311 (an order of rows, no secret)
    for _ in range(schedule.passes):
        chance.shuffle(order)
        for index in order:
            entries, row = prepared[index]
            rate = schedule.step / (1 + schedule.step * schedule.decay * 10 * time)
            time += 1
            scale *= 1 - rate * schedule.decay
            for place, gradient in _gradients(entries, row, bias, scale):
                bias[place] -= 0.1 * rate * gradient
                change = rate * gradient / scale
                for values, value in entries:
                    values[place] -= change * value
    return Linear(tuple(labels), {n: [scale * w for w in values] for n, values in weights.items()}, bias)


Entries = list[tuple[list[float], float]]


def _refer(features: Features, weights: Mapping[str, list[float]]) -> Entries:
    return [(weights[name], value) for name, value in features.items() if name in weights]


def _gradients(entries: Entries, row: Row, bias: Sequence[float], scale: float) -> list[tuple[int, float]]:
    sums = [0.0] * len(bias)
    for values, value in entries:
        sums = [each + value * weight for each, weight in zip(sums, values, strict=True)]
    scores = [known + own + scale * sum_ for known, own, sum_ in zip(row.offsets, bias, sums, strict=True)]
    found = softmax(scores)
    found[row.label] -= 1
    return [(place, row.weight * each) for place, each in enumerate(found) if abs(each) > _NEGLIGIBLE]
