"""The ledger as a file that `offline_verifier.py` can check on a machine without this project (F155)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .canonical import FORMAT
from .ledger_rows import House, Seal, Session, entries, houses, open_committee, seals


def lines(session: Session, *, slug: str | None = None) -> Iterator[str]:
    """
    Yield the export line by line (JSON, one object a line) of all committees or of one.

    A head, then for each committee its name, its seals, its entries (sealed or not, in the order of sealing),
    and a last line that says how many lines came before it. All of one frozen state of the database.
    """
    with session.transaction():
        session.execute("set transaction isolation level repeatable read, read only")
        yield from numbered_lines(session, slug)


def numbered_lines(session: Session, slug: str | None = None) -> Iterator[str]:
    """Yield the export inside the running transaction, as it sees the database."""
    count = 0
    for told in _objects(session, slug):
        count += 1
        yield _line(told)
    yield _line({"end": {"lines": count}})


def _objects(session: Session, slug: str | None) -> Iterator[dict[str, Any]]:
    yield {"format": FORMAT}
    for house in houses(session, slug):
        open_committee(session, house.id)
        yield {"committee": _house(house)}
        for seal in seals(session, house.id):
            yield {"seal": _seal(seal)}
        for row in entries(session):
            yield {"entry": {name: text for name, text in row.items() if text is not None}}


def _house(house: House) -> dict[str, Any]:
    return {"id": house.id, "slug": house.slug, "full_name": house.full_name}


def _seal(seal: Seal) -> dict[str, Any]:
    head = seal.header
    return {
        "ordinal": head.ordinal,
        "from_xact": head.from_xact,
        "to_xact": head.to_xact,
        "count": head.count,
        "sealed_at": head.sealed_at,
        "leaves": seal.leaves.hex(),
        "previous_hash": seal.previous_hash,
        "hash": seal.hash,
    }


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
