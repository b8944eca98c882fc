"""Pieces on the same matter: what an author should know before sending in another one (F045, F151)."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.assist import alike_items, elsewhere
from yizheng.assist.elsewhere import Elsewhere
from yizheng.assist.enums import Verdict
from yizheng.assist.texts import Text
from yizheng.kernel.acting import Actor

from . import queries
from .models import Opinion

TOP = 5
MOST_CHARS = 3_000


@dataclass(frozen=True)
class Alike:
    """A piece that shares words with a text: how much of it, 0 to 1, which words, and what a person said of the two."""

    opinion: Opinion
    score: float
    shared: tuple[str, ...]
    verdict: Verdict | None = None


def similar_to(text: str, actor: Actor, *, exclude: Opinion | None = None) -> list[Alike]:
    """
    Return sent-in pieces on the same matter among those the person may see, the nearest first.

    What a person may not see is neither named nor counted; what was judged another matter is left out.
    Rule: handbook 6.3 (duplicate check), 1.6.
    """
    return [each for each in judged(text, actor, exclude=exclude) if each.verdict != Verdict.DIFFERENT][:TOP]


def judged(text: str, actor: Actor, *, exclude: Opinion | None = None) -> list[Alike]:
    """As `similar_to`, with what was judged another matter behind it."""
    asked = Text.of(text[:MOST_CHARS])
    found = alike_items.find(asked, kinds=["opinion"], actor=actor, about=exclude, top=TOP)
    shown = [*found.items, *found.set_aside]
    return [
        Alike(each.obj, each.score, each.shared, each.verdict)
        for each in shown
        if each.obj.state not in queries.PRIVATE
    ]


def published_elsewhere(text: str) -> list[Elsewhere]:
    """Return what other committees have published on the same matter, the nearest first."""
    return elsewhere.find(Text.of(text[:MOST_CHARS]))
