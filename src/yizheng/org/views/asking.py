"""What every page of the room asks of its request, and the blocks that pages are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.http import HttpRequest

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Crumb, TimelineEntry
from yizheng.ui.tags.marks import long_date

LONG_FROM = 1


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


@dataclass(frozen=True)
class Button:
    """One act as drawn: a link to its page."""

    label: str
    url: str
    look: str = ""


@dataclass(frozen=True)
class Block:
    """One card of a page: a table, a list of facts or a timeline; `buttons` are the acts on what it shows."""

    title: str
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell | str | None]] = ()
    facts: Sequence[tuple[str, str | Cell]] = ()
    timeline: Sequence[TimelineEntry] | None = None
    note: str = ""
    empty: str = "还没有登记。"
    buttons: Sequence[Button] = field(default_factory=tuple)


def texts(*labels: str) -> list[Column]:
    """Return plain columns."""
    return [Column(label) for label in labels]


def span(start: date, end: date | None) -> str:
    """Say from when to when: 2022年1月12日起, or 2022年1月12日至2024年6月2日, the day of change."""
    return f"{long_date(start)}起" if end is None else f"{long_date(start)}至{long_date(end)}"


def crumbs(*steps: tuple[str, str]) -> list[Crumb]:
    """Return the way here; an address name without arguments is resolved, the last step is here."""
    return [Crumb(label, address(name) if name else "") for label, name in steps]
