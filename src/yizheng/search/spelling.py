"""
您是不是要找: what may have been meant when little is found.

A stretch of a title that the person may see, as long as what was asked and different in one character, or read the
same in pinyin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor

from . import grams, store
from .asking import Asked, read
from .audience import tokens_of
from .folding import fold
from .queries import visible_of
from .store import Alike

MOST_TITLES = 150
MOST_EACH = 300
LONGEST, SHORTEST = 12, 2


def meant(actor: Actor, text: str) -> str:
    """Return what may have been meant, empty when nothing is near; made of titles the person may see alone."""
    asked = read(text)
    tokens = list(tokens_of(actor))
    if len(asked.phrases) != 1 or not tokens or not SHORTEST <= len(asked.phrases[0]) <= LONGEST:
        return ""
    phrase, titles = asked.phrases[0], _near_titles(actor, asked, tokens)
    sound = _sound(phrase)
    counted = Counter(piece for title in titles for piece in _stretches(fold(title), len(phrase)))
    likely = [(n, piece) for piece, n in counted.items() if piece != phrase and _is_near(piece, phrase, sound)]
    return max(likely, default=(0, ""))[1]


def _near_titles(actor: Actor, asked: Asked, tokens: list[str]) -> list[str]:
    phrase = asked.phrases[0]
    pieces = [*sorted(grams.pairs(phrase)), *dict.fromkeys(phrase.replace(" ", ""))]
    weights = [float(len(piece) ** 2) for piece in pieces]
    kinds = [subject.kind for subject in subjects.registered() if subject.is_searchable]
    near = store.alike(
        [[grams.TITLE + piece] for piece in pieces], weights, tokens=tokens, kinds=kinds, limit=MOST_TITLES,
        each=MOST_EACH,
    )  # fmt: skip
    return [each.title for each in _visible(actor, near)]


def _visible(actor: Actor, near: list[Alike]) -> list[Alike]:
    allowed = visible_of(actor, [(each.kind, each.object_id) for each in near])
    return [each for each in near if (each.kind, each.object_id) in allowed]


def _stretches(title: str, long: int) -> Iterator[str]:
    return (title[start : start + long] for start in range(len(title) - long + 1))


def _is_near(piece: str, phrase: str, sound: list[str]) -> bool:
    different = sum(one != other for one, other in zip(piece, phrase, strict=True))
    if different == 1 and len(phrase) > SHORTEST:
        return True
    return different <= max(1, len(phrase) // 2) and _sound(piece) == sound


def _sound(phrase: str) -> list[str]:
    from pypinyin import lazy_pinyin  # late: its dictionary takes a tenth of a process's start

    return lazy_pinyin(phrase)
