"""Ledger rows and seals as text, read through a session of one's own (sealing, verifying, exporting)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import TupleRow, dict_row

from . import scoping
from .canonical import FIRST_PREVIOUS, Row, SealHeader, seal_hash
from .models import Committee, LedgerEntry

Session = psycopg.Connection[TupleRow]

ENTRY = LedgerEntry._meta.db_table
COLUMNS = tuple(field.column for field in LedgerEntry._meta.concrete_fields)
_ENTRY_TEXTS = ", ".join(f"{column}::text" for column in COLUMNS)

_BATCH_ROWS = 2000


@dataclass(frozen=True)
class House:
    """A committee as the ledger's tools need it."""

    id: int
    slug: str
    full_name: str


@dataclass(frozen=True)
class Seal:
    """A seal as it stands in the table. `sealed_at` and `created_at` are text (UTC, ISO)."""

    header: SealHeader
    leaves: bytes
    previous_hash: str
    hash: str
    created_at: str

    def recomputed(self) -> str:
        """Return the hash that the seal ought to have."""
        return seal_hash(self.previous_hash, self.header, self.leaves)


def open_committee(session: Session, committee_id: int) -> None:
    """Let the running transaction see one committee's rows, and print values the one way that is hashed."""
    session.execute("set local timezone = 'UTC'")
    session.execute("set local datestyle = 'ISO, YMD'")
    session.execute("set local intervalstyle = 'postgres'")
    scoping.enter(session, committee_id)


def houses(session: Session, slug: str | None = None) -> list[House]:
    """Return all committees, or the one of a slug."""
    found = session.execute(
        f"select id, slug, full_name from {Committee._meta.db_table} "  # noqa: S608
        "where %(slug)s::text is null or slug = %(slug)s order by id",
        {"slug": slug},
    )
    return [House(*row) for row in found]


def entries(session: Session, *, from_xact: int = 0, to_xact: int | None = None) -> Iterator[Row]:
    """Yield the open committee's rows with `from_xact` <= xact < `to_xact`, by transaction and id."""
    with session.cursor(name="ledger_rows", row_factory=dict_row) as cursor:
        cursor.itersize = _BATCH_ROWS
        cursor.execute(
            f"select {_ENTRY_TEXTS} from {ENTRY} "  # noqa: S608
            "where xact >= %(from)s and (%(to)s::bigint is null or xact < %(to)s) "
            f"order by {ENTRY}.xact, {ENTRY}.id",
            {"from": from_xact, "to": to_xact},
        )
        yield from cursor


def entry(session: Session, entry_id: int) -> Row | None:
    """Return one row of the open committee by its id."""
    cursor = session.cursor(row_factory=dict_row)
    return cursor.execute(f"select {_ENTRY_TEXTS} from {ENTRY} where id = %s", [entry_id]).fetchone()  # noqa: S608


def seals(session: Session, committee_id: int) -> list[Seal]:
    """Return the open committee's seals, by ordinal."""
    found = session.execute(
        "select ordinal, from_xact, to_xact, count, sealed_at::text, leaves, previous_hash, hash, created_at::text "
        "from kernel_ledgerseal order by ordinal, id"
    )
    return [_seal(committee_id, row) for row in found]


def last_seal(session: Session, committee_id: int) -> Seal | None:
    """Return the open committee's newest seal."""
    found = session.execute(
        "select ordinal, from_xact, to_xact, count, sealed_at::text, leaves, previous_hash, hash, created_at::text "
        "from kernel_ledgerseal order by ordinal desc limit 1"
    ).fetchone()
    return None if found is None else _seal(committee_id, found)


def _seal(committee_id: int, row: tuple[Any, ...]) -> Seal:
    ordinal, from_xact, to_xact, count, sealed_at, leaves, previous_hash, hash_, created_at = row
    header = SealHeader(committee_id, ordinal, from_xact, to_xact, count, sealed_at)
    return Seal(header, bytes(leaves), previous_hash, hash_, created_at)


def next_link(last: Seal | None) -> tuple[int, int, str]:
    """Return ordinal, first transaction and previous hash of the seal that comes after `last`."""
    if last is None:
        return 1, 0, FIRST_PREVIOUS
    return last.header.ordinal + 1, last.header.to_xact, last.hash
