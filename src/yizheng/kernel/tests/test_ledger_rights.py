"""The serving role writes ledger rows and reads them; it changes nothing and seals nothing."""

from __future__ import annotations

import psycopg
import pytest

from yizheng.kernel import scoping
from yizheng.launch import roles

FORBIDDEN = {
    "change an entry": "update kernel_ledgerentry set reason = '改过'",
    "delete an entry": "delete from kernel_ledgerentry",
    "empty the ledger": "truncate kernel_ledgerentry",
    "write a seal": "insert into kernel_ledgerseal select * from kernel_ledgerseal",
    "change a seal": "update kernel_ledgerseal set hash = repeat('0', 64)",
    "delete a seal": "delete from kernel_ledgerseal",
    "empty the seals": "truncate kernel_ledgerseal",
    "change a dispatch": "update kernel_dispatch set label = '改过'",
    "delete a dispatch": "delete from kernel_dispatch",
    "put the triggers to sleep": "alter table kernel_ledgerentry disable trigger all",
    "sleep by replication role": "set session_replication_role = replica",
    "lift the wall": "alter table kernel_ledgerentry disable row level security",
    "drop the wall": "drop policy wall on kernel_ledgerentry",
    "count transactions anew": "create or replace function kernel_xact_base() returns bigint "
    "language sql stable as 'select 0::bigint'",
    "stamp by its own": "create or replace function kernel_stamp_xact() returns trigger "
    "language plpgsql as 'begin return new; end'",
    "become the owner": "set role yizheng_owner",
}


@pytest.fixture
def serving(shared_house):
    """A session of the serving role in the first committee."""
    with psycopg.connect(shared_house.app_url) as session:
        scoping.enter(session, shared_house.linjiang)
        yield session
        session.rollback()


def snapshot(house):
    """Return every row of both tables."""
    return [
        house.session.execute(f"select * from {table} order by id").fetchall()
        for table in ("kernel_ledgerentry", "kernel_ledgerseal")
    ]


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_the_serving_role_is_refused(shared_house, serving, what):
    before = snapshot(shared_house)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        serving.execute(FORBIDDEN[what])
    serving.commit()

    assert snapshot(shared_house) == before


def test_the_serving_role_cannot_grant_itself_more(serving):
    # PostgreSQL answers with a warning and grants nothing.
    serving.execute("grant truncate on kernel_ledgerentry to yizheng_app")

    granted = serving.execute("select has_table_privilege('kernel_ledgerentry', 'TRUNCATE')")
    assert granted.fetchone() == (False,)


@pytest.mark.parametrize(
    "statement",
    [
        "update kernel_ledgerentry set reason = '改过'",
        "delete from kernel_ledgerentry",
        "truncate kernel_ledgerentry",
        "update kernel_ledgerseal set count = 0",
        "delete from kernel_ledgerseal",
        "truncate kernel_ledgerseal",
    ],
)
def test_even_the_owner_is_refused_while_the_triggers_are_awake(shared_house, statement):
    before = snapshot(shared_house)

    with shared_house.session.transaction(force_rollback=True):
        shared_house.session.execute(f"set local role {roles.OWNER}")
        scoping.enter(shared_house.session, shared_house.linjiang)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), shared_house.session.transaction():
            shared_house.session.execute(statement)

    assert snapshot(shared_house) == before
