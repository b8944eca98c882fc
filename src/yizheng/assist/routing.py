"""
Which unit sees to a matter: what we know of the duties of units, corrected by what a committee decided before.

`Router.train(examples, duties)` learns; `Router.suggest(text)` names units with an honest
probability and the words it rests on. With no example at all the knowledge answers alone.
Rule: F046; handbook 5.8 (交办). A suggestion is never taken by itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yizheng.assist import linear
from yizheng.assist.duty import Duties
from yizheng.assist.margins import SIGNS, Margins
from yizheng.assist.margins import train as train_margins
from yizheng.assist.signs import Signs, Weighing, read
from yizheng.assist.texts import Text

_FORMAT = 1
SURE = 0.5
"""Under this probability the first suggestion is called 拿不准."""

_MOST_TERMS, _MOST_LEARNED = 6, 3
# A learned word that adds less is no reason.
_HEARD = 0.02
_BARELY = 1e-4
# The share of the margins where both models speak.
_LOUD = 0.75


@dataclass(frozen=True)
class Suggestion:
    """A label with its probability, the words that speak for it, and whether cases or duties say so."""

    label: str
    confidence: float
    terms: tuple[str, ...]
    basis: str  # past, duty or both

    @property
    def is_sure(self) -> bool:
        """Tell whether it may be shown without 拿不准."""
        return self.confidence >= SURE


def _unseen(counts: Mapping[str, int]) -> float:
    """How likely the next label is one never met (Good and Turing): the share of those met once."""
    once = sum(1 for count in counts.values() if count == 1)
    return (once + 0.5) / (sum(counts.values()) + 1) if counts else 1.0


def _read(text: str | Text) -> Signs:
    return read(text if isinstance(text, Text) else Text.of(text))


def _places(cases: Sequence[tuple[Signs, str]]) -> dict[str, int]:
    return {label: place for place, label in enumerate(sorted({label for _, label in cases}))}


def _learn_logistic(
    cases: Sequence[tuple[Signs, str]], weighing: Weighing, known: Duties, knowledge: float, schedule: linear.Schedule
) -> linear.Linear:
    places = _places(cases)
    labels = list(places)
    rows = [
        linear.Row(weighing.features(seen), known.offsets(seen, labels, knowledge), places[label])
        for seen, label in cases
    ]
    return linear.train(labels, rows, schedule)


def _learn_margins(cases: Sequence[tuple[Signs, str]], weighing: Weighing) -> Margins:
    """No matters among these features: they are what the other model starts from."""
    places = _places(cases)
    return train_margins(list(places), [(weighing.close_features(seen), places[label]) for seen, label in cases])


@dataclass(frozen=True)
class Tuning:
    """Shipped settings, chosen by cross-validation (docs/explanation/assist.md)."""

    knowledge: float = 1.0
    cautious: linear.Schedule = field(default_factory=lambda: linear.Schedule(passes=3, step=0.3, caution=0.3))
    bold: linear.Schedule = field(default_factory=lambda: linear.Schedule(passes=4, step=1.0, caution=0.1))
    plenty: int = 150  # cases a label

    def is_plenty(self, counts: Mapping[str, int]) -> bool:
        """Tell whether there are so many cases that a second model, by margins, is worth its time."""
        return sum(counts.values()) > self.plenty * len(counts)

    def schedule(self, counts: Mapping[str, int], known: Duties) -> linear.Schedule:
        """Learn cautiously where knowledge stands behind the labels and cases are few, else boldly."""
        cases = sum(counts.values())
        backed = sum(count for label, count in counts.items() if known.topics[label])
        return self.cautious if backed * 2 > cases and not self.is_plenty(counts) else self.bold


@dataclass(frozen=True)
class Learned:
    """What was learned of cases: a logistic model that starts from the duties, and where cases are plenty margins."""

    logistic: linear.Linear
    margins: Margins | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label met."""
        return self.logistic.labels

    def shares(
        self, features: linear.Features, offsets: Sequence[float], close: linear.Features | None
    ) -> dict[str, float]:
        """Give each label its probability: what both say, the margins louder; `close` are the features for them."""
        said = linear.softmax(self.logistic.scores(features, offsets))
        if self.margins is not None and close is not None:
            parted = linear.softmax(self.margins.scores(close))
            said = [(1 - _LOUD) * one + _LOUD * other for one, other in zip(said, parted, strict=True)]
        return dict(zip(self.labels, said, strict=True))

    def to_json(self) -> dict[str, Any]:
        """Give both as JSON."""
        return {**self.logistic.to_json(), "margins": self.margins.to_json() if self.margins else None}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Learned:
        """Read them back; what was stored before there were margins, or with those of other signs, has none."""
        margins = stored.get("margins") or {}
        known = margins.get("signs") == SIGNS
        return cls(linear.Linear.from_json(stored), Margins.from_json(margins) if known else None)


class Router:
    """Knowledge of duties and the learned corrections."""

    def __init__(self, duties: Duties, weighing: Weighing, model: Learned | None, unseen: float, tuning: Tuning):
        self._duties, self._weighing, self._model = duties, weighing, model
        self._unseen, self._tuning = unseen, tuning

    @classmethod
    def train(
        cls,
        examples: Iterable[tuple[str | Text, str]],
        duties: Mapping[str, str] | None = None,
        *,
        tuning: Tuning = Tuning(),
        shipped: bool = True,
    ) -> Router:
        """Learn from `(text, label)` pairs; `duties` are the committee's own units with their duties as text."""
        return cls.learn([(_read(text), label) for text, label in examples], duties or {}, tuning, shipped=shipped)

    @classmethod
    def learn(
        cls, cases: Sequence[tuple[Signs, str]], duties: Mapping[str, str], tuning: Tuning, *, shipped: bool = True
    ) -> Router:
        """Learn from texts already read."""
        counts = Counter(label for _, label in cases)
        known = Duties.of(counts, duties, shipped=shipped)
        weighing = Weighing.of(seen for seen, _ in cases)
        if not cases:
            return cls(known, weighing, None, _unseen(counts), tuning)
        # One after the other, so that the features of the first are gone when the second learns.
        logistic = _learn_logistic(cases, weighing, known, tuning.knowledge, tuning.schedule(counts, known))
        margins = _learn_margins(cases, weighing) if tuning.is_plenty(counts) else None
        return cls(known, weighing, Learned(logistic, margins), _unseen(counts), tuning)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that may be suggested."""
        return self._duties.labels

    def probabilities(self, text: str | Text) -> dict[str, float]:
        """Give every label its probability."""
        seen = _read(text)
        return self._weigh(seen, self._weighing.features(seen))

    def suggest(self, text: str | Text, top: int = 3) -> list[Suggestion]:
        """Name the `top` likeliest labels, the likeliest first."""
        seen = _read(text)
        features = self._weighing.features(seen)
        found = sorted(self._weigh(seen, features).items(), key=lambda each: (-each[1], each[0]))[:top]
        return [self._explain(label, share, seen, features) for label, share in found]

    def _weigh(self, seen: Signs, features: linear.Features) -> dict[str, float]:
        shares = self._duties.shares(seen)
        if self._model is None:
            return shares
        known = [self._tuning.knowledge * math.log(shares[label]) for label in self._model.labels]
        close = self._weighing.close_features(seen) if self._model.margins else None
        found = self._model.shares(features, known, close)
        new = {label: share for label, share in shares.items() if label not in found}
        if not new:
            return found
        whole = sum(new.values())
        odds = self._unseen * (whole + _BARELY) / (1 - whole + _BARELY)
        kept = 1 / (1 + odds)
        return {label: kept * share for label, share in found.items()} | {
            label: (1 - kept) * share / whole for label, share in new.items()
        }

    def _explain(self, label: str, share: float, seen: Signs, features: linear.Features) -> Suggestion:
        said = self._duties.words_for(label, seen)
        learned = self._learned_words(label, features)
        basis = "both" if said and learned else "duty" if said or self._model is None else "past"
        terms = tuple(dict.fromkeys((*said, *learned)))[:_MOST_TERMS]
        return Suggestion(label, share, terms, basis)

    def _learned_words(self, label: str, features: linear.Features) -> list[str]:
        """The words of the text whose learned weight speaks loudest for the label."""
        if self._model is None or label not in self._model.labels:
            return []
        place, weights = self._model.labels.index(label), self._model.logistic.weights
        words = [(name, value) for name, value in features.items() if name[0] == "词" and name in weights]
        loud = sorted(((value * weights[name][place], name[1:]) for name, value in words), reverse=True)
        return [word for gain, word in loud[:_MOST_LEARNED] if gain > _HEARD]

    def to_json(self) -> dict[str, Any]:
        """Give everything learned as JSON; `from_json` reads it back."""
        return {
            "format": _FORMAT,
            "duties": self._duties.to_json(),
            "rarity": dict(self._weighing.rarity),
            "model": self._model.to_json() if self._model else None,
            "unseen": self._unseen,
            "knowledge": self._tuning.knowledge,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Router:
        """Read a router back. Raises: ValueError when it was written by another version."""
        if stored.get("format") != _FORMAT:
            raise ValueError(f"router of format {stored.get('format')}, expected {_FORMAT}")
        model = Learned.from_json(stored["model"]) if stored["model"] else None
        tuning = Tuning(knowledge=stored["knowledge"])
        return cls(Duties.from_json(stored["duties"]), Weighing(stored["rarity"]), model, stored["unseen"], tuning)
