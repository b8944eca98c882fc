"""
Which proposals of all years are about the same matter, among what a person may see, and what came of them.

What the room `assist` finds, with what one wants to know before proposing the same again: who handled it, with what
result, and whether the proposer was content (F151).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects

from yizheng.assist import alike_items
from yizheng.assist.alike_items import Alike
from yizheng.assist.enums import Verdict
from yizheng.assist.texts import Text
from yizheng.kernel.acting import Actor

from . import queries
from .enums import ANSWERING, Rating, ReplyState
from .models import GONE, Handling, Proposal, Reply

TOP = 8
MOST_CHARS = 3_000


@dataclass(frozen=True)
class Similar:
    """
    A proposal on the same matter: how much of what is asked it shares (0 to 1), which words, what a person said.

    `outcome` says in a line which units answered, with which class, how content the proposer was; empty before.
    """

    proposal: Proposal
    score: float
    shared: tuple[str, ...]
    verdict: Verdict | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Found:
    """What is alike, and what persons set aside as another matter."""

    items: tuple[Similar, ...]
    set_aside: tuple[Similar, ...]


def find(title: str, text: str, actor: Actor, exclude: Proposal | None = None, limit: int = TOP) -> list[Similar]:
    """
    Return submitted proposals of all years that share content words, the nearest first (已有类似提案).

    What a person may not see does not exist here either. Rule: handbook 5.5 (duplicate check), 1.6.
    """
    return list(find_all(title, text, actor, exclude, limit).items)


def find_all(title: str, text: str, actor: Actor, exclude: Proposal | None = None, limit: int = TOP) -> Found:
    """As `find`, with what was set aside; the number of queries does not grow with what is found."""
    asked = Text(title, text[:MOST_CHARS])
    found = alike_items.find(asked, kinds=["proposal"], actor=actor, about=exclude, top=limit)
    submitted = [each for each in found.items if each.obj.state not in queries.PRIVATE]
    prefetch_related_objects([each.obj for each in (*found.items, *found.set_aside)], "session__term")
    outcomes = _outcomes([each.obj for each in submitted], actor)
    return Found(
        tuple(replace(_similar(each), outcome=outcomes.get(each.obj.pk, "")) for each in submitted),
        tuple(_similar(each) for each in found.set_aside),
    )


def _similar(each: Alike) -> Similar:
    return Similar(each.obj, each.score, each.shared, each.verdict)


def _outcomes(proposals: Sequence[Proposal], actor: Actor) -> dict[int, str]:
    """Return by proposal what came of it, as far as this person may read replies and ratings; three queries."""
    if not proposals:
        return {}
    rows = (
        queries.handlings_visible_to(actor).filter(proposal__in=proposals, role__in=ANSWERING).exclude(state__in=GONE)
    )
    handlings = list(rows.select_related("unit").order_by("proposal_id", "order", "id"))
    classes, ratings = _classes(handlings, actor), _ratings(handlings, actor)
    found: dict[int, list[str]] = {}
    for each in handlings:
        said = [str(each.unit), classes.get(each.pk, ""), ratings.get(each.pk, "")]
        found.setdefault(each.proposal_id, []).append("，".join(word for word in said if word))
    return {pk: "；".join(lines) for pk, lines in found.items()}


def _classes(handlings: Sequence[Handling], actor: Actor) -> Mapping[int, str]:
    rows = queries.replies_visible_to(actor).filter(handling__in=handlings, state=ReplyState.ISSUED)
    found: dict[int, str] = {}
    for handling, mark in rows.order_by("id").values_list("handling_id", "class_mark"):
        if mark:
            found[handling] = f"{mark}类"
    return found


def _ratings(handlings: Sequence[Handling], actor: Actor) -> Mapping[int, str]:
    replies = Reply.objects.filter(handling__in=handlings)
    rows = queries.feedback_visible_to(actor).filter(reply__in=replies).exclude(result_rating="").order_by("id")
    return {
        handling: f"提案人{Rating(rating).label}"
        for handling, rating in rows.values_list("reply__handling_id", "result_rating")
    }
