"""
Changing the key that seals: every sealed value is opened with its own key and sealed with the current one.

A value names its key, so the work can stop anywhere and go on later: what is still sealed with an older key
is what remains. The digest key never changes: the digests would have to change in the same moment in every
table, or a telephone number would be found twice or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from psycopg import sql

from . import scoping, secrets
from .ledger_rows import Session, houses

BATCH_ROWS = 500
PASSES = 5
"""A transaction that sealed with the old key just before the change may commit after our look at its table."""


@dataclass(frozen=True)
class SealedColumn:
    """
    A column of sealed values. `is_walled`: its rows are seen committee by committee.

    `word` names the value inside a JSON column of a library's table, which was sealed for `part_context`.
    """

    table: str
    column: str
    is_walled: bool
    word: str = ""
    part_context: str = ""

    @property
    def context(self) -> str:
        """Return what its values were sealed for."""
        return self.part_context or f"{self.table}.{self.column}"

    @property
    def value(self) -> sql.Composable:
        """Return the expression that reads the sealed value."""
        if not self.word:
            return sql.Identifier(self.column)
        return sql.SQL("({}::jsonb ->> {})").format(sql.Identifier(self.column), sql.Literal(self.word))

    @property
    def changed(self) -> sql.Composable:
        """Return the expression of the whole column with another value, which is the statement's first parameter."""
        if not self.word:
            return sql.SQL("%s")
        path = sql.Literal("{" + self.word + "}")
        return sql.SQL("jsonb_set({}::jsonb, {}, to_jsonb(%s::text))").format(sql.Identifier(self.column), path)


def sealed_columns() -> list[SealedColumn]:
    """Return every column of every room that holds sealed text."""
    inside = [SealedColumn(part.table, part.column, False, part.word, part.context) for part in secrets.sealed_parts()]
    return inside + sorted(
        (
            SealedColumn(model._meta.db_table, field.column, any(f.name == "committee" for f in model._meta.fields))
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.concrete_fields
            if isinstance(field, secrets.EncryptedTextField)
        ),
        key=lambda column: column.context,
    )


def reseal_all(session: Session) -> int:
    """Seal everything with the current key (autocommit session of the owner); returns how many values changed."""
    total = 0
    for _ in range(PASSES):
        done = sum(_reseal_column(session, column, scope) for column, scope in _places(session))
        total += done
        if not done:
            break
    return total


def remaining(session: Session) -> dict[str, int]:
    """Return by column how many values still need an older key; empty when none does."""
    found: dict[str, int] = {}
    for column, scope in _places(session):
        with session.transaction():
            _enter(session, scope)
            count = len(_older(session, column, scope, after=0, limit=None))
        if count:
            found[column.context] = found.get(column.context, 0) + count
    return found


def _places(session: Session) -> Iterator[tuple[SealedColumn, int | None]]:
    with session.transaction():
        committees = [house.id for house in houses(session)]
    for column in sealed_columns():
        if column.is_walled:
            yield from ((column, committee_id) for committee_id in committees)
        else:
            yield column, None


def _reseal_column(session: Session, column: SealedColumn, scope: int | None) -> int:
    done, last = 0, 0
    while True:
        with session.transaction():
            _enter(session, scope)
            rows = _older(session, column, scope, after=last, limit=BATCH_ROWS)
            for row_id, token in rows:
                _write(session, column, row_id, secrets.seal(secrets.unseal(token, column.context), column.context))
        done += len(rows)
        if len(rows) < BATCH_ROWS:
            return done
        last = rows[-1][0]


def _enter(session: Session, scope: int | None) -> None:
    if scope is not None:
        scoping.enter(session, scope)


def _older(
    session: Session, column: SealedColumn, scope: int | None, *, after: int, limit: int | None
) -> list[tuple[int, str]]:
    query = sql.SQL(
        "select id, {value} from {table} where id > %(after)s and {value} <> '' "
        "and split_part({value}, ':', 1) <> %(current)s {walled} order by id {limited}"
    ).format(
        value=column.value,
        table=sql.Identifier(column.table),
        walled=sql.SQL("and committee_id = %(scope)s") if scope is not None else sql.SQL(""),
        limited=sql.SQL("limit %(limit)s for update") if limit is not None else sql.SQL(""),
    )
    values = {"after": after, "current": str(secrets.ring().current), "scope": scope, "limit": limit}
    return [(int(row_id), str(token)) for row_id, token in session.execute(query, values)]


def _write(session: Session, column: SealedColumn, row_id: int, token: str) -> None:
    query = sql.SQL("update {table} set {column} = {changed} where id = %s").format(
        table=sql.Identifier(column.table), column=sql.Identifier(column.column), changed=column.changed
    )
    session.execute(query, [token, row_id])
