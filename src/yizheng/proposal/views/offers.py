"""What the worn hat may do with a proposal: every area offers its acts, the proposal's page draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from yizheng.kernel.acting import Actor

from ..models import Proposal


class Offered(NamedTuple):
    """One button: where the act is done, its word, its look (primary, danger or none)."""

    url: str
    label: str
    look: str = ""


Offer = Callable[[Proposal, Actor], Iterable[tuple[str, str, str]]]

_offers: list[Offer] = []


def offer(fn: Offer) -> Offer:
    """Let an area's function name the acts that are open now; usable as a decorator, safe to call twice."""
    if fn not in _offers:
        _offers.append(fn)
    return fn


def offered(proposal: Proposal, actor: Actor) -> list[Offered]:
    """Return the acts of all areas: what comes first in primary look, what destroys last, none of them twice."""
    found = {row[0]: Offered(*row) for fn in _offers for row in fn(proposal, actor)}
    ranks = {"primary": 0, "": 1, "danger": 2}
    return sorted(found.values(), key=lambda each: ranks.get(each.look, 1))
