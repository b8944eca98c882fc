"""
Loading an index in bulk by the owner role, for measurements: rows first, the index over them last.

What is loaded is what `sheets.sheet` makes and `search_put` would write; the product itself writes entry by entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import psycopg

from . import grams
from .store import Sheet

COLUMNS = (
    "committee_id", "kind", "object_id", "url", "caption", "title", "body", "folded", "words", "day", "status",
    "sector", "units", "people", "audience", "lexemes", "digest",
)  # fmt: skip
_COPY = f"copy search_entry ({', '.join(COLUMNS)}) from stdin"
_COPY_TERMS = "copy search_term (committee_id, lexeme, entries) from stdin"
_MOST_COUNTED = 3_000_000


def load(session: psycopg.Connection[Any], committee_id: int, sheets: Iterable[Sheet]) -> None:
    """Write entries of one committee, count their lexemes, and build the index; entries of others may stand there."""
    session.execute("drop index if exists search_entry_lexemes")
    counted = Counter[str]()
    with session.cursor() as cursor, cursor.copy(_COPY) as copy:
        for sheet in sheets:
            copy.write_row(_row(committee_id, sheet))
            counted.update(sheet.lexemes)
            if len(counted) > _MOST_COUNTED:
                counted = Counter({lexeme: n for lexeme, n in counted.items() if n > 1})
    _keep_counts(session, committee_id, counted)
    build(session)


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
        "create index search_entry_lexemes on search_entry using gin (lexemes) with (gin_pending_list_limit = 512)"
    )
    session.execute("analyze search_entry")
    session.execute("analyze search_term")


def _row(committee_id: int, sheet: Sheet) -> list[Any]:
    values = {**vars(sheet), "lexemes": _vector([*sheet.lexemes, grams.committee(committee_id)])}
    return [committee_id, *(values[name] for name in COLUMNS[1:])]


def _vector(lexemes: list[str]) -> str:
    """Write lexemes as PostgreSQL reads a tsvector."""
    joined = "\x1f".join(lexemes)
    if "'" in joined or "\\" in joined:
        joined = joined.replace("\\", "\\\\").replace("'", "''")
    return "'" + joined.replace("\x1f", "' '") + "'"
