"""Sealing: which rows a seal holds, whatever the order in which transactions began and ended."""

from __future__ import annotations

import psycopg
from django.db import transaction

from yizheng.kernel import scoping, sealing
from yizheng.kernel.canonical import FIRST_PREVIOUS, split_leaves
from yizheng.kernel.ledger_rows import open_committee, seals
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.tests.conftest import LedgerHouse
from yizheng.kernel.tests.factories import AT, make_entry
from yizheng.kernel.tests.threads import run_at_once


def sealed_ids(house: LedgerHouse) -> list[list[int]]:
    """Return the ids in each seal of the first committee."""
    with house.owner.transaction():
        open_committee(house.owner, house.linjiang.pk)
        return [[id_ for id_, _ in split_leaves(seal.leaves)] for seal in seals(house.owner, house.linjiang.pk)]


def test_a_seal_holds_every_row_since_the_last_one_and_continues_its_chain(ledger_house):
    first_ids = ledger_house.write(2)
    first = ledger_house.seal()
    second_ids = ledger_house.write(1) + ledger_house.write(1)
    second = ledger_house.seal()

    assert first is not None
    assert second is not None
    assert sealed_ids(ledger_house) == [first_ids, second_ids]
    assert (first.header.ordinal, first.header.count, first.header.from_xact) == (1, 2, 0)
    assert (second.header.ordinal, second.header.count, second.header.from_xact) == (2, 2, first.header.to_xact)
    assert (first.previous_hash, second.previous_hash) == (FIRST_PREVIOUS, first.hash)
    report = ledger_house.verify()
    assert (report.sealed, report.unsealed, report.seals, report.anchor) == (4, 0, 2, second.hash)
    assert report.findings == []


def test_nothing_to_seal_makes_no_seal(ledger_house):
    assert ledger_house.seal() is None
    ledger_house.write()
    ledger_house.seal()

    assert ledger_house.seal() is None
    assert len(sealed_ids(ledger_house)) == 1


def test_each_committee_has_a_chain_of_its_own(ledger_house):
    ids = ledger_house.write(1)
    ledger_house.write(3, ledger_house.haishan)

    ledger_house.settle()
    made = sealing.seal_all(ledger_house.owner, at=AT)

    assert {slug: seal.header.count for slug, seal in made.items()} == {"linjiang": 1, "haishan": 3}
    assert {seal.previous_hash for seal in made.values()} == {FIRST_PREVIOUS}
    assert sealed_ids(ledger_house) == [ids]


def test_a_late_transaction_is_sealed_later_and_leaves_the_earlier_seal_valid(ledger_house):
    early = ledger_house.write()
    with psycopg.connect(ledger_house.app_url) as late:
        scoping.enter(late, ledger_house.linjiang.pk)
        late_id = insert_row(late, ledger_house)
        after = ledger_house.write()
        ledger_house.seal()
        assert sealed_ids(ledger_house) == [early]

        late.commit()
    assert ledger_house.faults() == []
    ledger_house.seal()

    assert sealed_ids(ledger_house) == [early, [late_id, *after]]
    assert ledger_house.faults() == []


def test_a_long_transaction_of_another_committee_only_delays_the_seal(ledger_house):
    with psycopg.connect(ledger_house.app_url) as late:
        scoping.enter(late, ledger_house.haishan.pk)
        insert_row(late, ledger_house, ledger_house.haishan.pk)
        ids = ledger_house.write(2)
        assert ledger_house.seal() is None
        late.commit()

    ledger_house.seal()

    assert sealed_ids(ledger_house) == [ids]


def test_a_rolled_back_transaction_leaves_numbers_out_and_nothing_wrong(ledger_house):
    before = ledger_house.write()
    with scoping.scope(ledger_house.linjiang):
        make_entry()
        transaction.set_rollback(True)
    after = ledger_house.write()

    ledger_house.seal()

    assert sealed_ids(ledger_house) == [before + after]
    assert after[0] - before[0] == 2
    assert ledger_house.faults() == []


def test_rows_are_sealed_in_order_of_transactions_not_of_ids(ledger_house):
    with psycopg.connect(ledger_house.app_url) as first, psycopg.connect(ledger_house.app_url) as second:
        for session in (first, second):
            scoping.enter(session, ledger_house.linjiang.pk)
            session.execute("select pg_current_xact_id()")
        id_of_second = insert_row(second, ledger_house)
        id_of_first = insert_row(first, ledger_house)
        second.commit()
        first.commit()

    ledger_house.seal()

    assert id_of_second < id_of_first
    assert sealed_ids(ledger_house) == [[id_of_first, id_of_second]]
    assert ledger_house.faults() == []


def test_writers_at_work_while_sealing_lose_no_row_and_double_none(ledger_house):
    written = run_at_once(
        [lambda: [ledger_house.write(2) for _ in range(10)] for _ in range(4)]
        + [lambda: [seal_by_a_session(ledger_house) for _ in range(15)]]
    )
    assert not [result for result in written if isinstance(result, Exception)]

    ledger_house.seal()

    ids = [id_ for stretch in sealed_ids(ledger_house) for id_ in stretch]
    with scoping.scope(ledger_house.linjiang):
        assert sorted(ids) == list(LedgerEntry.objects.order_by("id").values_list("id", flat=True))
    assert len(ids) == 80
    assert ledger_house.faults() == []


def test_two_sealers_at_once_do_not_fork_the_chain(ledger_house):
    ids = ledger_house.write(3)

    ledger_house.settle()
    made = run_at_once([lambda: seal_by_a_session(ledger_house)] * 4)

    assert sorted(made) == [0, 0, 0, 3]
    assert sealed_ids(ledger_house) == [ids]
    assert ledger_house.faults() == []


def test_after_a_restore_new_rows_sort_after_the_sealed_ones(ledger_house):
    ledger_house.write()
    ledger_house.seal()
    # Another server counts anew: the sealed rows come from far ahead of its transactions.
    ledger_house.forge("update kernel_ledgerseal set to_xact = to_xact + 1000000")
    new_ids = ledger_house.write()
    assert ledger_house.seal() is None

    base = sealing.start_after_restore(ledger_house.owner)
    later_ids = ledger_house.write()
    seal = ledger_house.seal()

    assert base > 1000000
    assert seal is not None
    assert sealed_ids(ledger_house)[1:] == [later_ids]
    with scoping.scope(ledger_house.linjiang):
        assert LedgerEntry.objects.get(pk=later_ids[0]).xact > base > LedgerEntry.objects.get(pk=new_ids[0]).xact


def test_a_writer_cannot_choose_the_transaction_number(ledger_house):
    with scoping.scope(ledger_house.linjiang):
        entry = make_entry(xact=1)
        entry.refresh_from_db()

    assert entry.xact > 1


def seal_by_a_session(house: LedgerHouse) -> int:
    """Seal through a session of this thread; returns how many rows were sealed."""
    with psycopg.connect(house.owner.info.dsn, autocommit=True) as session:
        seal = sealing.seal_committee(session, house.linjiang.pk, at=AT)
        return 0 if seal is None else seal.header.count


def insert_row(session: psycopg.Connection, house: LedgerHouse, committee_id: int | None = None) -> int:
    """Write a ledger row by an open session of the serving role, which decides when to commit."""
    row = session.execute(
        "insert into kernel_ledgerentry (committee_id, at, act, act_id, kind, object_id, from_state, to_state, "
        "actor_name, hat, hat_label, source, fields, reason) values (%s, %s, 'report_task', gen_random_uuid(), "
        "'plan_task', 7, '', 'done', '周晓兰', 'office_clerk', '办公室', 'web', '{}', '') returning id",
        [committee_id or house.linjiang.pk, AT],
    ).fetchone()
    assert row is not None
    return int(row[0])
