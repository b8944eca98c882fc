"""Titles broken into lines by meaning (GB/T 9704-2012, 7.3.1: whole words, a trapezoid or a lozenge)."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise
from math import ceil

from ..words import cut
from .measures import TITLE_CHARACTERS_A_LINE

MOST_LINES = 4
_NEVER_FIRST = "的、，。；：》”）和与及等"
_NEVER_LAST = "《“（关和与及"
_OPENING, _CLOSING = "《“（", "》”）"


@cache
def title_lines(title: str, width: int = TITLE_CHARACTERS_A_LINE) -> tuple[str, ...]:
    """
    Return a title as the lines it is printed in: as few as fit, even in length, broken between words only.

    Line breaks already in the title are kept. `width` is in Chinese characters.
    """
    return tuple(line for part in title.splitlines() for line in _lines(part.strip(), width) if line)


def _lines(title: str, width: int) -> list[str]:
    if len(title) <= width:
        return [title]
    places = _places(title)
    for count in range(ceil(len(title) / width), MOST_LINES + 1):
        ways = [_cut(title, cuts) for cuts in combinations(places, count - 1)]
        fitting = [lines for lines in ways if max(map(len, lines)) <= width]
        if fitting:
            return min(fitting, key=_unevenness)
    return [title[start : start + width] for start in range(0, len(title), width)]


def _places(title: str) -> list[int]:
    """Where a line may end: between words, outside of brackets that fit on a line."""
    places, end, depth = [], 0, 0
    for word in cut(title):
        end += len(word)
        depth += sum(char in _OPENING for char in word) - sum(char in _CLOSING for char in word)
        if end < len(title) and title[end] not in _NEVER_FIRST and title[end - 1] not in _NEVER_LAST and depth <= 0:
            places.append(end)
    return places


def _cut(title: str, cuts: tuple[int, ...]) -> list[str]:
    bounds = (0, *cuts, len(title))
    return [title[start:stop] for start, stop in pairwise(bounds)]


def _unevenness(lines: list[str]) -> tuple[int, int]:
    """Prefer lines of like length; of equals the one whose last line is shorter (a trapezoid)."""
    lengths = [len(line) for line in lines]
    return max(lengths) - min(lengths), lengths[-1]
