"""To which of the committee's categories a matter belongs, and why (类别推荐): learned from its own decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .enums import Level
from .guides import category_guide
from .services import level_of
from .texts import Text

MOST_SUGGESTED = 3
LEAST = 0.1


@dataclass(frozen=True)
class CategorySuggestion:
    """A category, how likely it is (0 to 1), the words that say so, and the version that speaks (None: shipped)."""

    category: str
    share: float
    terms: tuple[str, ...]
    version_id: int | None

    @property
    def level(self) -> Level:
        """Say honestly how sure it is."""
        return level_of(self.share)

    @property
    def reason(self) -> str:
        """Say why in one phrase."""
        return f"讲到{'、'.join(self.terms[:3])}" if self.terms else "没有明显的字眼，供参考"


def suggest_category(text: Text, *, area: str, categories: Sequence[str]) -> list[CategorySuggestion]:
    """Name up to three of the categories of today, the likeliest first; one query."""
    router, version = category_guide(area, categories)
    named = [each for each in router.suggest(text, len(router.labels)) if each.label in set(categories)]
    found = [
        CategorySuggestion(each.label, each.confidence, each.terms, version.pk if version else None)
        for each in named[:MOST_SUGGESTED]
    ]
    return [each for each in found if each.share >= LEAST]
