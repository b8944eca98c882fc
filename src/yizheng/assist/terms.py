"""Find the words of the shipped matters in a text, and weigh which matter it is about."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from yizheng.assist import knowledge
from yizheng.assist.texts import Text

# A word in the title tells the matter; the body wanders.
_TITLE, _OPENING, _BODY = 2.5, 1.0, 0.6
# The tenth word of a matter adds less than the first.
_DAMPED = 0.7
_OPENING_LENGTH = 120
_READ_AT_MOST = 1_500


@dataclass(frozen=True)
class Found:
    """How loudly each matter speaks in a text, and the words that say so."""

    topics: Mapping[str, float]
    words: Mapping[str, float]


def find(text: Text) -> Found:
    """Weigh every shipped matter by the words of it that `text` uses."""
    heard: dict[str, float] = defaultdict(float)
    body = text.plain_body
    opening, rest = body[:_OPENING_LENGTH], body[_OPENING_LENGTH:_READ_AT_MOST]
    for part, weight in ((text.plain_title, _TITLE), (opening, _OPENING), (rest, _BODY)):
        for word, count in Counter(spot(part)).items():
            heard[word] += weight * (1 + math.log(count))
    topics: dict[str, float] = defaultdict(float)
    for word, loudness in heard.items():
        for topic, weight in _meanings()[word]:
            topics[topic] += weight * loudness**_DAMPED
    return Found(topics, heard)


def spot(text: str) -> list[str]:
    """Find the known words in reading order; the longest at a place wins and covers what is inside it."""
    found, place, starts = [], 0, _starts()
    while place < len(text):
        for word in (*starts.get(text[place : place + 2], ()), *starts.get(text[place], ())):
            if text.startswith(word, place):
                found.append(word)
                place += len(word) - 1
                break
        place += 1
    return found


def strength(word: str, shares: Mapping[str, float]) -> float:
    """How much a word says of these matters."""
    return sum(weight * shares.get(topic, 0.0) for topic, weight in _meanings()[word])


@lru_cache(maxsize=1)
def _meanings() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """By word: the matters it belongs to. A word of many matters says less of each."""
    meant: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for topic in knowledge.topics():
        for word, weight in topic.words.items():
            meant[word].append((topic.name, weight))
    return {
        word: tuple((topic, weight / math.sqrt(len(said))) for topic, weight in said) for word, said in meant.items()
    }


@lru_cache(maxsize=1)
def _starts() -> Mapping[str, tuple[str, ...]]:
    """By the first two characters: the known words, longest first."""
    by_start: dict[str, list[str]] = defaultdict(list)
    for word in _meanings():
        by_start[word[:2]].append(word)
    return {start: tuple(sorted(found, key=len, reverse=True)) for start, found in by_start.items()}
