"""The one place that speaks to the index: each function here calls the database function of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

_PUT = "select public.search_put(" + ", ".join(["%s"] * 16) + ")"
_FIND = "select * from public.search_find(" + ", ".join(["%s"] * 14) + ")"  # noqa: S608 - placeholders only

_ALIKE = "select * from public.search_alike(%s, %s::real[], %s, %s, %s, %s)"


@dataclass(frozen=True)
class Sheet:
    """One entry as it is written; `lexemes` without that of the committee, which the database adds."""

    kind: str
    object_id: int
    url: str
    caption: str
    title: str
    body: str
    folded: str
    words: str
    day: date
    status: str
    sector: str
    units: list[str]
    people: list[str]
    audience: list[str]
    lexemes: list[str]
    digest: bytes

    def values(self) -> list[Any]:
        """Return the arguments of `search_put`."""
        return list(vars(self).values())


@dataclass(frozen=True)
class Question:
    """
    What is looked for: `must` lexemes, `phrases` that stand in the text as they are, the longest first, and who asks.

    `title` are the lexemes by which a title that says the first of them is found. Empty words narrow nothing.
    """

    must: list[str]
    title: list[str]
    phrases: list[str]
    tokens: list[str]
    kind: str = ""
    since: date = date.min
    until: date = date.max
    status: str = ""
    sector: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Hit:
    """One entry found; `whole` False says that there may be more than were returned."""

    entry: int
    kind: str
    object_id: int
    in_title: bool
    day: date
    whole: bool


@dataclass(frozen=True)
class Text:
    """What is shown of one entry."""

    entry: int
    url: str
    caption: str
    title: str
    body: str
    status: str
    sector: str
    units: list[str]
    people: list[str]


@dataclass(frozen=True)
class Alike:
    """One entry that shares words, with the sum of their weights."""

    kind: str
    object_id: int
    title: str
    words: str
    day: date
    score: float


def put(sheets: Sequence[Sheet]) -> None:
    """Write entries; one that stands unchanged is left alone."""
    with connection.cursor() as cursor:
        cursor.executemany(_PUT, [sheet.values() for sheet in sheets])


def drop(kind: str, object_ids: Iterable[int]) -> None:
    """Remove entries."""
    _rows("select public.search_drop(%s, %s)", [kind, list(object_ids)])


def kinds() -> dict[str, int]:
    """Return how many entries there are of each kind; for the rebuild, never for a page."""
    return dict(_rows("select * from public.search_kinds()", []))


def objects(kind: str) -> set[int]:
    """Return the objects of a kind that have an entry; for the rebuild, never for a page."""
    return {row[0] for row in _rows("select public.search_objects(%s)", [kind])}


def find(question: Question, *, cap: int, enough: int, rare: int, compared: int) -> list[Hit]:
    """Return at most `cap` entries, those that say it in the title first, then the newest; `enough` if there are."""
    asked = [
        question.must, question.title, question.tokens, question.phrases, question.kind, question.since,
        question.until, question.status, question.sector, question.unit, cap, enough, rare, compared,
    ]  # fmt: skip
    return [Hit(*row) for row in _rows(_FIND, asked)]


def texts(entries: list[int], tokens: list[str]) -> dict[int, Text]:
    """Return what is shown of entries, by entry."""
    rows = _rows("select * from public.search_texts(%s, %s)", [entries, tokens])
    return {row[0]: Text(*row) for row in rows}


def count_terms(*, anew: bool = False) -> int:
    """Count the lexemes of new entries, or of all; return of how many entries."""
    return int(_rows("select public.search_count_terms(%s)", [anew])[0][0])


def frequencies(lexemes: list[str]) -> dict[str, int]:
    """Return in how many entries lexemes stand, roughly; what is not counted is absent."""
    return dict(_rows("select * from public.search_frequencies(%s)", [lexemes]))


def alike(
    pairs: list[list[str]], weights: list[float], *, tokens: list[str], kinds: list[str],
    limit: int, each: int,
) -> list[Alike]:  # fmt: skip
    """Return the entries that share the most weight of words, each word given by its pairs."""
    asked = [Jsonb(pairs), weights, tokens, kinds, limit, each]
    return [Alike(*row) for row in _rows(_ALIKE, asked)]


def _rows(statement: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
        return rows
