"""Turn a text into what a model learns from: its words, its pairs of characters, the matters it speaks of."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yizheng.assist import terms
from yizheng.assist.texts import Text, bigrams, telling, tokens

_TITLE = 2.0
_READ_AT_MOST = 1_200
_WORDS, _PAIRS, _TOPICS = 1.0, 0.7, 0.5
MATTER = "事"
"""The names of features that are matters begin with it; those of words with 词, of pairs with 字."""


@dataclass(frozen=True)
class Signs:
    """What was seen in one text."""

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    known: terms.Found


def read(text: Text) -> Signs:
    """Read a text once for everything that follows."""
    body = text.body[:_READ_AT_MOST]
    counted = _count(telling(tokens(text.title)), telling(tokens(body)))
    pairs = _count(bigrams(text.plain_title), bigrams(text.plain_body[:_READ_AT_MOST]))
    return Signs(counted, pairs, terms.find(text))


def _count(title: Iterable[str], body: Iterable[str]) -> dict[str, float]:
    counts: dict[str, float] = dict(Counter(body))
    for name in title:
        counts[name] = counts.get(name, 0.0) + _TITLE
    return counts


@dataclass(frozen=True)
class Weighing:
    """How rare each feature was among the examples; what was never seen is left out."""

    rarity: Mapping[str, float]

    @classmethod
    def of(cls, read_texts: Iterable[Signs]) -> Weighing:
        """Count in how many examples each word and pair stands."""
        used: Counter[str] = Counter()
        total = 0
        for each in read_texts:
            used.update(_named(each))
            total += 1
        return cls({name: round(math.log((1 + total) / (0.5 + n)), 3) for name, n in used.items() if n > 1})

    def features(self, seen: Signs) -> dict[str, float]:
        """Weigh what was seen, each group brought to the same length."""
        found = _unit({f"词{name}": self._weigh(f"词{name}", n) for name, n in seen.words.items()}, _WORDS)
        found |= _unit({f"字{name}": self._weigh(f"字{name}", n) for name, n in seen.pairs.items()}, _PAIRS)
        return found | _unit({f"{MATTER}{name}": math.sqrt(n) for name, n in seen.known.topics.items()}, _TOPICS)

    def _weigh(self, name: str, count: float) -> float:
        return (1 + math.log(count)) * self.rarity.get(name, 0.0) if count >= 1 else 0.0


def _named(seen: Signs) -> set[str]:
    return {f"词{name}" for name in seen.words} | {f"字{name}" for name in seen.pairs}


def _unit(values: Mapping[str, float], length: float) -> dict[str, float]:
    norm = math.sqrt(sum(value * value for value in values.values()))
    return {name: length * value / norm for name, value in values.items() if value} if norm else {}
