"""Cards that areas add to the page of a proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from yizheng.kernel.acting import Actor
from yizheng.kernel.together import Asked, Steps, side_by_side, steps_of

from ..models import Proposal


class Card(NamedTuple):
    """One card: the template that draws it and what it is drawn from."""

    template: str
    context: dict[str, Any]


Section = Callable[[Proposal, Actor], tuple[str, dict[str, Any]] | None]
"""May be made of steps (`Asked`): then what it asks is read together with what the others ask."""

_sections: list[Section] = []


def section(fn: Section) -> Section:
    """Let an area add a card; it returns None where it has nothing to say. Usable as a decorator."""
    if fn not in _sections:
        _sections.append(fn)
    return fn


@Asked
def sections(proposal: Proposal, actor: Actor) -> Steps[list[Card]]:
    """Return the cards that have something to say to this hat, in the order in which they were added."""
    found = yield from side_by_side(*(steps_of(fn, proposal, actor) for fn in _sections))
    return [Card(*drawn) for drawn in found if drawn is not None]
