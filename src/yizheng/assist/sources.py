"""Where decisions to learn from lie: rooms above say so here, so that this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .enums import Question
from .texts import Text


@dataclass(frozen=True)
class Example:
    """
    One object on which a person decided: its words, and what was chosen.

    `choice` is the id of a unit, or the words of a category.
    """

    object_id: int
    text: Text
    choice: str


Examples = Callable[[int], Iterator[Example]]
Choices = Callable[[date], Sequence[str]]


def _no_choices(_on: date) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Source:
    """
    What may be learned from in one area: `examples(most)` yields the newest decisions first.

    A source leaves out what is secret and what is under quarantine. `choices(on)` names what may be chosen, for
    questions other than units. `learns` False: decisions are recorded, but nothing is trained on them.
    """

    question: Question
    area: str
    label: str
    examples: Examples
    choices: Choices = _no_choices
    learns: bool = True


_sources: dict[tuple[str, str], Source] = {}


def offer(*sources: Source) -> None:
    """Say where decisions lie; called by each room's `AppConfig.ready`."""
    for source in sources:
        _sources[source.question, source.area] = source


def get(question: str, area: str) -> Source:
    """Return where the decisions of an area lie. Raises: LookupError."""
    try:
        return _sources[question, area]
    except KeyError:
        raise LookupError(f"nothing is learned of {question} in {area}") from None


def offered() -> list[Source]:
    """Return every source, units first, in a steady order."""
    order = list(Question)
    return sorted(_sources.values(), key=lambda each: (order.index(each.question), each.area))
