"""
What an entry is found by: its lexemes.

A lexeme of two characters is a pair that stands in the text; so every stretch of two characters and more is found,
whether or not it is a word. Longer lexemes say what kind of thing it is: `t:` a pair (or single character) of the
title, `a:` who may find it, `d:` its month and its day, and committee, kind, year, status, sector, unit. All are in
one index, because the index then meets them all before any row is read (technical notes 10).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import add

MOST_BODY_CHARS = 100_000
"""What of one text is indexed; a lexeme list has an upper limit of 1 MB."""

TITLE, AUDIENCE, COMMITTEE, KIND, YEAR, STATUS, SECTOR, UNIT = "t:", "a:", "c:", "k:", "y:", "s:", "z:", "u:"
SPAN = "d:"
MOST_LEXEME_CHARS = 80


def pairs(folded: str) -> set[str]:
    """Return every two neighbouring characters of a folded text that no blank parts."""
    found: set[str] = set()
    for run in folded.split(" "):
        found.update(map(add, run, run[1:]))
    return found


def of_title(folded: str) -> set[str]:
    """Return the lexemes of a title: single characters are asked for there alone."""
    return {TITLE + each for each in (*pairs(folded), *folded.replace(" ", ""))}


def facets(
    *, kind: str = "", on: date | None = None, status: str = "", sector: str = "", units: Iterable[str] = ()
) -> set[str]:
    """Return the lexemes by which results are narrowed; nothing stands for whatever is not given."""
    given = {
        KIND + kind: kind, YEAR + (str(on.year) if on else ""): on, STATUS + status: status, SECTOR + sector: sector
    } | {UNIT + unit: unit for unit in units}  # fmt: skip
    return {lexeme[:MOST_LEXEME_CHARS] for lexeme, value in given.items() if value}


def spans(day: date) -> set[str]:
    """Return the month and the day of an entry: by these the index knows the newest."""
    return {SPAN + day.isoformat()[:7], SPAN + day.isoformat()}


def audience(tokens: Iterable[str]) -> set[str]:
    """Return the lexemes of audience tokens."""
    return {AUDIENCE + token for token in tokens}


def committee(committee_id: int) -> str:
    """Return the lexeme of a committee: it spares reading what belongs to others."""
    return f"{COMMITTEE}{committee_id}"
