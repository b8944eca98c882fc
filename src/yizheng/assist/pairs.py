"""Whether two items are the same matter, or different matters in nearly the same words."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.assist.similar import Index, profile
from yizheng.assist.texts import Text

_EVEN = 0.3


@dataclass(frozen=True)
class Verdict:
    """How likely two items are the same matter, what speaks for it and what against it."""

    probability: float
    agrees: tuple[str, ...]
    conflicts: tuple[str, ...]


def same(a: Text, b: Text) -> Verdict:
    """Compare two items."""
    index = Index.of([a, b])
    found = index.like(profile(a), 1, frozenset({0}))
    if not found:
        return Verdict(0.0, (), ())
    return Verdict(found[0].score / (found[0].score + _EVEN), found[0].shared, ())
