"""
Sealing: finished stretches of the ledger are hashed and chained, by the owner role only (ADR 0001).

A stretch holds every row whose transaction is older than all running ones, so that nothing can join it later.
"""

from __future__ import annotations

from datetime import UTC, datetime

from .canonical import SealHeader, join_leaves, seal_hash
from .ledger_rows import House, Seal, Session, entries, houses, last_seal, next_link, open_committee

_LOCK = "select pg_advisory_xact_lock(hashtextextended('yizheng.ledger_seal', %s))"
_FINISHED = "select kernel_xact_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_INSERT = """
insert into kernel_ledgerseal
  (committee_id, created_at, sealed_at, ordinal, from_xact, to_xact, count, leaves, previous_hash, hash)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_MOVE_BASE = """
select greatest((select coalesce(max(xact), 0) from kernel_ledgerentry),
                (select coalesce(max(to_xact), 0) from kernel_ledgerseal))
"""


def seal_all(session: Session, *, at: datetime) -> dict[str, Seal]:
    """Seal every committee, each in a transaction of its own; returns the new seals by slug."""
    made = {house.slug: seal_committee(session, house.id, at=at) for house in _all_houses(session)}
    return {slug: seal for slug, seal in made.items() if seal is not None}


def seal_committee(session: Session, committee_id: int, *, at: datetime) -> Seal | None:
    """
    Seal what is finished and not yet sealed of one committee; None when there is nothing.

    Two sealers at once wait for each other, so the chain never forks.
    """
    with session.transaction():
        open_committee(session, committee_id)
        session.execute(_LOCK, [committee_id])
        # Read committed: this snapshot is younger than the lock, and the rows are read by a younger one still.
        limit = _number(session, _FINISHED)
        seal = _seal_up_to(session, committee_id, limit, _text(at))
        if seal is not None:
            _write(session, seal)
    return seal


def start_after_restore(session: Session) -> int:
    """
    Let transaction numbers go on above all that the ledger holds; returns the new base.

    A restored database lives in a server that counts transactions anew: without this its new rows would sort
    before sealed ones. Rule: our decision (ADR 0001).
    """
    with session.transaction():
        base = 0
        for house in houses(session):
            open_committee(session, house.id)
            base = max(base, _number(session, _MOVE_BASE))
        session.execute(
            "create or replace function kernel_xact_base() returns bigint "
            f"language sql stable as 'select {base}::bigint'"
        )
    return base


def _all_houses(session: Session) -> list[House]:
    with session.transaction():
        return houses(session)


def _seal_up_to(session: Session, committee_id: int, limit: int, sealed_at: str) -> Seal | None:
    ordinal, from_xact, previous_hash = next_link(last_seal(session, committee_id))
    leaves = join_leaves(entries(session, from_xact=from_xact, to_xact=limit))
    if not leaves:
        return None
    header = SealHeader(committee_id, ordinal, from_xact, limit, len(leaves) // 40, sealed_at)
    return Seal(header, leaves, previous_hash, seal_hash(previous_hash, header, leaves), sealed_at)


def _write(session: Session, seal: Seal) -> None:
    head = seal.header
    session.execute(
        _INSERT,
        [
            head.committee_id, head.sealed_at, head.sealed_at, head.ordinal, head.from_xact, head.to_xact,
            head.count, seal.leaves, seal.previous_hash, seal.hash,
        ],
    )  # fmt: skip


def _number(session: Session, query: str) -> int:
    row = session.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _text(at: datetime) -> str:
    """Return a moment as PostgreSQL prints it in UTC: trailing zeros of the fraction are dropped."""
    moment = at.astimezone(UTC)
    fraction = f".{moment.microsecond:06d}".rstrip("0").rstrip(".")
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction}+00"
