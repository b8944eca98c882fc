"""Points, grades and the words of the configuration that name them (handbook 5.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

FULL = 100
BASIC_WORTH = 75
"""Rule: our decision: in an anonymous vote 满意 is worth 100 points, 基本满意 75, 不满意 none."""


def parsed(lines: Iterable[str]) -> list[tuple[str, int]]:
    """Return lines such as 优秀=90 as pairs of word and number."""
    pairs = (line.partition("=") for line in lines)
    return [(word.strip(), int(number)) for word, _, number in pairs if number.strip().isdigit()]


def adds_up(lines: Iterable[str]) -> bool:
    """Tell whether the points of criteria sum to 100."""
    return sum(points for _, points in parsed(lines)) == FULL


def grade_of(total: Decimal | None, grades: Sequence[str]) -> str:
    """Return the grade of a total, empty without one; each bound belongs to the better grade."""
    if total is None:
        return ""
    ordered = sorted(parsed(grades), key=lambda each: -each[1])
    return next((word for word, least in ordered if total >= least), "")


def lowest(grades: Sequence[str]) -> str:
    """Return the word of the lowest grade."""
    return min(parsed(grades), key=lambda each: each[1], default=("", 0))[0]


def score_of(counts: Mapping[str, int]) -> Decimal | None:
    """Return the points 0–100 of an anonymous vote by its valid answers; None without any."""
    satisfied, basic, not_satisfied = (counts[each] for each in ("satisfied", "basic", "not_satisfied"))
    valid = satisfied + basic + not_satisfied
    if not valid:
        return None
    return rounded(Decimal(satisfied * FULL + basic * BASIC_WORTH) / valid)


def mean(totals: Sequence[Decimal]) -> Decimal | None:
    """Return the mean of totals, None of none."""
    return rounded(sum(totals, Decimal(0)) / len(totals)) if totals else None


def rounded(number: Decimal) -> Decimal:
    """Return a number with two decimals, halves up."""
    return number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def ranks(scores: Sequence[Decimal | None]) -> list[int | None]:
    """Return the place of each score, the highest first; equal scores share a place."""
    ordered = sorted((each for each in scores if each is not None), reverse=True)
    return [None if each is None else ordered.index(each) + 1 for each in scores]
