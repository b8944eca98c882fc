"""Turn a text into what a model learns from: its words, its pairs of characters, the matters it speaks of."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yizheng.assist import terms
from yizheng.assist.texts import Text, bigrams, characters, small, telling, tokens

_TITLE = 2.0
_READ_AT_MOST = 1_200
# How loud each group of features is: for the logistic model, and for the margins.
_WORDS, _PAIRS, _TOPICS = 1.0, 0.7, 0.5
_CLOSE_WORDS, _CLOSE_PAIRS, _CLOSE_CHARACTERS = 1.0, 1.0, 0.5
# The names of features begin with what they are.
_WORD, _PAIR, _CHARACTER, _MATTER = "词", "字", "单", "事"


@dataclass(frozen=True)
class Signs:
    """What was seen in one text."""

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    known: terms.Found
    small: Mapping[str, float]
    characters: Mapping[str, float]


def read(text: Text) -> Signs:
    """Read a text once for everything that follows."""
    title, body = tokens(text.title), tokens(text.body[:_READ_AT_MOST])
    plain_title, plain_body = text.plain_title, text.plain_body[:_READ_AT_MOST]
    return Signs(
        _count(telling(title), telling(body)),
        _count(bigrams(plain_title), bigrams(plain_body)),
        terms.find(text),
        _count(small(title), small(body)),
        _count(characters(plain_title), characters(plain_body)),
    )


def _count(title: Iterable[str], body: Iterable[str]) -> dict[str, float]:
    # One object a name, however many texts use it: they are kept while a model learns.
    counts: dict[str, float] = {sys.intern(name): n for name, n in Counter(body).items()}
    for name in title:
        counts[sys.intern(name)] = counts.get(name, 0.0) + _TITLE
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
        """Weigh words, pairs and matters for the logistic model, each group brought to one length."""
        found = self._group(_WORD, seen.words, _WORDS) | self._group(_PAIR, seen.pairs, _PAIRS)
        return found | _unit({f"{_MATTER}{name}": math.sqrt(n) for name, n in seen.known.topics.items()}, _TOPICS)

    def close_features(self, seen: Signs) -> dict[str, float]:
        """Weigh for the margins: words of one character and numbers too, pairs like words, single characters."""
        found = self._group(_WORD, {**seen.words, **seen.small}, _CLOSE_WORDS)
        found |= self._group(_PAIR, seen.pairs, _CLOSE_PAIRS)
        return found | self._group(_CHARACTER, seen.characters, _CLOSE_CHARACTERS)

    def _group(self, kind: str, counts: Mapping[str, float], length: float) -> dict[str, float]:
        named = ((sys.intern(kind + name), n) for name, n in counts.items() if n >= 1)
        rarity = self.rarity
        return _unit({name: (1 + math.log(n)) * rarity[name] for name, n in named if name in rarity}, length)


def _named(seen: Signs) -> set[str]:
    groups = ((_WORD, seen.words), (_WORD, seen.small), (_PAIR, seen.pairs), (_CHARACTER, seen.characters))
    return {kind + name for kind, counts in groups for name in counts}


def _unit(values: Mapping[str, float], length: float) -> dict[str, float]:
    norm = math.sqrt(sum(value * value for value in values.values()))
    return {name: length * value / norm for name, value in values.items() if value} if norm else {}
