"""A database of the first release is brought to today's tables: every row stays, and its ledger still verifies."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from yizheng.kernel.ledger_rows import Session
from yizheng.kernel.sealing import seal_committee
from yizheng.kernel.tests.any_row import AnyRow
from yizheng.kernel.tests.factories import AT
from yizheng.kernel.tests.quiet import wait_for_other_databases
from yizheng.kernel.verification import Fault, verify
from yizheng.launch import roles
from yizheng.launch.databases import SUPERUSER, Databases

FIRST_RELEASE = {
    "accounts": "0003_walls",
    "attachment": "0002_walls",
    "deadline": "0002_walls",
    "intake": "0003_corrected_by",
    "kernel": "0003_xact_base",
    "notify": "0003_unread_index",
    "org": "0002_walls",
    "plan": "0004_item_group",
    "todo": "0003_todo_url",
}
"""The last migration of each room in the first release. Never change it: such databases are out there."""

THIRD_PARTY = ("contenttypes", "auth", "sessions", "account", "procrastinate")
LEDGER_COLUMNS = (
    "id", "committee_id", "created_at", "at", "act", "act_id", "kind", "object_id", "from_state", "to_state",
    "actor_id", "actor_name", "hat", "hat_label", "entered_by_id", "source", "fields", "reason", "xact",
)  # fmt: skip
"""The ledger's columns in the first release."""

_ENTRY = """
insert into kernel_ledgerentry (committee_id, at, act, act_id, kind, object_id, from_state, to_state, actor_name, hat,
  hat_label, source, fields, reason, created_at)
values (%s, %s, 'confirm_task', gen_random_uuid(), 'plan_task', 7, 'done', 'confirmed', '周晓兰', 'office_clerk',
  '办公室', 'web', '{"content": "走访老委员", "months": [3, 4]}', '已核对会议记录', now())
"""
_SEAL = """
insert into kernel_ledgerseal (committee_id, created_at, sealed_at, ordinal, from_xact, to_xact, count, leaves,
  previous_hash, hash) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@pytest.fixture
def old(databases: Databases, django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """An empty database with the tables of the first release; Django works on it as the owner."""
    name = f"first_release_{os.getpid()}"
    before = dict(connections["default"].settings_dict)
    databases.create(name)
    with django_db_blocker.unblock():
        connections.close_all()
        connections["default"].settings_dict.update(NAME=name, USER=roles.OWNER)
        try:
            for app in THIRD_PARTY:
                call_command("migrate", app, verbosity=0, interactive=False)
            for app, last in FIRST_RELEASE.items():
                call_command("migrate", app, last, verbosity=0, interactive=False)
            yield name
        finally:
            connections.close_all()
            connections["default"].settings_dict.update(before)
            databases.drop(name)


@pytest.fixture
def superuser(databases: Databases, old: str) -> Iterator[Session]:
    with psycopg.connect(databases.url(SUPERUSER, old), autocommit=True) as session:
        yield session


def seal_as_then(session: Session, committee: int, ordinal: int, since: int, previous: str) -> tuple[int, str]:
    """Seal what is there as the first release did, written out again; returns where the next begins, and the hash."""
    texts = ", ".join(f"{column}::text" for column in LEDGER_COLUMNS)
    with session.transaction():
        session.execute("set local timezone = 'UTC'")
        upto = session.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint").fetchone()[0]
        rows = session.execute(
            f"select {texts} from kernel_ledgerentry where committee_id = %s and xact >= %s and xact < %s "
            "order by kernel_ledgerentry.xact, kernel_ledgerentry.id",
            [committee, since, upto],
        ).fetchall()
        leaves = b"".join(_leaf(dict(zip(LEDGER_COLUMNS, row, strict=True))) for row in rows)
        header = f"yizheng-ledger-1|{committee}|{ordinal}|{since}|{upto}|{len(rows)}|2026-03-12 02:30:15.25+00"
        hash_ = hashlib.sha256(f"{previous}\n{header}\n".encode() + leaves).hexdigest()
        session.execute(_SEAL, [committee, AT, AT, ordinal, since, upto, len(rows), leaves, previous, hash_])
    return upto, hash_


def _leaf(row: dict[str, str | None]) -> bytes:
    told = {name: text for name, text in row.items() if text is not None}
    body = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return int(told["id"]).to_bytes(8, "big", signed=True) + hashlib.sha256(body).digest()


def filled(session: Session) -> tuple[list[int], dict[str, int]]:
    """Make two committees with a row in every walled table; returns their ids and the counts of all tables."""
    rows = AnyRow(session)
    committees = [rows.make("kernel_committee", 0, slug=slug) for slug in ("linjiang", "haishan")]
    walled = session.execute(
        "select relname from pg_class where relrowsecurity and relname not like 'kernel_ledger%'"
    ).fetchall()
    for committee in committees:
        for (table,) in sorted(walled):
            rows.make(table, committee)
        for _ in range(3):
            session.execute(_ENTRY, [committee, AT])
    return committees, counted(session)


def forge(session: Session, committee: int) -> None:
    """Change the newest entry of a committee behind the house's back, before the upgrade."""
    with session.transaction():
        session.execute("set local session_replication_role = replica")
        session.execute(
            "update kernel_ledgerentry set actor_name = '别人' where id = "
            "(select max(id) from kernel_ledgerentry where committee_id = %s)",
            [committee],
        )


def counted(session: Session) -> dict[str, int]:
    tables = session.execute("select tablename from pg_tables where schemaname = 'public' order by 1").fetchall()
    return {name: session.execute(f"select count(*) from {name}").fetchone()[0] for (name,) in tables}


def test_a_database_of_the_first_release_migrates_and_its_ledger_still_tells_true_from_changed(
    databases: Databases, old: str, superuser: Session
) -> None:
    committees, before = filled(superuser)
    wait_for_other_databases(superuser)
    for committee in committees:
        since, hash_ = seal_as_then(superuser, committee, 1, 0, "0" * 64)
        superuser.execute(_ENTRY, [committee, AT])
        wait_for_other_databases(superuser)
        seal_as_then(superuser, committee, 2, since, hash_)
    forge(superuser, committees[1])

    call_command("migrate", verbosity=0, interactive=False)

    after = counted(superuser)
    grown = {"kernel_ledgerentry", "kernel_ledgerseal", "django_migrations", "django_content_type", "auth_permission"}
    assert {name: after[name] for name in before if name not in grown} == {
        name: count for name, count in before.items() if name not in grown
    }
    with psycopg.connect(databases.url(roles.OWNER, old), autocommit=True) as owner:
        true, forged = verify(owner)
        assert (true.sealed, true.seals, true.findings) == (4, 2, [])
        assert [(finding.fault, finding.seal) for finding in forged.findings] == [(Fault.CHANGED, 2)]
        superuser.execute(_ENTRY, [committees[0], AT])
        wait_for_other_databases(superuser)
        seal = seal_committee(owner, committees[0], at=AT)
        assert seal is not None
        assert (seal.header.ordinal, seal.header.count) == (3, 1)
        assert [report.whole for report in verify(owner)] == [True, False]
