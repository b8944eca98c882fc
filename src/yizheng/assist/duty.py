"""What each unit is there for, and how far a text speaks of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yizheng.assist import knowledge, terms
from yizheng.assist.naming import kind_of
from yizheng.assist.signs import Signs
from yizheng.assist.texts import Text

# What every unit has before a word is read, so that no unit is ever impossible.
_FLOOR = 0.4
_SHARPNESS = 1.6


@dataclass(frozen=True)
class Duties:
    """By label: the matters that are its own, with their shares."""

    topics: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, labels: Iterable[str], written: Mapping[str, str], *, shipped: bool = True) -> Duties:
        """
        Join the committee's own units with the shipped kinds.

        A unit takes the matters of its kind, known by its name, and those its duties speak of.
        A shipped kind that none of the units has stays a candidate under its own label.
        """
        by_kind = _by_kind()
        found: dict[str, dict[str, float]] = {}
        met = set()
        for label in [*labels, *written]:
            kind = kind_of(label)
            met.add(kind)
            found[label] = dict(by_kind.get(kind or "", {}))
            for topic, share in _spoken_of(written.get(label, "")).items():
                found[label][topic] = max(share, found[label].get(topic, 0.0))
        if shipped:
            found |= {label: by_kind[label] for label in by_kind if label not in met}
        return cls(found)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label there is."""
        return tuple(self.topics)

    def shares(self, seen: Signs) -> dict[str, float]:
        """Give each label its part of what the text speaks of; together 1."""
        heard = {label: self._heard(label, seen) for label in self.topics}
        grown = {label: (loud + _FLOOR) ** _SHARPNESS for label, loud in heard.items()}
        whole = sum(grown.values()) or 1.0
        return {label: loud / whole for label, loud in grown.items()}

    def offsets(self, seen: Signs, labels: Sequence[str], strength: float) -> list[float]:
        """The same as logarithms for the labels of a model."""
        shares = self.shares(seen)
        return [strength * math.log(shares[label]) for label in labels]

    def words_for(self, label: str, seen: Signs) -> list[str]:
        """The words of the text that speak of the duties of a label, loudest first."""
        own = self.topics.get(label, {})
        loud = {word: n * terms.strength(word, own) for word, n in seen.known.words.items()}
        return [word for word, gain in sorted(loud.items(), key=lambda each: -each[1]) if gain > 0][:4]

    def _heard(self, label: str, seen: Signs) -> float:
        return sum(seen.known.topics.get(topic, 0.0) * share for topic, share in self.topics[label].items())

    def to_json(self) -> dict[str, Any]:
        """Give the duties as JSON."""
        return {label: dict(topics) for label, topics in self.topics.items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Duties:
        """Read them back."""
        return cls(stored)


def _by_kind() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {label: {} for label in knowledge.units()}
    for topic in knowledge.topics():
        for label, share in topic.shares.items():
            found[label][topic.name] = share
    return found


def _spoken_of(duties: str) -> dict[str, float]:
    """The matters a text of duties names, the loudest with a share of 1."""
    if not duties:
        return {}
    heard: dict[str, float] = defaultdict(float, terms.find(Text("", duties)).topics)
    loudest = max(heard.values(), default=1.0)
    return {topic: loud / loudest for topic, loud in heard.items() if loud > loudest / 4}
