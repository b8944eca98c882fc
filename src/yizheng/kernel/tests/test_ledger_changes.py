"""Planted changes: whatever is changed behind the house's back is found and named (F155)."""

from __future__ import annotations

import pytest

from yizheng.kernel.ledger_rows import COLUMNS
from yizheng.kernel.verification import Fault
from yizheng.kernel.verification_phrases import sentence, verdict

ONE_BYTE = {
    "id": "id + 1000000",
    "committee_id": "%(haishan)s",
    "created_at": "created_at + interval '1 microsecond'",
    "at": "at - interval '1 microsecond'",
    "act_id": "overlay(act_id::text placing case right(act_id::text, 1) when '0' then '1' else '0' end from 36)::uuid",
    "object_id": "object_id + 1",
    "actor_id": "%(other_clerk)s",
    "entered_by_id": "null",
    "fields": "jsonb_set(fields, '{months,1}', '5')",
    "xact": "xact - 1",
} | {
    text: f"overlay({text} placing 'x' from length({text}))"
    for text in ("act", "kind", "from_state", "to_state", "actor_name", "hat", "hat_label", "source", "reason")
}
CHANGE_REASON = "update kernel_ledgerentry set reason = '没有核对' where id = %(id)s"


@pytest.fixture
def target(sealed):
    """The third row, the first of the second seal: the one that forgers like."""
    return sealed.ids[2]


def columns_of(house, table):
    found = house.session.execute("select column_name from information_schema.columns where table_name = %s", [table])
    return {name for (name,) in found}


def test_an_untouched_ledger_has_no_faults(sealed):
    report = sealed.examine()

    assert report.findings == []
    assert (report.sealed, report.unsealed, report.seals) == (6, 0, 3)
    assert verdict(report).startswith("政协linjiang委员会：已封存6条，封存3次，待封存0条，锚点 ")
    assert verdict(report).endswith("；与封存时一致。")


def test_every_column_of_the_ledger_is_covered(sealed):
    assert columns_of(sealed, "kernel_ledgerentry") == set(COLUMNS) == set(ONE_BYTE)


@pytest.mark.parametrize("column", sorted(ONE_BYTE))
def test_one_changed_byte_in_any_column_is_found_and_named(sealed, target, column):
    sealed.plant(
        f"update kernel_ledgerentry set {column} = {ONE_BYTE[column]} where id = %(id)s",
        id=target,
        haishan=sealed.haishan,
        other_clerk=sealed.other_clerk,
    )

    expected = {
        "id": [("extra", 2, target + 1000000), ("missing", 2, target)],
        "committee_id": [("moved", 2, target)],
    }
    assert sealed.faults() == expected.get(column, [("changed", 2, target)])


def test_the_sentence_names_entry_act_object_and_time(sealed, target):
    sealed.plant(CHANGE_REASON, id=target)

    report = sealed.examine()

    assert [sentence(finding) for finding in report.findings] == [
        f"第2次封存中的台账记录{target}（confirm_task，other_kind 7，2026年3月12日 10:30）被改动过。"
    ]
    assert verdict(report).endswith("；有1处不符。")


def test_an_empty_text_is_not_taken_for_nothing(sealed, target):
    sealed.plant("update kernel_ledgerentry set from_state = '' where id = %(id)s", id=target)

    assert sealed.faults() == [("changed", 2, target)]


@pytest.mark.parametrize("planted", ["infinity", "0044-03-15 00:00:00+00 BC", "10000-01-01 00:00:00+00"])
def test_an_impossible_date_is_named_and_does_not_stop_the_verifier(sealed, target, planted):
    sealed.plant("update kernel_ledgerentry set at = %(at)s::timestamptz where id = %(id)s", id=target, at=planted)

    assert sealed.faults() == [("changed", 2, target)]
    assert sentence(sealed.examine().findings[0]) == (
        f"第2次封存中的台账记录{target}（confirm_task，other_kind 7，{planted}）被改动过。"
    )


def test_numbers_in_the_fields_are_compared_to_the_last_digit(sealed, target):
    sealed.plant(
        "update kernel_ledgerentry set fields = '{\"rate\": 0.10000000000000001}' where id = %(id)s", id=target
    )
    sealed.forge_seals(2, 3)
    assert sealed.faults() == []

    sealed.plant("update kernel_ledgerentry set fields = '{\"rate\": 0.1}' where id = %(id)s", id=target)

    assert sealed.faults() == [("changed", 2, target)]


def test_a_deleted_entry_is_named(sealed, target):
    sealed.plant("delete from kernel_ledgerentry where id = %(id)s", id=target)

    assert sealed.faults() == [("missing", 2, target)]
    assert sentence(sealed.examine().findings[0]) == f"第2次封存中的台账记录{target}不见了。"


def test_an_entry_slipped_into_a_sealed_stretch_is_named(sealed, target):
    copied = ", ".join(column for column in COLUMNS if column != "id")
    sealed.plant(
        f"insert into kernel_ledgerentry (id, {copied}) "
        f"select 990099, {copied} from kernel_ledgerentry where id = %(id)s",
        id=target,
    )

    assert sealed.faults() == [("extra", 2, 990099)]


def test_two_entries_that_changed_places_are_both_named(sealed):
    first, second = sealed.ids[2:4]
    sealed.plant("update kernel_ledgerentry set id = -id where id in (%(a)s, %(b)s)", a=first, b=second)
    sealed.plant("update kernel_ledgerentry set id = %(b)s where id = -%(a)s", a=first, b=second)
    sealed.plant("update kernel_ledgerentry set id = %(a)s where id = -%(b)s", a=first, b=second)

    assert sealed.faults() == [("changed", 2, first), ("changed", 2, second)]


def test_an_entry_moved_into_another_sealed_stretch_is_named_there_and_here(sealed, target):
    sealed.plant("update kernel_ledgerentry set xact = 1 where id = %(id)s", id=target)

    assert sealed.faults() == [("extra", 1, target), ("changed", 2, target)]


SEAL_CHANGES = {
    "leaves": ("set_byte(leaves, 20, get_byte(leaves, 20) # 1)", "seal_changed"),
    "leaves cut": ("substring(leaves from 1 for 40)", "seal_changed"),
    "hash": ("overlay(hash placing case left(hash, 1) when '0' then '1' else '0' end from 1)", "seal_changed"),
    "previous_hash": ("repeat('a', 64)", "chain_broken"),
    "count": ("count + 1", "seal_changed"),
    "from_xact": ("from_xact - 1", "chain_broken"),
    "to_xact": ("to_xact + 1", "seal_changed"),
    "sealed_at": ("sealed_at + interval '1 microsecond'", "seal_changed"),
    "created_at": ("created_at + interval '1 microsecond'", "seal_changed"),
    "committee_id": ("%(haishan)s", "seal_missing"),
    "ordinal": ("9", "seal_missing"),
}


def test_every_column_of_the_seal_but_its_number_is_covered(sealed):
    assert columns_of(sealed, "kernel_ledgerseal") - {"id"} == {name.split()[0] for name in SEAL_CHANGES}


@pytest.mark.parametrize("column", sorted(SEAL_CHANGES))
def test_a_changed_seal_is_found(sealed, column):
    expression, fault = SEAL_CHANGES[column]
    sealed.plant(
        f"update kernel_ledgerseal set {column.split()[0]} = {expression} "
        "where ordinal = 2 and committee_id = %(linjiang)s",
        linjiang=sealed.linjiang,
        haishan=sealed.haishan,
    )

    assert (fault, 2) in [(found, seal) for found, seal, _ in sealed.faults()]


def test_a_removed_seal_is_named(sealed):
    sealed.plant("delete from kernel_ledgerseal where ordinal = 2")

    assert sealed.faults() == [("seal_missing", 2, None)]


def test_a_seal_made_to_fit_a_changed_entry_breaks_the_chain(sealed, target):
    sealed.plant(CHANGE_REASON, id=target)
    sealed.forge_seals(2)

    assert sealed.faults() == [("chain_broken", 3, None)]


def test_a_forgery_of_the_whole_chain_is_caught_by_an_earlier_anchor(sealed, target):
    anchor = sealed.examine().anchor
    sealed.plant(CHANGE_REASON, id=target)
    sealed.forge_seals(2, 3)

    assert sealed.faults() == []
    assert sealed.faults(anchor[:32]) == [(Fault.ANCHOR_UNKNOWN, None, None)]


def test_a_ledger_cut_short_is_caught_by_an_earlier_anchor(sealed):
    anchor = sealed.examine().anchor
    sealed.plant("delete from kernel_ledgerentry where id = any(%(ids)s)", ids=sealed.ids[4:])
    sealed.plant("delete from kernel_ledgerseal where ordinal = 3")

    assert sealed.faults() == []
    assert sealed.faults(anchor) == [(Fault.ANCHOR_UNKNOWN, None, None)]


def test_an_older_anchor_still_fits_a_ledger_that_went_on(sealed):
    older = sealed.chain()[0].hash

    assert sealed.faults(older) == []
    assert sealed.examine().anchor != older
