"""
The scales of design 8, made in SQL: one committee after another.

Secondary indexes and unique constraints are dropped first and built last. Tests fill as the owner, inside each
committee's wall and with foreign keys, so a row that does not belong is refused as it would be in the product.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import psycopg

from bench import meeting_rows, proposal_rows, rows
from yizheng.kernel import scoping

Session = psycopg.Connection[Any]


@dataclass(frozen=True)
class Scale:
    """
    How many of everything; what is not per deployment is per committee.

    `tasks`, `items`, `sections`, `topics` are per plan, `acts` the mean of ledger rows a task, `lines` those of an
    import's document, `sessions` the signed-in people of a committee, `notices` those of a
    member, `meetings` those of a year, `proposals` those of all years, a fifth each.
    """

    committees: int
    members: int = 220
    units: int = 70
    staff: int = 24
    leaders: int = 7
    sectors: int = 30
    years: int = 5
    sections: int = 5
    items: int = 16
    tasks: int = 35
    meetings: int = 4
    topics: int = 6
    acts: int = 20
    lines: int = 250
    notices: int = 6
    sessions: int = 40
    proposals: int = 1000
    standing: str = ""

    @property
    def users(self) -> int:
        """Return the logins of a committee: staff, a clerk a unit, the members."""
        return self.staff + self.units + self.members


SCALES = {
    "office": Scale(1), "city": Scale(12), "province": Scale(130), "nation": Scale(3200),
    "review": Scale(1, proposals=5000, standing="submitted"),
    "conference": Scale(1, proposals=5000, standing="pre_assigned"),
}  # fmt: skip
"""The last two: an office with a thousand proposals of the year that all wait, to be read or for units."""


BY_PRIMARY_KEYS = ("seqscan", "hashjoin", "mergejoin", "material")
"""What the planner must not try: it knows nothing of tables that grow, and every row is found by its number."""


def fill(session: Session, scale: Scale, *, on: date, unchecked: bool = False) -> None:
    """
    Fill a migrated, empty database whose year stands at `on`.

    `session` is in autocommit mode; each committee is one transaction. As the owner's it meets every wall and foreign
    key. `unchecked`, a superuser's, meets no wall, and foreign keys in the first committee alone: the others get the
    same rows under other numbers, and a policy keeps the planner from finding a row by a reckoned number.
    """
    for way in BY_PRIMARY_KEYS:
        session.execute(f"set enable_{way} = off")
    with _indexes_last(session):
        session.execute(rows.COMMITTEES.format(**_numbers(scale, 0, on)))
        session.execute(rows.SESSIONS.format(**_numbers(scale, 0, on)))
        for n in range(scale.committees):
            _fill_committee(session, scale, n, on)
            if unchecked:
                session.execute("set session_replication_role = replica")
    for way in BY_PRIMARY_KEYS:
        session.execute(f"reset enable_{way}")
    if unchecked:
        session.execute("reset session_replication_role")
    _set_sequences(session)
    session.execute("vacuum analyze")


def _fill_committee(session: Session, scale: Scale, n: int, on: date) -> None:
    numbers = _numbers(scale, n, on)
    with session.transaction():
        scoping.enter(session, n + 1)
        for statement in (*rows.OF_A_COMMITTEE, *meeting_rows.OF_A_COMMITTEE, *proposal_rows.OF_A_COMMITTEE):
            session.execute(statement.format(**numbers))


def _numbers(scale: Scale, n: int, on: date) -> dict[str, Any]:
    return {
        **asdict(scale),
        "users": scale.users,
        "n": n,
        "c": n + 1,
        "on": on.isoformat(),
        "first_year": on.year - scale.years + 1,
        "term": date(on.year - scale.years + 1, 1, 12).isoformat(),
        "bodies": _texts(rows.BODIES),
        "body_count": len(rows.BODIES),
        "matters": _texts(rows.MATTERS),
        "matter_count": len(rows.MATTERS),
        "surnames": rows.SURNAMES,
        "surname_count": len(rows.SURNAMES),
        "given": rows.GIVEN,
        "given_count": len(rows.GIVEN),
        "evidence_files": EVIDENCE_FILES,
    }


def _texts(texts: tuple[str, ...]) -> str:
    return ", ".join(f"'{text}'" for text in texts)


_CONSTRAINTS = """
select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname),
       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
from pg_constraint c join pg_class t on t.oid = c.conrelid
where c.contype = 'u' and t.relnamespace = 'public'::regnamespace and t.relname !~ '^(procrastinate|django|auth)_'
  and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid)
"""
# PostgreSQL writes a condition that lists values otherwise each time it reads it anew: those indexes stay.
_INDEXES = """
select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
from pg_index i join pg_class t on t.oid = i.indrelid
where t.relnamespace = 'public'::regnamespace and t.relname !~ '^(procrastinate|django|auth)_' and not i.indisprimary
  and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  and coalesce(pg_get_expr(i.indpred, i.indrelid), '') not like '%ARRAY[%'
"""


@contextmanager
def _indexes_last(session: Session) -> Iterator[None]:
    """Take away what can be built in one go afterwards; primary keys stay, the generator reads by them."""
    found = session.execute(_CONSTRAINTS).fetchall() + session.execute(_INDEXES).fetchall()
    for drop, _ in found:
        session.execute(drop)
    yield
    for _, make in found:
        session.execute(make)


_SEQUENCES = """
select c.table_name, pg_get_serial_sequence(quote_ident(c.table_name), 'id') from information_schema.columns c
where c.table_schema = 'public' and c.column_name = 'id' and c.is_identity = 'YES'
"""


def _set_sequences(session: Session) -> None:
    """Let new rows come after the reckoned ids. The walls hide rows from the owner, so ids are asked of the index."""
    for _table, sequence in session.execute(_SEQUENCES).fetchall():
        session.execute("select setval(%s, greatest(nextval(%s), %s))", [sequence, sequence, FIRST_FREE_ID])


EVIDENCE_FILES = 500_000_000
"""The files of evidence have the ids of their tasks above this."""
FIRST_FREE_ID = 1_000_000_000
"""Above every reckoned id of every scale; what a measured act writes is told apart at a glance."""


def main(words: Sequence[str] | None = None) -> None:
    """Make scales in a throw-away cluster and print how long that took and how big they are."""
    from bench.stage import stages

    reader = argparse.ArgumentParser(prog="bench scales", description=__doc__)
    reader.add_argument("names", nargs="*", default=["office", "city"], choices=SCALES)
    names = reader.parse_args(words).names
    with stages({name: SCALES[name] for name in names}, on=date(2026, 11, 22)) as made:
        told = {stage.name: {"seconds": stage.fill_seconds, "mb": stage.megabytes} for stage in made}
    print(json.dumps(told, indent=2))
