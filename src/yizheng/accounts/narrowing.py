"""What a role may be narrowed to: rooms above say which bodies and units there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

Choices = Callable[[date], Iterable[tuple[int, str]]]
_offers: dict[str, tuple[str, Choices]] = {}


def offer(kind: str, label: str, choices: Choices) -> None:
    """Offer the things of a kind (`scope_kind` of a grant) that hold on a date, each with its id and name."""
    _offers[kind] = (label, choices)


def all_choices(on: date) -> list[tuple[str, str]]:
    """Return every thing on offer as the value and words of a form's choice."""
    return [
        (f"{kind}:{thing}", f"{label}：{name}")
        for kind, (label, choices) in _offers.items()
        for thing, name in choices(on)
    ]


def parsed(value: str) -> tuple[str, int | None]:
    """Return kind and id of a chosen value; ("", None) for none."""
    kind, _, thing = value.partition(":")
    return (kind, int(thing)) if thing else ("", None)
