"""
What other committees have published on the same matter (别处公开的): shown after what the own committee has.

Only what stands on their public pages is looked at, so nobody has to be asked who may see it. Rule: F045, handbook 1.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yizheng.search.folding import fold

from . import explaining, published, similar
from .texts import Text

TOP = 5
MOST_WORDS, MOST_CANDIDATES, MOST_EXPLAINED = 16, 40, 10


@dataclass(frozen=True)
class Elsewhere:
    """One published item of another committee: its title, public page and day, and the words both say."""

    committee: str
    label: str
    title: str
    url: str
    published_on: date
    score: float
    shared: tuple[str, ...]


def find(text: Text, top: int = TOP) -> list[Elsewhere]:
    """Return what others have published nearest to a text, the nearest first; one query, however much they have."""
    asked = explaining.weighed(text)
    loudest = sorted(asked.items(), key=lambda each: -each[1])[:MOST_WORDS]
    found = published.candidates([(fold(word), weight) for word, weight in loudest], limit=MOST_CANDIDATES)
    if not found:
        return []
    texts = [Text(each.title, each.text) for each in found]
    near = similar.rerank(text, texts, MOST_EXPLAINED)
    shown = [_shown(found[each.index], explaining.reason(asked, texts[each.index])) for each in near]
    return [each for each in shown if each.score >= explaining.LEAST][:top]


def _shown(each: published.Candidate, why: explaining.Reason) -> Elsewhere:
    label = published.label_of(each.kind)
    return Elsewhere(each.committee, label, each.title, each.url, each.published_on, why.score, why.shared)
