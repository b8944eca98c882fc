"""Cards that areas add to the page of a piece."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from yizheng.kernel.acting import Actor

from ..models import Opinion


class Card(NamedTuple):
    """One card: the template that draws it and what it is drawn from."""

    template: str
    context: dict[str, Any]


Section = Callable[[Opinion, Actor], tuple[str, dict[str, Any]] | None]

_sections: list[Section] = []


def section(fn: Section) -> Section:
    """Let an area add a card; it returns None where it has nothing to say. Usable as a decorator."""
    if fn not in _sections:
        _sections.append(fn)
    return fn


def sections(opinion: Opinion, actor: Actor) -> list[Card]:
    """Return the cards that have something to say to this hat, in the order in which they were added."""
    return [Card(*drawn) for fn in _sections if (drawn := fn(opinion, actor)) is not None]
