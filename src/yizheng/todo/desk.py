"""The desk (工作台) is put together from cards that rooms offer; no room knows the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.together import Steps, steps_of

MAIN, ASIDE = "main", "aside"
Read = Callable[[Actor, date], Any]
Fill = Callable[[Any], dict[str, Any] | None]


@dataclass(frozen=True)
class DeskCard:
    """
    One card: where it stands, the template that draws it, what it reads and what fills it.

    Cards that name the same `read` share what it returns: it is asked once a desk. A read made of steps (`Asked`)
    is read together with those of all other cards. `read` or `fill` returning None means that the hat has nothing
    to see there; then nothing is drawn.
    """

    name: str
    place: str
    template: str
    read: Read
    fill: Fill
    own: bool = False
    """The worn hat's own work stands before what the whole house does."""
    first: bool = False
    """What happens today where the person has to be: it stands before everything else."""


@dataclass(frozen=True)
class Filled:
    """A card ready to be drawn."""

    name: str
    place: str
    template: str
    card: dict[str, Any]
    own: bool = False
    first: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a plain card: what, where it opens, a word of one meaning, and a note below."""

    text: str
    url: str = ""
    word: str = ""
    meaning: str = "neutral"
    note: str = ""


LINES = "todo/desk_lines.html"
"""Draws a card of `title`, `lines`, perhaps `figures`, perhaps `more` with its `url`."""

_cards: list[DeskCard] = []


def offer(*cards: DeskCard) -> None:
    """Offer cards for every desk; called by rooms when the house starts."""
    _cards.extend(card for card in cards if card not in _cards)


def steps(actor: Actor, on: date) -> list[Steps[Any]]:
    """Return the reads of all cards, each once, to be read together; `filled` takes what they return."""
    return [steps_of(read, actor, on) for read in _reads()]


def filled(answers: Sequence[Any]) -> list[Filled]:
    """Return the cards that have something to say to this hat, in the order in which they were offered."""
    found = dict(zip(_reads(), answers, strict=True))
    drawn = [(card, card.fill(found[card.read])) for card in _cards if found[card.read] is not None]
    return [
        Filled(card.name, card.place, card.template, values, card.own, card.first)
        for card, values in drawn
        if values is not None
    ]


def _reads() -> list[Read]:
    return list(dict.fromkeys(card.read for card in _cards))
