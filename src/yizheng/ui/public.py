"""The public page of a committee is put together from blocks that rooms offer; no room knows the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class PublicBlock:
    """
    One block: its place on the page, the template that draws it, and what it reads on a day.

    `read` runs in the scope of the committee with nobody signed in; None means that nothing is public there.
    """

    name: str
    order: int
    template: str
    read: Callable[[date], dict[str, Any] | None]


@dataclass(frozen=True)
class Drawn:
    """A block ready to be drawn."""

    template: str
    block: dict[str, Any]


_blocks: list[PublicBlock] = []


def offer(*blocks: PublicBlock) -> None:
    """Offer blocks for the public page; called by rooms when the house starts."""
    _blocks.extend(block for block in blocks if block not in _blocks)


def drawn(on: date) -> list[Drawn]:
    """Return the blocks that have something to show, in their places."""
    found = [(block, block.read(on)) for block in sorted(_blocks, key=lambda block: block.order)]
    return [Drawn(block.template, values) for block, values in found if values is not None]
