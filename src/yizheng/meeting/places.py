"""Where people sit: the room that draws up the seats says it, pages of meetings show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .models import Invitation

Places = Callable[[Sequence[Invitation]], Mapping[int, str]]
"""Invitations → seat in words (三排12座) by the invitation's id; whoever has none is left out."""

_offered: list[Places] = []


def offer(places: Places) -> None:
    """Let a room say where people sit; called when the house is put together."""
    if places not in _offered:
        _offered.append(places)


def places_of(invitations: Sequence[Invitation]) -> dict[int, str]:
    """Return the seats that are known."""
    found: dict[int, str] = {}
    for places in _offered if invitations else ():
        found.update(places(invitations))
    return found
