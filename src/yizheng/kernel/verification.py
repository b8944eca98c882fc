"""Verifying the ledger: recompute every seal and name whatever is not as it was sealed (F155)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .canonical import FIRST_PREVIOUS, LEAF_BYTES, Row, digest, split_leaves
from .ledger_rows import House, Seal, Session, entries, entry, houses, open_committee, seals


class Fault(StrEnum):
    """What can be wrong with a ledger."""

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    MOVED = "moved"
    SEAL_CHANGED = "seal_changed"
    SEAL_MISSING = "seal_missing"
    CHAIN_BROKEN = "chain_broken"
    ANCHOR_UNKNOWN = "anchor_unknown"


@dataclass(frozen=True)
class Finding:
    """
    One thing that is wrong. `seal` is the ordinal of the seal, `row` the entry as it stands now, if it does.

    `elsewhere` is the slug of the committee that holds an entry which was sealed here.
    """

    fault: Fault
    seal: int | None = None
    entry_id: int | None = None
    row: Row | None = None
    elsewhere: str | None = None


@dataclass
class Report:
    """What verifying one committee's ledger came to. `anchor` is the last seal's hash, empty without a seal."""

    house: House
    sealed: int = 0
    unsealed: int = 0
    seals: int = 0
    anchor: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.findings


def verify(session: Session, *, slug: str | None = None, anchor: str | None = None) -> list[Report]:
    """
    Verify the ledgers of all committees, or of one, on one frozen state of the database.

    `anchor` is an earlier printed hash (or its first 16 digits and more); a chain rewritten since lacks it.
    """
    with session.transaction():
        session.execute("set transaction isolation level repeatable read, read only")
        return examine(session, slug=slug, anchor=anchor)


def examine(session: Session, *, slug: str | None = None, anchor: str | None = None) -> list[Report]:
    """Verify inside the running transaction, as it sees the database."""
    reports = [_verify_house(session, house) for house in houses(session, slug)]
    if anchor is not None and not any(_knows(session, report.house, anchor) for report in reports):
        for report in reports:
            report.findings.append(Finding(Fault.ANCHOR_UNKNOWN))
    return reports


def _verify_house(session: Session, house: House) -> Report:
    open_committee(session, house.id)
    chain = seals(session, house.id)
    report = Report(house, seals=len(chain), anchor=chain[-1].hash if chain else "")
    report.findings += check_chain(chain)
    for seal in chain:
        report.findings += _check_stretch(session, house, seal)
        report.sealed += seal.header.count
    sealed_up_to = chain[-1].header.to_xact if chain else 0
    report.unsealed = sum(1 for _ in entries(session, from_xact=sealed_up_to))
    return report


def check_chain(chain: list[Seal]) -> Iterator[Finding]:
    """Yield what is wrong with the seals themselves and with the way they hang together."""
    ordinal, to_xact, previous_hash = 0, 0, FIRST_PREVIOUS
    for seal in chain:
        head = seal.header
        if head.ordinal != ordinal + 1:
            yield Finding(Fault.SEAL_MISSING, seal=ordinal + 1)
        elif head.from_xact != to_xact or seal.previous_hash != previous_hash:
            yield Finding(Fault.CHAIN_BROKEN, seal=head.ordinal)
        if not _is_as_written(seal):
            yield Finding(Fault.SEAL_CHANGED, seal=head.ordinal)
        ordinal, to_xact, previous_hash = head.ordinal, head.to_xact, seal.hash


def _is_as_written(seal: Seal) -> bool:
    return (
        seal.hash == seal.recomputed()
        and len(seal.leaves) == seal.header.count * LEAF_BYTES
        and seal.created_at == seal.header.sealed_at
    )


def _check_stretch(session: Session, house: House, seal: Seal) -> Iterator[Finding]:
    """Compare the rows of a sealed stretch with its leaves."""
    ordinal = seal.header.ordinal
    leaves = dict(split_leaves(seal.leaves)) if len(seal.leaves) % LEAF_BYTES == 0 else {}
    for row in entries(session, from_xact=seal.header.from_xact, to_xact=seal.header.to_xact):
        entry_id = int(row["id"] or 0)
        sealed_digest = leaves.pop(entry_id, None)
        if sealed_digest is None:
            yield Finding(Fault.EXTRA, ordinal, entry_id, row)
        elif sealed_digest != digest(row):
            yield Finding(Fault.CHANGED, ordinal, entry_id, row)
    for entry_id in leaves:
        yield _absent(session, house, ordinal, entry_id)


def _absent(session: Session, house: House, ordinal: int, entry_id: int) -> Finding:
    """Say what became of a sealed entry that is not in its stretch: changed, moved to another committee, or gone."""
    row = entry(session, entry_id)
    if row is not None:
        return Finding(Fault.CHANGED, ordinal, entry_id, row)
    try:
        for other in houses(session):
            open_committee(session, other.id)
            row = entry(session, entry_id)
            if row is not None:
                return Finding(Fault.MOVED, ordinal, entry_id, row, elsewhere=other.slug)
    finally:
        open_committee(session, house.id)
    return Finding(Fault.MISSING, ordinal, entry_id)


def _knows(session: Session, house: House, anchor: str) -> bool:
    open_committee(session, house.id)
    return any(seal.hash.startswith(anchor) for seal in seals(session, house.id))
