"""
Candidates for what is alike: the entries that share the rarest words of a text.

The rarest words that stand anywhere else are looked up in the index, and entries scored by the weight of those they
share. What is read is bounded, however many entries there are. Ranking them finely is the affair of whoever asks
(`assist`): `words` holds what that needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, combinations

from yizheng.kernel.acting import Actor
from yizheng.kernel.subjects import Indexed

from . import grams, indexing, store
from .audience import tokens_of
from .folding import fold
from .words import content_words

MOST_READ = 1_000
"""How many entries the rare words of a text may bring in together; at least two words are asked for."""

MOST_EACH = 500
"""How many entries one word may bring in."""

RARE = 3_000
COMMON = 150_000
MOST_MET = 3
"""
A word in more entries than `RARE` tells too little alone; two of the (at most three) rarest of these, in no more than
`COMMON` each, tell enough together.
"""

TITLE_WEIGHT = 2.0


@dataclass(frozen=True)
class Candidate:
    """One entry that shares words; `words` are the different content words of its body, blanks between."""

    kind: str
    object_id: int
    title: str
    words: str
    day: date
    score: float


def candidates(
    text: str | Indexed,
    *,
    kinds: Sequence[str],
    actor: Actor | None = None,
    tokens: Iterable[str] | None = None,
    limit: int = 300,
    words: int = 12,
) -> list[Candidate]:
    """
    Return the entries of these kinds that share the most weight of the text's rarest words.

    Only of what `actor` (or whoever holds `tokens`) may find; `visible_to` is still to be asked of what is shown.
    """
    held = list(tokens if tokens is not None else tokens_of(actor) if actor else ())
    if not held or not kinds:
        return []
    indexing.settle()
    groups = _groups(rarest(text, most=words))
    if not groups:
        return []
    found = store.alike(
        [sorted(group.pairs) for group in groups],
        [group.weight for group in groups], tokens=held, kinds=list(kinds), limit=limit, each=MOST_EACH,
    )  # fmt: skip
    return [Candidate(**vars(each)) for each in found]


@dataclass(frozen=True)
class Word:
    """One word of a text: in how many entries it stands, at most, and how much it tells."""

    text: str
    entries: int
    weight: float

    @property
    def pairs(self) -> set[str]:
        """Return the lexemes by which it is found."""
        return grams.pairs(self.text)


@dataclass(frozen=True)
class _Group:
    pairs: set[str]
    weight: float


def _groups(words: Sequence[Word]) -> list[_Group]:
    """Return what is looked up: rare words one by one, commoner ones two by two."""
    rare = _affordable([word for word in words if word.entries <= RARE])
    met = [word for word in words if RARE < word.entries <= COMMON][:MOST_MET]
    return [
        *(_Group(word.pairs, word.weight) for word in rare),
        *(
            _Group(one.pairs | other.pairs, one.weight + other.weight)
            for one, other in combinations(met, 2)
            if one.text not in other.text and other.text not in one.text
        ),
    ]


def _affordable(rare: Sequence[Word]) -> list[Word]:
    read = accumulate(word.entries for word in rare)
    return [word for n, (word, so_far) in enumerate(zip(rare, read, strict=True)) if n < 2 or so_far <= MOST_READ]


def rarest(text: str | Indexed, *, most: int) -> list[Word]:
    """
    Return the rarest words of a text that other entries have too, rarest first.

    Words are counted at night: one of the title that is not counted is taken for rare, so that what came in today is
    alike too.
    """
    title, body = (text.title, text.body) if isinstance(text, Indexed) else ("", text)
    told = dict.fromkeys(fold(word) for word in content_words(title))
    all_words = list(dict.fromkeys([*told, *(fold(word) for word in content_words(body))]))
    rows = store.frequencies(sorted(set().union(*map(grams.pairs, all_words)))) if all_words else {}
    known = [(word, _rarity(word, rows) or int(word in told)) for word in all_words]
    common = sorted(((n, word) for word, n in known if n > 0), key=lambda pair: pair[0])
    total = max((n for n, _ in common), default=1) * 4
    return [
        Word(word, n, _weight(n, total) * (TITLE_WEIGHT if word in told else 1)) for n, word in common[:most]
    ]  # fmt: skip


def _rarity(word: str, rows: dict[str, int]) -> int:
    """In how many entries a word stands, at most; 0 when it stands in one or none."""
    return min((rows.get(pair, 0) for pair in grams.pairs(word)), default=0)


def _weight(n: int, total: int) -> float:
    return math.log(1 + total / n)
