"""
What we know of local government before a committee has decided anything: units, their duties, and the words of matters.

`units.txt` and `topics.txt` are written by us. They hold no facts taken from a collection of messages or proposals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent
_LOUD, _PLAIN, _QUIET = 2.0, 1.0, 0.5


@dataclass(frozen=True)
class Unit:
    """A kind of unit: how it is called and which matters are its own."""

    label: str
    subject: str
    aliases: tuple[str, ...]
    duties: str


@dataclass(frozen=True)
class Topic:
    """A matter, the units that see to it with their shares, and the words it is known by with their weights."""

    name: str
    shares: Mapping[str, float]
    words: Mapping[str, float]


@lru_cache(maxsize=1)
def units() -> Mapping[str, Unit]:
    """The shipped kinds of unit by their label."""
    found = {}
    for paragraph in _text("units.txt").split("\n\n"):
        head, _, duties = paragraph.strip().partition("\n")
        label, subject, aliases = (part.strip() for part in head.split("|"))
        found[label] = Unit(label, subject, tuple(aliases.split()), duties.strip())
    return found


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """The shipped matters, in the order of the file."""
    return tuple(_topic(line) for line in _text("topics.txt").splitlines() if line.strip())


def _topic(line: str) -> Topic:
    name, shares, found = (part.strip() for part in line.split("|"))
    return Topic(name, dict(map(_share, shares.split())), dict(map(_weight, found.split())))


def _share(written: str) -> tuple[str, float]:
    label, _, share = written.partition(":")
    return label, float(share or 1)


def _weight(written: str) -> tuple[str, float]:
    if written.endswith("!"):
        return written[:-1], _LOUD
    return (written[:-1], _QUIET) if written.endswith("?") else (written, _PLAIN)


def _text(name: str) -> str:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#")).strip()
