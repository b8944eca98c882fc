"""The offline verifier reads the format by itself and comes to what the house comes to (F155)."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizheng.kernel import offline_verifier as offline
from yizheng.kernel.canonical import SealHeader, digest, join_leaves, leaf, row_bytes, seal_hash, split_leaves
from yizheng.kernel.ledger_export import lines, numbered_lines
from yizheng.kernel.ledger_rows import COLUMNS
from yizheng.launch import roles

VERIFIER = Path(offline.__file__)
# PostgreSQL's UTF-8 text holds neither surrogates nor NUL.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
rows = st.fixed_dictionaries(
    {"id": st.integers(-(2**63), 2**63 - 1).map(str), "xact": st.integers(0, 2**62).map(str)},
    optional={column: st.none() | texts for column in COLUMNS if column not in ("id", "xact")},
)
small = st.integers(0, 2**62)


def as_exported(row):
    """Return the row as it comes out of an export file."""
    return json.loads(json.dumps({name: text for name, text in row.items() if text is not None}))


@given(rows)
def test_both_give_every_row_the_same_digest(row):
    assert offline.digest(as_exported(row)) == digest(row)


@given(rows, st.sampled_from(COLUMNS), texts)
def test_a_row_that_differs_has_other_bytes(row, column, text):
    changed = {**row, column: text}

    assert (row_bytes(changed) == row_bytes(row)) == (changed.get(column) == row.get(column))


@given(st.lists(rows, max_size=4), st.tuples(small, small, small, small), texts)
def test_both_give_every_seal_the_same_hash(some, numbers, sealed_at):
    leaves, previous = join_leaves(some), "ab" * 32
    committee, ordinal, from_xact, to_xact = numbers
    header = SealHeader(committee, ordinal, from_xact, to_xact, len(some), sealed_at)
    exported = {
        "ordinal": ordinal, "from_xact": from_xact, "to_xact": to_xact, "count": len(some),
        "sealed_at": sealed_at, "leaves": leaves.hex(), "previous_hash": previous,
    }  # fmt: skip

    assert offline.seal_hash(committee, exported) == seal_hash(previous, header, leaves)


@given(rows)
def test_a_leaf_gives_back_its_id_and_digest(row):
    assert list(split_leaves(leaf(row))) == [(int(row["id"]), digest(row))]


@pytest.fixture
def export(sealed, tmp_path):
    """Write an export of the first committee as it now stands, and return its path."""

    def write():
        path = tmp_path / "ledger.jsonl"
        path.write_text("".join(lines_inside(sealed)), encoding="utf-8")
        return path

    return write


def lines_inside(house):
    """Export inside the running transaction, whose planted changes nobody else sees."""
    house.session.execute(f"set local role {roles.OWNER}")
    exported = list(numbered_lines(house.session, "linjiang"))
    house.session.execute("reset role")
    return exported


def check(path, *arguments):
    """Run the one file by itself, isolated from the environment and from this project."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", VERIFIER, path, *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_the_verifier_imports_only_the_standard_library():
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }

    assert imported <= sys.stdlib_module_names


def test_a_whole_export_is_confirmed_with_its_anchor(sealed, export):
    anchor = sealed.examine().anchor

    status, said, complained = check(export(), "--anchor", anchor[:32])

    assert (status, complained) == (0, "")
    assert said == f"政协linjiang委员会：记录6条，封存3次，锚点 {offline.short_anchor(anchor)}；与封存时一致。\n"


PLANTED = {
    "changed": "update kernel_ledgerentry set reason = '改过' where id = %(id)s",
    "missing": "delete from kernel_ledgerentry where id = %(id)s",
    "moved": "update kernel_ledgerentry set committee_id = %(haishan)s where id = %(id)s",
    "renumbered": "update kernel_ledgerentry set id = 990099 where id = %(id)s",
    "later": "update kernel_ledgerentry set xact = xact + 1000 where id = %(id)s",
    "seal changed": "update kernel_ledgerseal set count = 9 where ordinal = 2",
    "seal removed": "delete from kernel_ledgerseal where ordinal = 2",
    "chain broken": "update kernel_ledgerseal set previous_hash = repeat('0', 64) where ordinal = 2",
}


@pytest.mark.parametrize("planted", sorted(PLANTED))
def test_both_verifiers_find_the_same(sealed, export, planted):
    sealed.plant(PLANTED[planted], id=sealed.ids[2], haishan=sealed.haishan)

    with export().open(encoding="utf-8") as told:
        (ledger,) = offline.read_export(told)
    found = [(finding.fault, finding.seal, finding.entry_id) for finding in offline.check_ledger(ledger)]

    # Whoever has one committee's file cannot know that an entry lives on elsewhere.
    expected = [("missing" if fault == "moved" else fault, *rest) for fault, *rest in sealed.faults()]
    assert sorted(found) == sorted(expected)
    assert found != []


def test_the_offline_verifier_names_the_changed_entry(sealed, export):
    sealed.plant(PLANTED["changed"], id=sealed.ids[2])

    status, said, _ = check(export())

    assert status == 1
    assert said.splitlines()[0] == (
        f"政协linjiang委员会：第2次封存中的台账记录{sealed.ids[2]}"
        "（confirm_task，other_kind 7，2026-03-12 02:30:15.25+00）被改动过。"
    )


def test_a_rewritten_chain_does_not_know_an_earlier_anchor(sealed, export):
    anchor = sealed.examine().anchor
    sealed.plant(PLANTED["changed"], id=sealed.ids[2])
    sealed.forge_seals(2, 3)

    assert check(export())[0] == 0
    status, said, _ = check(export(), "--anchor", anchor)

    assert status == 1
    assert said.splitlines()[-1] == f"锚点 {anchor} 不在任何一次封存中：台账在该锚点之后被整体重写或截断过。"


DAMAGED = {
    "cut in the middle": lambda told: told[: len(told) // 2],
    "last line lost": lambda told: "".join(told.splitlines(keepends=True)[:-1]),
    "a line lost": lambda told: "".join(told.splitlines(keepends=True)[:5] + told.splitlines(keepends=True)[6:]),
    "a line doubled": lambda told: told.replace('{"entry":', '{"entry":{},"entry":', 1),
    "other format": lambda told: told.replace("yizheng-ledger-1", "yizheng-ledger-9", 1),
    "a name twice": lambda told: told.replace('"act":', '"act":"x","act":', 1),
    "something after the end": lambda told: told + "{}\n",
    "empty": lambda told: "",
    "no JSON": lambda told: "台账\n",
}


@pytest.mark.parametrize("damage", sorted(DAMAGED))
def test_a_damaged_file_is_refused_and_never_called_whole(export, damage):
    path = export()
    path.write_text(DAMAGED[damage](path.read_text(encoding="utf-8")), encoding="utf-8")

    status, said, complained = check(path)

    assert (status, said) == (2, "")
    assert complained.startswith("无法读取导出文件：")
    assert complained.count("\n") == 1


def test_a_missing_file_is_refused_in_one_line(tmp_path):
    status, _, complained = check(tmp_path / "absent.jsonl")

    assert status == 2
    assert complained.count("\n") == 1


def test_the_export_holds_each_committee_with_its_own_rows(ledger_house):
    ledger_house.write(2)
    ledger_house.seal()
    ledger_house.write(1, ledger_house.haishan)

    told = [json.loads(line) for line in lines(ledger_house.owner)]

    assert [next(iter(each)) for each in told] == [
        "format", "committee", "seal", "entry", "entry", "committee", "entry", "end",
    ]  # fmt: skip
    assert told[-1] == {"end": {"lines": 7}}
