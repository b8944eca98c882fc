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
_NEGLIGIBLE = 1e-2
_BIAS_STEP = 0.02
_DIGITS = 3


@dataclass(frozen=True)
class Schedule:
    """How the model is trained: passes over the rows, size of the steps, what slows the first of them."""

    passes: int = 4
    step: float = 1.0
    caution: float = 0.1
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


def train(labels: Sequence[str], rows: Sequence[Row], schedule: Schedule) -> Linear:
    """
    Fit the model by stochastic gradient descent; the same rows always give the same model.

    Every feature has its own step, shorter the more it was moved before (AdaGrad): rare words
    learn quickly, common ones slowly. The weights after each pass but the first are averaged, which
    takes off the chance of the last rows. Few passes and small steps keep it near the offsets.
    """
    size = len(labels)
    seen = Counter(name for row in rows for name in row.features)
    # One list a feature: a weight for each label, then what it was moved by so far.
    table = {name: [0.0] * size + [schedule.caution] for name, count in seen.items() if count >= schedule.rare}
    prepared = [([(table[name], value) for name, value in row.features.items() if name in table], row) for row in rows]
    bias = [0.0] * size
    chance = random.Random(_SEED)  # noqa: S311 (an order of rows, no secret)
    sums = {name: [0.0] * size for name in table}
    for turn in range(schedule.passes):
        chance.shuffle(prepared)
        for entries, row in prepared:
            _learn(entries, row, bias, schedule.step)
        if turn or schedule.passes == 1:
            for name, values in table.items():
                sums[name] = [sum_ + value for sum_, value in zip(sums[name], values, strict=False)]
    counted = max(1, schedule.passes - 1)
    return Linear(tuple(labels), {name: [sum_ / counted for sum_ in row] for name, row in sums.items()}, bias)


def _learn(entries: list[tuple[list[float], float]], row: Row, bias: list[float], step: float) -> None:
    """Move the weights of one row's features. (Written for speed: this is the inner loop of training.)"""
    size = len(bias)
    scores = [known + own for known, own in zip(row.offsets, bias, strict=True)]
    for values, value in entries:
        scores = [score + value * weight for score, weight in zip(scores, values, strict=False)]
    wrong = softmax(scores)
    wrong[row.label] -= 1
    moved = [(place, gradient) for place, gradient in enumerate(wrong) if abs(gradient) > _NEGLIGIBLE]
    force = sum(gradient * gradient for _, gradient in moved)
    for place, gradient in moved:
        bias[place] -= _BIAS_STEP * step * gradient
    for values, value in entries:
        values[size] += value * value * force
        rate = step * value / math.sqrt(values[size])
        for place, gradient in moved:
            values[place] -= rate * gradient
