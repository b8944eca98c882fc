"""Which proposals of all years are about the same matter: by the words they share, among what a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from yizheng.assist import alike
from yizheng.assist.words import content_words
from yizheng.kernel.acting import Actor

from . import queries
from .models import Proposal, Suggestion

TOP = 8
MOST_WORDS = 10
MOST_CANDIDATES = 300
TITLE_WEIGHT, TEXT_WEIGHT = 3.0, 1.0
LEAST_SHARE = 0.15
"""So much of what is asked, by weight, a proposal has to share; a word all candidates use counts here too."""
FORM_WORDS = {"建议", "提案", "关于", "做好", "推进", "加强"}
"""Words of every title: they tell no matter."""


@dataclass(frozen=True)
class Similar:
    """A proposal that shares words with what is being written: how much of it, 0 to 1, and which words."""

    proposal: Proposal
    score: float
    shared: tuple[str, ...]


def find(title: str, text: str, actor: Actor, exclude: Proposal | None = None, limit: int = TOP) -> list[Similar]:
    """
    Return submitted proposals of all years that share content words, the nearest first (已有类似提案).

    What a person may not see does not exist here either. Rule: handbook 5.5 (duplicate check), 1.6.
    """
    asked = alike.bag((_words(title), TITLE_WEIGHT), (_words(text), TEXT_WEIGHT))
    words = sorted(asked, key=lambda word: -asked[word])[:MOST_WORDS]
    if not words:
        return []
    rows = list(_candidates(words, actor, exclude))
    bags = [alike.bag((_words(row.title), TITLE_WEIGHT), (_words(_suggested(row)), TEXT_WEIGHT)) for row in rows]
    near = [(match, _covered(asked, match.shared)) for match in alike.rank(asked, bags, len(bags))]
    found = [Similar(rows[match.index], covered, match.shared[:5]) for match, covered in near if covered >= LEAST_SHARE]
    return found[:limit]


def _candidates(words: Sequence[str], actor: Actor, exclude: Proposal | None) -> QuerySet[Proposal]:
    said, titled = Q(), Q()
    for word in words:
        titled |= Q(title__icontains=word)
        said |= Q(text__icontains=word)
    suggested = Exists(Suggestion.objects.filter(said, proposal=OuterRef("pk")))
    rows = queries.proposals_visible_to(actor).exclude(state__in=queries.PRIVATE).filter(titled | Q(suggested))
    if exclude is not None:
        rows = rows.exclude(pk=exclude.pk)
    nearest = rows.select_related("session__term").prefetch_related("suggestions").order_by("-submitted_at", "-id")
    return nearest[:MOST_CANDIDATES]


def _covered(asked: alike.Bag, shared: Sequence[str]) -> float:
    return sum(asked[word] for word in shared) / sum(asked.values())


def _suggested(proposal: Proposal) -> str:
    return "\n".join(each.text for each in proposal.suggestions.all())


def _words(text: str) -> list[str]:
    return [word for word in content_words(text) if word not in FORM_WORDS]
