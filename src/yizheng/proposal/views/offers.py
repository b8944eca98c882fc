"""What the worn hat may do with a proposal: every area offers its acts, the proposal's page draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from yizheng.kernel.acting import Actor
from yizheng.kernel.together import Asked, Steps, side_by_side, steps_of

from ..models import Proposal


class Offered(NamedTuple):
    """One button: where the act is done, its word, its look (primary, danger or none)."""

    url: str
    label: str
    look: str = ""


Offer = Callable[[Proposal, Actor], Iterable[tuple[str, str, str]]]
"""May be made of steps (`Asked`): then what it asks is read together with what the others ask."""

_offers: list[Offer] = []


def offer(fn: Offer) -> Offer:
    """Let an area's function name the acts that are open now; usable as a decorator, safe to call twice."""
    if fn not in _offers:
        _offers.append(fn)
    return fn


@Asked
def offered(proposal: Proposal, actor: Actor) -> Steps[list[Offered]]:
    """Return the acts of all areas: what comes first in primary look, what destroys last, none of them twice."""
    named = yield from side_by_side(*(steps_of(fn, proposal, actor) for fn in _offers))
    found = {row[0]: Offered(*row) for rows in named for row in rows}
    return _in_order(found.values())


ListOffer = Callable[[Actor], Iterable[tuple[str, str, str]]]

_list_offers: list[ListOffer] = []


def offer_on_list(fn: ListOffer) -> ListOffer:
    """Let an area's function name what the worn hat can begin from the list; usable as a decorator."""
    if fn not in _list_offers:
        _list_offers.append(fn)
    return fn


def buttons_of_list(actor: Actor) -> list[Offered]:
    """Return the buttons above the list, as `offered` orders them."""
    found = {row[0]: Offered(*row) for fn in _list_offers for row in fn(actor)}
    return _in_order(found.values())


def _in_order(buttons: Iterable[Offered]) -> list[Offered]:
    ranks = {"primary": 0, "": 1, "danger": 2}
    return sorted(buttons, key=lambda each: ranks.get(each.look, 1))
