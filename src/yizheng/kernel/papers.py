"""
What leaves the house on paper or as a file: rooms say what it contains, the document room draws it.

A room offers a paper by a code; one address serves every format of it and asks the permission named here.
Rooms below the document room can therefore print without knowing how a page is set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .acting import Actor

Format = Literal["docx", "xlsx", "pdf"]


@dataclass(frozen=True)
class Column:
    """
    One column of a table; `width` is its share of the page beside the others, `align` left, center or right.

    `pad_names` prints two-character names as wide as three (张　三). Rule: office-practice 14.
    """

    title: str
    width: float = 1
    align: Literal["left", "center", "right"] = "left"
    pad_names: bool = False


@dataclass(frozen=True)
class Group:
    """A heading that spans the rows after it (a sector, a body)."""

    title: str


@dataclass(frozen=True)
class Table:
    """A titled table: rows of text, a `Group` where a heading stands between them, notes below."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...] | Group, ...]
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    landscape: bool = False
    merge_first_column: bool = False


@dataclass(frozen=True)
class Cards:
    """Desk name cards (桌签): one name a card, printed so that it can be folded and read from both sides."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """A letter, notice, form or minutes: a template by its code, and the values it is filled with."""

    template: str
    title: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Paragraphs:
    """Running text of a report under a heading (一、收到和立案); every line is a paragraph."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class BarChart:
    """A chart of horizontal bars, one a label; `unit` stands behind each value (件)."""

    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    unit: str = ""

    @property
    def words(self) -> str:
        """Return the chart in words, for whoever does not see it."""
        told = (f"{label} {value:g}{self.unit}" for label, value in zip(self.labels, self.values, strict=True))
        return f"{self.title}：{'，'.join(told)}。"


@dataclass(frozen=True)
class Report:
    """A report: text, tables and charts in their order. A table of a report is never wider than the page."""

    title: str
    parts: tuple[Paragraphs | Table | BarChart, ...]
    subtitle: str = ""


Paper = Table | Cards | Letter | Report


@dataclass(frozen=True)
class PaperOffer:
    """
    One paper that can be taken out.

    `build` reads the values of the address (strings) and may raise Http404 or PermissionDenied: it asks
    who may see what it shows. `permission` is asked before.
    """

    code: str
    label: str
    permission: str
    build: Callable[[Actor, Mapping[str, str]], Paper]
    formats: tuple[Format, ...] = ("docx", "xlsx", "pdf")


_offers: dict[str, PaperOffer] = {}


def offer(*offers: PaperOffer) -> None:
    """Offer papers; called by each room's `AppConfig.ready`."""
    for each in offers:
        _offers[each.code] = each


def offered(code: str) -> PaperOffer:
    """Return the offer of a code. Raises: LookupError."""
    try:
        return _offers[code]
    except KeyError:
        raise LookupError(f"no paper is offered as {code!r}") from None


def registered() -> list[PaperOffer]:
    """Return every offer, by code."""
    return [_offers[code] for code in sorted(_offers)]
