"""What a backup says of itself: versions, counts, digests, heads of the ledger; what restore and drill compare."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from psycopg import sql

from yizheng.kernel import scoping
from yizheng.kernel.ledger_rows import Session, houses, open_committee
from yizheng.launch.errors import CannotStart

FORMAT = "yizheng-backup-1"
MANIFEST, DUMP, FILES, PURGES = "manifest.json", "database.dump", "files", "purges.jsonl"
SAMPLE_ROWS = 20
"""Random rows a table whose digests are kept, so that a drill can tell that they came back unchanged."""


_LAST_SEAL = "select ordinal, hash from kernel_ledgerseal where committee_id = %s order by ordinal desc limit 1"
_ENTRIES = "select count(*) from kernel_ledgerentry where committee_id = %s"
_PRINTING = ("timezone = 'UTC'", "datestyle = 'ISO, YMD'", "intervalstyle = 'postgres'", "extra_float_digits = 1")


@dataclass(frozen=True)
class Part:
    """One file of the backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The manifest of one backup. `files` maps <committee>/<sha256> to bytes; `samples` table to (id, digest)."""

    made_at: str
    yizheng: str
    server_major: int
    dumped_by: int
    database: Part
    counts: dict[str, int]
    samples: dict[str, list[tuple[int, str]]]
    ledger: dict[str, dict[str, Any]]
    files: dict[str, int] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)
    format: str = FORMAT

    def write(self, folder: Path) -> None:
        """Write it into a backup's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Read the manifest of a backup. Raises: CannotStart when there is none, or one that cannot be understood."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CannotStart(f"{folder} 不是一份完整的备份：没有 {MANIFEST}。") from None
    except ValueError as error:
        raise CannotStart(f"{folder / MANIFEST} 读不懂，可能已损坏；请换另一天的备份。") from error
    if told.get("format") != FORMAT:
        raise CannotStart(f"{folder} 的备份格式不认识；请用做这份备份的版本恢复。")
    told["database"] = Part(**told["database"])
    told["samples"] = {table: [(int(i), str(d)) for i, d in rows] for table, rows in told["samples"].items()}
    return Manifest(**told)


def sha256_of(file: Path) -> str:
    """Return the digest of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def counts(session: Session) -> dict[str, int]:
    """Return the rows of every table; walled ones are counted committee by committee, as the owner sees them."""
    committees = [house.id for house in houses(session)] if "kernel_committee" in tables(session) else []
    return {table: _count(session, table, committees, walled) for table, walled in tables(session).items()}


def samples(session: Session, rows: int = SAMPLE_ROWS) -> dict[str, list[tuple[int, str]]]:
    """Return random rows of every table with a numeric id as (id, digest). For a role that no wall stops."""
    taken: dict[str, list[tuple[int, str]]] = {}
    for table in tables(session):
        if _has_column(session, table, "id", "bigint", "integer"):
            query = sql.SQL("select id, t::text from {} t order by random() limit %s").format(sql.Identifier(table))
            taken[table] = [(int(i), _digest(text)) for i, text in session.execute(query, [rows])]
    return taken


def changed_samples(session: Session, expected: dict[str, list[tuple[int, str]]]) -> list[str]:
    """Return the tables in which a sampled row is gone or not as it was."""
    wrong = []
    for table, rows in expected.items():
        query = sql.SQL("select id, t::text from {} t where id = any(%s)").format(sql.Identifier(table))
        found = {int(i): _digest(text) for i, text in session.execute(query, [[i for i, _ in rows]])}
        if found != dict(rows):
            wrong.append(table)
    return wrong


def ledger_heads(session: Session) -> dict[str, dict[str, Any]]:
    """Return by committee its last seal and how many entries there are."""
    heads = {}
    for house in houses(session):
        open_committee(session, house.id)
        last = session.execute(_LAST_SEAL, [house.id]).fetchone()
        count = session.execute(_ENTRIES, [house.id]).fetchone()
        assert count is not None
        ordinal, hash_ = last or (0, "")
        heads[house.slug] = {"ordinal": ordinal, "hash": hash_, "entries": count[0]}
    return heads


def tables(session: Session) -> dict[str, bool]:
    """Return the tables of the database, and whether each belongs to committees."""
    found = session.execute(
        "select c.relname, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'committee_id') "
        "and c.relrowsecurity from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where n.nspname = 'public' and c.relkind in ('r', 'p') order by c.relname"
    )
    return {str(name): bool(walled) for name, walled in found}


def fix_printing(session: Session) -> None:
    """Let values be printed the one way whose digests are compared."""
    for setting in _PRINTING:
        session.execute(sql.SQL("set local " + setting))


def _count(session: Session, table: str, committees: list[int], walled: bool) -> int:
    query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
    if not walled:
        return _number(session, query)
    total = 0
    for committee_id in committees:
        scoping.enter(session, committee_id)
        total += _number(session, query + sql.SQL(" where committee_id = {}").format(sql.Literal(committee_id)))
    return total


def _number(session: Session, query: sql.Composed) -> int:
    row = session.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _has_column(session: Session, table: str, column: str, *types: str) -> bool:
    found = session.execute(
        "select 1 from information_schema.columns where table_schema = 'public' and table_name = %s "
        "and column_name = %s and data_type = any(%s)",
        [table, column, list(types)],
    )
    return found.fetchone() is not None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
