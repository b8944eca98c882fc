"""Which office assigns to a unit: the Party's or the government's (handbook 5.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.org.configuration import value
from yizheng.org.models import OrgUnit

from .enums import ANSWERING, ShareRole, Side
from .keys import PARTY_SIDE
from .standing import SIDES


def side_of(unit: OrgUnit, on: date) -> Side:
    """Return the side that assigns to a unit, by its category. Rule: key `proposal.party_side_categories`."""
    return Side.PARTY if unit.category in value(PARTY_SIDE, on=on) else Side.GOVERNMENT


def side_of_shares(shares: Sequence[tuple[OrgUnit, ShareRole]], on: date) -> Side:
    """
    Return the side that assigns a proposal: that of the unit which answers first.

    Rule: our decision for proposals with units on both sides; the co-handlers' side is told, it does not assign.
    """
    answering = next((unit for unit, role in shares if role in ANSWERING), shares[0][0])
    return side_of(answering, on)


def sides_of(actor: Actor) -> tuple[Side, ...]:
    """Return the sides an assigner's hat covers; a hat without a side covers both, other hats none."""
    if not actor.wears(Role.ASSIGNER):
        return ()
    if actor.hat.scope_kind == "":
        return (Side.PARTY, Side.GOVERNMENT)
    own = SIDES.get(actor.hat.scope_id or 0) if actor.hat.scope_kind == "side" else None
    return (own,) if own else ()
