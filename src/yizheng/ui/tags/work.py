"""Work: to-do rows, progress, figures, the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template import Library

from ..components import offer, posting
from ..shapes import Figure, Lane, Segment, TaskCard, TodoLine
from .marks import deadline_light

BAR_UNITS = 1000


@dataclass(frozen=True)
class _Span:
    """A segment's place on the bar, in thousandths."""

    x: int
    width: int
    meaning: str


def add_to(register: Library) -> None:
    """Offer these tags in a library."""
    offer(register, todo_row, progress_bar, figures)
    offer(register, board, task_card, takes_context=True)


def todo_row(todo: TodoLine) -> dict[str, Any]:
    """Draw one piece of open work inside `<ul class="todo-list">`."""
    return {"todo": todo}


def progress_bar(segments: Sequence[Segment], unit: str = "项") -> dict[str, Any]:
    """Draw a bar and the same in words: 20 项已销号，7 项进行中。 Each number opens its list."""
    return {"segments": segments, "spans": _spans(segments), "unit": unit, "units": BAR_UNITS}


def figures(items: Sequence[Figure]) -> dict[str, Any]:
    """Draw key figures side by side; each opens its list."""
    return {"items": items}


def board(context: dict[str, Any], lanes: Sequence[Lane], level: int = 2) -> dict[str, Any]:
    """Draw lanes of cards. Dragging posts the card's own form; without a mouse the form is used as it is."""
    return {"lanes": lanes, "level": level, **posting(context)}


def task_card(context: dict[str, Any], card: TaskCard, lanes: Sequence[Lane] = ()) -> dict[str, Any]:
    """Draw one card; `lanes` are the places it can be moved to."""
    light = deadline_light(card.colour, card.words) if card.words else None
    return {"card": card, "lanes": lanes, "light": light, **posting(context)}


def _spans(segments: Sequence[Segment]) -> list[_Span]:
    total = sum(segment.count for segment in segments)
    spans: list[_Span] = []
    reached = 0
    for segment in segments if total else ():
        start = reached * BAR_UNITS // total
        reached += segment.count
        spans.append(_Span(start, reached * BAR_UNITS // total - start, segment.meaning))
    return spans
