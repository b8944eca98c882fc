"""Making one valid row of any table, by what the database says of its columns."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from yizheng.kernel import rotating, secrets
from yizheng.kernel.ledger_rows import Session

_COLUMNS = """
select a.attname, t.typname, a.attnotnull, a.atthasdef or a.attidentity <> '',
       case when t.typname = 'varchar' then a.atttypmod - 4 end, f.relname
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_constraint c on c.contype = 'f' and c.conrelid = a.attrelid and c.conkey = array[a.attnum]
  left join pg_class f on f.oid = c.confrelid
 where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped
 order by a.attnum
"""
_numbers = itertools.count(1)
_TYPES: dict[str, Callable[[int], Any]] = {
    "int2": lambda n: n,
    "int4": lambda n: n,
    "int8": lambda n: n,
    "numeric": lambda n: Decimal(n),
    "float8": float,
    "bool": lambda n: False,
    "text": lambda n: f"字{n}",
    "_text": lambda n: [f"字{n}"],
    "uuid": lambda n: uuid.uuid4(),
    "date": lambda n: date(2026, 1, 1) + timedelta(days=n),
    "time": lambda n: time(n % 24),
    "timestamptz": lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n),
    "jsonb": lambda n: Jsonb({}),
    "bytea": lambda n: b"\0",
}


@dataclass(frozen=True)
class Column:
    """A column as the catalogue describes it; `references` is the table of its foreign key."""

    name: str
    type: str
    needed: bool
    filled: bool
    length: int | None
    references: str | None


class AnyRow:
    """Makes rows through a session that no wall and no right holds up."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def make(self, table: str, committee: int, **given: Any) -> Any:
        """
        Return the id of a new row of a committee, with the rows that it refers to.

        Columns that may stay empty stay empty; when a check constraint forbids that, one and then two of
        them are filled.
        """
        columns = self.columns(table)
        last: psycopg.Error | None = None
        for also in _choices([c for c in columns if not c.needed and not c.filled]):
            try:
                with self.session.transaction():
                    values = self._values(columns, also, committee, given)
                    return self._insert(table, _sealed(table, values, given))
            except psycopg.errors.CheckViolation as error:
                last = error
        raise AssertionError(f"no valid row of {table} was found") from last

    def stand(self, table: str, committee: int, pk: Any, state: str) -> None:
        """Put a row into a state, filling what a check constraint wants of that state."""
        for also in _choices([c for c in self.columns(table) if not c.needed and not c.filled]):
            values = {"state": state} | {c.name: self._value(c, committee) for c in also}
            try:
                with self.session.transaction():
                    self._update(table, pk, values)
            except psycopg.errors.CheckViolation:
                continue
            return
        raise AssertionError(f"no valid row of {table} in state {state} was found")

    def columns(self, table: str) -> list[Column]:
        """Return what the catalogue says of a table's columns."""
        return [Column(*row) for row in self.session.execute(_COLUMNS, [table])]

    def _values(
        self, columns: list[Column], also: tuple[Column, ...], committee: int, given: dict[str, Any]
    ) -> dict[str, Any]:
        wanted = [c for c in columns if (c.needed and not c.filled) or c in also]
        return {c.name: self._value(c, committee) for c in wanted if c.name not in given} | given

    def _value(self, column: Column, committee: int) -> Any:
        if column.references == "kernel_committee":
            return committee
        if column.references is not None:
            return self.make(column.references, committee)
        number = next(_numbers)
        if column.type == "varchar":
            return f"x{number}"[-(column.length or 60) :]
        return _TYPES[column.type](number)

    def _insert(self, table: str, values: dict[str, Any]) -> Any:
        statement = sql.SQL("insert into {} ({}) values ({}) returning id").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join([sql.Placeholder()] * len(values)),
        )
        row = self.session.execute(statement, list(values.values())).fetchone()
        assert row is not None
        return row[0]  # a number, or a UUID where an order must not be told

    def _update(self, table: str, pk: Any, values: dict[str, Any]) -> None:
        pairs = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder()) for name in values]
        statement = sql.SQL("update {} set {} where id = {}").format(
            sql.Identifier(table), sql.SQL(", ").join(pairs), sql.Placeholder()
        )
        self.session.execute(statement, [*values.values(), pk])


def _sealed(table: str, values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Seal what a column of sealed text is made of: anything else cannot be read back."""
    contexts = {column.context for column in rotating.sealed_columns()}
    return {
        name: secrets.seal(value, f"{table}.{name}") if f"{table}.{name}" in contexts and name not in given else value
        for name, value in values.items()
    }


def _choices(empty: list[Column]) -> Iterator[tuple[Column, ...]]:
    for size in range(3):
        yield from itertools.combinations(empty, size)
