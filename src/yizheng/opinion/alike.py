"""Pieces on the same matter: what an author should know before sending in another one (F045, F151)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from yizheng.assist import alike
from yizheng.assist.words import content_words
from yizheng.kernel.acting import Actor

from . import queries
from .models import Opinion

TOP = 5
MOST_WORDS = 8
MOST_CANDIDATES = 200
LEAST_SHARE = 0.2
"""So much of what is asked, by weight, a piece has to share."""


@dataclass(frozen=True)
class Alike:
    """A piece that shares words with a text: how much of it, 0 to 1, and which words."""

    opinion: Opinion
    score: float
    shared: tuple[str, ...]


def similar_to(text: str, actor: Actor, *, exclude: Opinion | None = None) -> list[Alike]:
    """
    Return sent-in pieces on the same matter among those the person may see, the nearest first.

    What a person may not see is neither named nor counted. Rule: handbook 6.3 (duplicate check), 1.6.
    """
    asked = alike.bag((content_words(text), 1.0))
    words = sorted(asked, key=lambda word: -asked[word])[:MOST_WORDS]
    if not words:
        return []
    said = Q()
    for word in words:
        said |= Q(title__icontains=word)
    rows = queries.opinions_visible_to(actor).exclude(state__in=queries.PRIVATE).filter(said)
    if exclude is not None:
        rows = rows.exclude(pk=exclude.pk)
    found = list(rows.order_by("-submitted_at", "-id")[:MOST_CANDIDATES])
    bags = [alike.bag((content_words(row.title), 2.0), (content_words(row.suggestion), 1.0)) for row in found]
    near = [(each, _covered(asked, each.shared)) for each in alike.rank(asked, bags, len(bags))]
    return [Alike(found[each.index], share, each.shared[:5]) for each, share in near if share >= LEAST_SHARE][:TOP]


def _covered(asked: alike.Bag, shared: tuple[str, ...]) -> float:
    return sum(asked[word] for word in shared) / sum(asked.values())
