"""Whose rating stands for a reply: several proposers rate, one overall rating counts (handbook 5.8). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from .enums import Rating

Rule = Literal["first", "worst", "majority"]
WORST_FIRST = (Rating.NOT_SATISFIED, Rating.BASIC, Rating.SATISFIED)


def overall(ratings: Sequence[str], rule: str) -> str:
    """
    Return the rating that stands for all, empty when nobody who counts has expressed one.

    `ratings` are in the order of signing, the first proposer's first; empty where somebody said nothing.
    A tie of a majority goes to the worse one. Rule: handbook 5.8, proposal.joint_rule; edge case 9.
    """
    given = [Rating(each) for each in ratings if each]
    if rule == "first":
        return ratings[0] if ratings else ""
    if not given:
        return ""
    return worst(given) if rule == "worst" else _majority(given)


def worst(ratings: Sequence[str]) -> str:
    """Return the lowest of the ratings that were given; empty without any."""
    return next((each.value for each in WORST_FIRST if each in ratings), "")


def _majority(given: Sequence[Rating]) -> str:
    counted = Counter(given)
    most = max(counted.values())
    return worst([each for each, number in counted.items() if number == most])
