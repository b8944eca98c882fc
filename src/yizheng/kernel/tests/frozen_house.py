"""A sealed ledger that many tests share: each plants its change in a transaction that is rolled back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import psycopg

from yizheng.kernel import scoping
from yizheng.kernel.canonical import join_leaves, seal_hash
from yizheng.kernel.ledger_rows import Seal, Session, entries, open_committee, seals
from yizheng.kernel.sealing import seal_committee
from yizheng.kernel.tests.factories import AT
from yizheng.kernel.tests.quiet import wait_for_other_databases
from yizheng.kernel.verification import Report, examine
from yizheng.launch import roles
from yizheng.launch.databases import SUPERUSER, Databases

_names = count(1)
_INSERT = """
insert into kernel_ledgerentry
  (committee_id, at, act, act_id, kind, object_id, from_state, to_state, actor_id, entered_by_id,
   actor_name, hat, hat_label, source, fields, reason)
values (%s, %s, 'confirm_task', gen_random_uuid(), 'other_kind', 7, 'done', 'confirmed', %s, %s,
        '周晓兰', 'office_clerk', '办公室', 'web', '{"done_on": "2026-03-11", "months": [3, 4]}', '已核对会议记录')
returning id
"""


@dataclass
class FrozenHouse:
    """Two committees; the first has three seals of two rows each (`ids`), the second one seal of one row."""

    session: Session
    app_url: str
    linjiang: int
    haishan: int
    clerk: int
    other_clerk: int
    ids: list[int]

    @contextmanager
    def planting(self) -> Iterator[None]:
        """Open a transaction of a superuser with every trigger and foreign key asleep; undo it at the end."""
        with self.session.transaction(force_rollback=True):
            self.session.execute("set local session_replication_role = replica")
            yield

    def plant(self, statement: str, **values: object) -> None:
        """Change exactly one row or more behind the house's back."""
        assert self.session.execute(statement, values).rowcount > 0

    def examine(self, anchor: str | None = None) -> Report:
        """Verify the first committee's ledger as the owner role sees it."""
        self.session.execute(f"set local role {roles.OWNER}")
        (report,) = examine(self.session, slug="linjiang", anchor=anchor)
        self.session.execute("reset role")
        return report

    def faults(self, anchor: str | None = None) -> list[tuple[str, int | None, int | None]]:
        """Return what the verifier finds: fault, seal, entry."""
        return [(f.fault.value, f.seal, f.entry_id) for f in self.examine(anchor).findings]

    def chain(self) -> list[Seal]:
        """Return the first committee's seals."""
        open_committee(self.session, self.linjiang)
        self.session.execute(f"set local role {roles.OWNER}")
        chain = seals(self.session, self.linjiang)
        self.session.execute("reset role")
        return chain

    def forge_seals(self, *ordinals: int) -> None:
        """Recompute these seals over the rows as they now stand, each on the one before it."""
        for ordinal in ordinals:
            previous, seal = self.chain()[ordinal - 2 : ordinal]
            self.session.execute(f"set local role {roles.OWNER}")
            rows = entries(self.session, from_xact=seal.header.from_xact, to_xact=seal.header.to_xact)
            leaves = join_leaves(rows)
            self.session.execute("reset role")
            self.plant(
                "update kernel_ledgerseal set leaves = %(leaves)s, previous_hash = %(previous)s, hash = %(hash)s "
                "where ordinal = %(ordinal)s and committee_id = %(committee)s",
                leaves=leaves, previous=previous.hash, hash=seal_hash(previous.hash, seal.header, leaves),
                ordinal=ordinal, committee=self.linjiang,
            )  # fmt: skip


@contextmanager
def frozen_house(databases: Databases) -> Iterator[FrozenHouse]:
    """Make the database of a frozen house, and drop it at the end."""
    name = f"frozen_house_{os.getpid()}_{next(_names)}"
    databases.create(name, template="migrated_template")
    try:
        with psycopg.connect(databases.url(SUPERUSER, name), autocommit=True) as session:
            yield _furnish(session, databases.url(roles.SERVING, name))
    finally:
        databases.drop(name)


def _furnish(session: Session, app_url: str) -> FrozenHouse:
    committees = [_committee(session, slug) for slug in ("linjiang", "haishan")]
    clerks = [_user(session, name) for name in ("clerk", "other")]
    ids: list[int] = []
    with psycopg.connect(app_url) as writer:
        for _ in range(3):
            ids += _write(writer, committees[0], clerks[0], 2)
            _seal(session, committees[0])
        _write(writer, committees[1], clerks[0], 1)
        _seal(session, committees[1])
    return FrozenHouse(session, app_url, *committees, *clerks, ids)


def _seal(session: Session, committee: int) -> None:
    wait_for_other_databases(session)
    assert seal_committee(session, committee, at=AT) is not None


def _write(writer: Session, committee: int, clerk: int, rows: int) -> list[int]:
    """Write rows in one transaction of the serving role."""
    scoping.enter(writer, committee)
    ids = [_number(writer, _INSERT, committee, AT, clerk, clerk) for _ in range(rows)]
    writer.commit()
    return ids


def _committee(session: Session, slug: str) -> int:
    return _number(
        session,
        "insert into kernel_committee (full_name, short_name, slug, level, region, doc_prefix, is_demo) "
        "values ('政协' || %s || '委员会', %s, %s, 'county_district', '', '', false) returning id",
        slug, slug, slug,
    )  # fmt: skip


def _user(session: Session, name: str) -> int:
    return _number(
        session,
        "insert into accounts_user (password, username, name, email, is_active, is_demo, phone, phone_digest, "
        "must_change_password, past_passwords) values ('', %s, %s, '', true, false, '', '', false, '[]') returning id",
        name, name,
    )  # fmt: skip


def _number(session: Session, statement: str, *values: object) -> int:
    row = session.execute(statement, values).fetchone()
    assert row is not None
    return int(row[0])
