"""
议政台账离线校验：只用 Python 3.8 及以上的标准库，不需要数据库、网络和本项目的其他文件。

用法： python3 offline_verifier.py 导出文件.jsonl [--anchor 锚点]

It checks an export of `yizheng verify-ledger --export FILE` by its own reading of the format, so that an
office need not trust the program that wrote the file:

* a row is one JSON object of its columns' texts: names sorted, no spaces, UTF-8, null columns left out;
  its digest is the SHA-256 of that; its leaf is its id (8 bytes, big-endian, signed) and its digest;
* the hash of a seal is SHA-256 over: previous hash, newline, header, newline, all leaves in order of
  (xact, id); the header is format|committee id|ordinal|from_xact|to_xact|count|sealed_at;
* the first seal's previous hash is 64 zeros and its from_xact is 0; each next one continues both.

Exit status: 0 whole, 1 something is wrong (each thing on a line), 2 the file cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "yizheng-ledger-1"
LEAF_BYTES = 40


class UnreadableExport(Exception):
    """The file is no whole export; the message says why."""


class Finding(NamedTuple):
    """One thing that is wrong, and the sentence about it."""

    fault: str
    seal: int
    entry_id: int | None
    sentence: str


class CommitteeLedger:
    """One committee's seals and entries as they stand in the file."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.id: int = told["id"]
        self.name: str = told["full_name"]
        self.seals: list[dict[str, Any]] = []
        self.entries: dict[int, dict[str, str]] = {}


def read_export(lines: Iterable[str]) -> list[CommitteeLedger]:
    """Return the committees of an export. Raises: UnreadableExport."""
    ledgers: list[CommitteeLedger] = []
    count, ended = 0, False
    for line in lines:
        if ended:
            raise UnreadableExport("结束行之后还有内容")
        kind, told = _parse(line)
        if kind == "end":
            ended = True
            _check_count(told["lines"], count)
        else:
            count += 1
            _take(kind, told, ledgers, count)
    if not ended:
        raise UnreadableExport("没有结束行，文件不完整，请重新导出")
    return ledgers


def _check_count(announced: int, found: int) -> None:
    if announced != found:
        raise UnreadableExport(f"行数不符，文件不完整：应有{announced}行，实有{found}行")


def _parse(line: str) -> tuple[str, Any]:
    try:
        ((kind, value),) = json.loads(line, object_pairs_hook=_without_repeats).items()
    except (ValueError, AttributeError) as error:
        raise UnreadableExport(f"有一行不是台账导出的格式（{error}）") from error
    return kind, value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: a reader would see one value and the digest cover the other."""
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("同一名称出现两次")
    return told


def _take(kind: str, told: Any, ledgers: list[CommitteeLedger], count: int) -> None:
    if count == 1:
        if (kind, told) != ("format", FORMAT):
            raise UnreadableExport(f"第一行应写明格式 {FORMAT}")
    elif kind == "committee":
        ledgers.append(CommitteeLedger(told))
    elif kind == "seal" and ledgers:
        ledgers[-1].seals.append(told)
    elif kind == "entry" and ledgers:
        if ledgers[-1].entries.setdefault(int(told["id"]), told) is not told:
            raise UnreadableExport(f"台账记录{told['id']}出现两次")
    else:
        raise UnreadableExport(f"不认识的行：{kind}")


def digest(row: dict[str, str]) -> bytes:
    """Return the SHA-256 of an entry."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).digest()


def seal_hash(committee_id: int, seal: dict[str, Any]) -> str:
    """Return the hash that a seal ought to have."""
    names = ("ordinal", "from_xact", "to_xact", "count", "sealed_at")
    header = "|".join([FORMAT, str(committee_id), *(str(seal[name]) for name in names)])
    head = f"{seal['previous_hash']}\n{header}\n"
    return hashlib.sha256(head.encode("utf-8") + bytes.fromhex(seal["leaves"])).hexdigest()


def check_ledger(ledger: CommitteeLedger) -> list[Finding]:
    """Return what is wrong with one committee's ledger."""
    findings = list(_check_chain(ledger))
    for seal in ledger.seals:
        findings += _check_stretch(ledger, seal)
    return findings


def _check_chain(ledger: CommitteeLedger) -> Iterator[Finding]:
    ordinal, to_xact, previous = 0, 0, "0" * 64
    for seal in ledger.seals:
        number = seal["ordinal"]
        if number != ordinal + 1:
            yield Finding("seal_missing", ordinal + 1, None, f"缺少第{ordinal + 1}次封存。")
        elif seal["from_xact"] != to_xact or seal["previous_hash"] != previous:
            yield Finding("chain_broken", number, None, f"第{number}次封存与前一次接不上。")
        right_length = len(seal["leaves"]) == seal["count"] * LEAF_BYTES * 2
        if seal["hash"] != seal_hash(ledger.id, seal) or not right_length:
            yield Finding("seal_changed", number, None, f"第{number}次封存本身被改动过。")
        ordinal, to_xact, previous = number, seal["to_xact"], seal["hash"]


def _check_stretch(ledger: CommitteeLedger, seal: dict[str, Any]) -> Iterator[Finding]:
    leaves, number = _leaves(seal["leaves"]), seal["ordinal"]
    for entry_id, row in ledger.entries.items():
        within = seal["from_xact"] <= int(row["xact"]) < seal["to_xact"]
        if entry_id in leaves:
            if not within or leaves[entry_id] != digest(row):
                yield Finding("changed", number, entry_id, f"第{number}次封存中的{_name(row)}被改动过。")
        elif within:
            yield Finding("extra", number, entry_id, f"{_name(row)}是在第{number}次封存之后塞进去的。")
    for entry_id in leaves:
        if entry_id not in ledger.entries:
            sentence = f"第{number}次封存中的台账记录{entry_id}不见了。"
            yield Finding("missing", number, entry_id, sentence)


def _leaves(text: str) -> dict[int, bytes]:
    packed = bytes.fromhex(text)
    pieces = (packed[at : at + LEAF_BYTES] for at in range(0, len(packed), LEAF_BYTES))
    return {int.from_bytes(piece[:8], "big", signed=True): piece[8:] for piece in pieces}


def _name(row: dict[str, str]) -> str:
    told = f"{row.get('act')}，{row.get('kind')} {row.get('object_id')}，{row.get('at')}"
    return f"台账记录{row.get('id')}（{told}）"


def short_anchor(hash_: str) -> str:
    """Return a hash as it is printed: its first 32 digits in groups of four."""
    return " ".join(hash_[at : at + 4] for at in range(0, 32, 4))


def knows_anchor(ledgers: list[CommitteeLedger], anchor: str) -> bool:
    """Tell whether some seal's hash begins with a printed anchor (spaces and hyphens do not count)."""
    digits = "".join(anchor.replace("-", "").split()).lower()
    if len(digits) < 16:
        raise UnreadableExport("锚点至少要有16位")
    return any(seal["hash"].startswith(digits) for ledger in ledgers for seal in ledger.seals)


def check(ledgers: list[CommitteeLedger], anchor: str | None = None) -> bool:
    """Print what each committee's ledger came to; return whether all is whole."""
    whole = True
    for ledger in ledgers:
        findings = check_ledger(ledger)
        whole = whole and not findings
        for finding in findings:
            _say(f"{ledger.name}：{finding.sentence}")
        _say(_verdict(ledger, findings))
    if anchor is not None and not knows_anchor(ledgers, anchor):
        _say(f"锚点 {anchor} 不在任何一次封存中：台账在该锚点之后被整体重写或截断过。")
        whole = False
    return whole


def _verdict(ledger: CommitteeLedger, findings: list[Finding]) -> str:
    anchor = f"锚点 {short_anchor(ledger.seals[-1]['hash'])}" if ledger.seals else "还没有封存过"
    outcome = f"有{len(findings)}处不符" if findings else "与封存时一致"
    return f"{ledger.name}：记录{len(ledger.entries)}条，封存{len(ledger.seals)}次，{anchor}；{outcome}。"


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Check the file named on the command line; return the exit status."""
    options = argparse.ArgumentParser(description="校验议政台账的导出文件")
    options.add_argument("file", type=Path, help="yizheng verify-ledger --export 导出的文件")
    options.add_argument("--anchor", help="以前打印的锚点")
    given = options.parse_args(arguments)
    try:
        with given.file.open(encoding="utf-8") as export:
            return 0 if check(read_export(export), given.anchor) else 1
    except (OSError, UnreadableExport, KeyError, TypeError, ValueError) as error:
        sys.stderr.write(f"无法读取导出文件：{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
