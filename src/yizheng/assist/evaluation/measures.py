"""The measures of the commands: plain definitions, without any library."""

from __future__ import annotations

import math
from collections.abc import Sequence


def share_right(first: Sequence[Sequence[str]], truth: Sequence[str], top: int) -> float:
    """Tell in what share of the rows the truth is among the first `top`."""
    return sum(right in found[:top] for found, right in zip(first, truth, strict=True)) / len(truth)


def macro_f1(found: Sequence[str], truth: Sequence[str]) -> float:
    """Average the F1 of every label that stands in the truth or in what was found (as scikit-learn does)."""
    scores = [_f1(label, found, truth) for label in sorted({*truth, *found})]
    return sum(scores) / len(scores)


def _f1(label: str, found: Sequence[str], truth: Sequence[str]) -> float:
    both = sum(one == label == other for one, other in zip(found, truth, strict=True))
    return 2 * both / (sum(one == label for one in found) + sum(other == label for other in truth))


def percentile(times: Sequence[float], share: float) -> float:
    """Give the value below which this share of the values lies (nearest rank)."""
    ordered = sorted(times)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def recall_at(relevant: Sequence[bool], all_relevant: int, top: int) -> float:
    """Give the relevant among the first `top` as a share of what could be there."""
    return sum(relevant[:top]) / min(top, all_relevant)


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """One divided by the place of the first relevant one; 0 when there is none."""
    return next((1 / place for place, right in enumerate(relevant, start=1) if right), 0.0)
