"""
Loading an index in bulk by the owner role, for measurements: rows first, the index over them last.

What is loaded is what `sheets.sheet` makes and `search_put` would write; the product itself writes entry by entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import psycopg

from . import grams
from .store import Sheet

ENTRY = (
    "kind", "object_id", "url", "caption", "title", "body", "folded", "words", "day", "status", "sector", "units",
    "people", "audience", "digest",
)  # fmt: skip
KEY = ("kind", "object_id", "day", "audience")
_COPY_ENTRIES = f"copy search_entry (id, committee_id, {', '.join(ENTRY)}) from stdin"
_COPY_KEYS = f"copy search_key (entry_id, committee_id, {', '.join(KEY)}, title, lexemes) from stdin"
_COPY_TERMS = "copy search_term (committee_id, lexeme, entries) from stdin"
_NUMBERS = "select nextval(pg_get_serial_sequence('search_entry', 'id')) from generate_series(1, %s)"
_MOST_COUNTED = 3_000_000
_AT_ONCE = 2_000


def load(session: psycopg.Connection[Any], committee_id: int, sheets: Iterable[Sheet]) -> None:
    """Write entries of one committee, count their lexemes, and build the index; entries of others may stand there."""
    session.execute("drop index if exists search_key_lexemes")
    counted = Counter[str]()
    for some in _chunks(iter(sheets)):
        _write(session, committee_id, some)
        for sheet in some:
            counted.update(sheet.lexemes)
        if len(counted) > _MOST_COUNTED:
            counted = Counter({lexeme: n for lexeme, n in counted.items() if n > 1})
    _keep_counts(session, committee_id, counted)
    build(session)


def _chunks(sheets: Iterator[Sheet]) -> Iterator[list[Sheet]]:
    while some := list(islice(sheets, _AT_ONCE)):
        yield some


def _write(session: psycopg.Connection[Any], committee_id: int, sheets: list[Sheet]) -> None:
    numbers = [row[0] for row in session.execute(_NUMBERS, [len(sheets)])]
    with session.cursor() as cursor, cursor.copy(_COPY_ENTRIES) as copy:
        for number, sheet in zip(numbers, sheets, strict=True):
            copy.write_row([number, committee_id, *(getattr(sheet, name) for name in ENTRY)])
    with session.cursor() as cursor, cursor.copy(_COPY_KEYS) as copy:
        for number, sheet in zip(numbers, sheets, strict=True):
            told = (getattr(sheet, name) for name in KEY)
            copy.write_row([number, committee_id, *told, *_found_by(committee_id, sheet)])


def _found_by(committee_id: int, sheet: Sheet) -> tuple[str, str]:
    return sheet.folded[: len(sheet.title)], _vector([*sheet.lexemes, grams.committee(committee_id)])


def _keep_counts(session: psycopg.Connection[Any], committee_id: int, counted: Counter[str]) -> None:
    with session.cursor() as cursor, cursor.copy(_COPY_TERMS) as copy:
        for lexeme, entries in counted.items():
            if entries > 1 and len(lexeme) <= grams.MOST_LEXEME_CHARS:
                copy.write_row((committee_id, lexeme, entries))
    session.execute(
        "insert into search_tally (committee_id, upto, entries) "
        "select committee_id, max(id), count(*) from search_entry where committee_id = %s group by 1",
        [committee_id],
    )


def build(session: psycopg.Connection[Any]) -> None:
    """Build the index over what stands there, as migrations define it, and let the planner know the table."""
    session.execute("set maintenance_work_mem = '512MB'")
    session.execute(
        "create index search_key_lexemes on search_key using gin (lexemes) with (gin_pending_list_limit = 512)"
    )
    session.execute("analyze search_entry")
    session.execute("analyze search_key")
    session.execute("analyze search_term")


def _vector(lexemes: list[str]) -> str:
    """Write lexemes as PostgreSQL reads a tsvector."""
    joined = "\x1f".join(lexemes)
    if "'" in joined or "\\" in joined:
        joined = joined.replace("\\", "\\\\").replace("'", "''")
    return "'" + joined.replace("\x1f", "' '") + "'"
