"""The public page of a committee is put together from blocks that rooms offer; no room knows the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
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


@dataclass(frozen=True)
class PublicStep:
    """
    A step of something that who sent it may hear of: its day, and plain words that tell nothing but the step.

    `title` and `url` are those of a page that is public by itself, empty without one.
    """

    on: date
    words: str
    title: str = ""
    url: str = ""


_blocks: list[PublicBlock] = []
_courses: dict[str, Callable[[Collection[int]], Iterable[PublicStep]]] = {}


def offer(*blocks: PublicBlock) -> None:
    """Offer blocks for the public page; called by rooms when the house starts."""
    _blocks.extend(block for block in blocks if block not in _blocks)


def drawn(on: date) -> list[Drawn]:
    """Return the blocks that have something to show, in their places."""
    found = [(block, block.read(on)) for block in sorted(_blocks, key=lambda block: block.order)]
    return [Drawn(block.template, values) for block, values in found if values is not None]


def offer_course(kind: str, read: Callable[[Collection[int]], Iterable[PublicStep]]) -> None:
    """Offer what may be heard outside of objects of a kind, read for many ids at once; nobody is signed in then."""
    _courses[kind] = read


def course(ends: Iterable[tuple[str, int]]) -> list[PublicStep]:
    """Return the steps of objects (kind, id), the newest first; of a kind nobody offers there is nothing to hear."""
    ids: dict[str, set[int]] = {}
    for kind, object_id in ends:
        ids.setdefault(kind, set()).add(object_id)
    told = (step for kind in sorted(ids) if kind in _courses for step in _courses[kind](sorted(ids[kind])))
    in_order = sorted(dict.fromkeys(told), key=lambda step: step.on)
    return in_order[::-1]
