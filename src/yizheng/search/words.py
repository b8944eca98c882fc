"""Cut Chinese text into the words that carry its subject, the same way on every machine."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rjieba import Jieba

_HERE = Path(__file__).parent
_HAS_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ORDINAL = re.compile(r"[第零〇一二三四五六七八九十百两0-9]+[届次个项件年月日号期批名位]?")
# 读书会 and 读书班 are one matter: the last character names the occasion only.
_OCCASION = "会班周月日员"


def content_words(text: str) -> list[str]:
    """
    Cut `text` and keep the words that tell what it is about, in reading order.

    A compound of the field comes whole and is followed by the smaller words in it
    (民主监督 → 民主监督, 民主, 监督), so that a short name and a long one still meet.
    Single characters, ordinals, numbers and the words of every plan (开展, 进一步) are left out.
    """
    return [told for word in cut(text) for told in _subjects(word)]


def different_words(text: str) -> list[str]:
    """Return what `content_words` keeps, each word once, in order of first mention."""
    return list(dict.fromkeys(told for word in dict.fromkeys(cut(text)) for told in _subjects(word)))


@lru_cache(maxsize=50_000)
def _subjects(word: str) -> tuple[str, ...]:
    return tuple(told for told in (word, *parts(word)) if _carries_subject(told))


def cut(text: str) -> list[str]:
    """Cut `text` into words with the dictionary of the field; half and full width are one."""
    return _cutter().cut(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=20_000)
def parts(word: str) -> tuple[str, ...]:
    """Name the dictionary words that together make up a compound; empty when they do not."""
    if len(word) == 3 and word[-1] in _OCCASION and _cutter().has_word(word[:2]):
        return (word[:2],)
    if len(word) < 4:
        return ()
    return _tiles(word) or ()


def _tiles(word: str) -> tuple[str, ...] | None:
    """Split `word` into known words of two or three characters without a rest."""
    if not word:
        return ()
    for length in (2, 3):
        head, tail = word[:length], word[length:]
        if len(head) == length and _cutter().has_word(head):
            rest = _tiles(tail)
            if rest is not None:
                return (head, *rest)
    return None


def _carries_subject(word: str) -> bool:
    if len(word) < 2 or word in stop_words():
        return False
    return bool(_HAS_CHINESE.search(word)) and not _ORDINAL.fullmatch(word)


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words too common in this field to tell two texts apart."""
    return frozenset(word for line in word_list("stopwords.txt") for word in line.split())


@lru_cache(maxsize=1)
def _cutter() -> Jieba:
    from rjieba import Jieba  # its dictionary is read at import; most processes never cut a text

    cutter = Jieba()
    for word in word_list("lexicon.txt"):
        cutter.add_word(word, None, None)
    return cutter


def word_list(name: str) -> list[str]:
    """Read a word list beside this module, without comments and blank lines."""
    return read_list(_HERE / name)


def read_list(path: Path) -> list[str]:
    """Read a word list: one entry a line, comments begin with #."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
