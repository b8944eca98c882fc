"""The desk (工作台) is put together from cards that rooms offer; no room knows the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yizheng.kernel.acting import Actor

Fill = Callable[[Actor, date], dict[str, Any] | None]
MAIN, ASIDE = "main", "aside"


@dataclass(frozen=True)
class DeskCard:
    """
    One card: where it stands, the template that draws it and what fills it.

    `fill` returns None when the hat has nothing to see there; then nothing is drawn.
    """

    name: str
    place: str
    template: str
    fill: Fill


@dataclass(frozen=True)
class Filled:
    """A card ready to be drawn."""

    name: str
    template: str
    card: dict[str, Any]


_cards: list[DeskCard] = []


def offer(*cards: DeskCard) -> None:
    """Offer cards for every desk; called by rooms when the house starts."""
    _cards.extend(card for card in cards if card not in _cards)


def filled(place: str, actor: Actor, on: date) -> list[Filled]:
    """Return the cards of one place that have something to say to this hat."""
    found = [(card, card.fill(actor, on)) for card in _cards if card.place == place]
    return [Filled(card.name, card.template, values) for card, values in found if values is not None]
