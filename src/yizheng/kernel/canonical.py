"""
The bytes that stand for a ledger row and for a seal: what is hashed, and nothing else (design 3, ledger).

A row is written as PostgreSQL prints each of its columns (UTC, ISO dates), as one JSON object with sorted
names, without spaces, in UTF-8. Empty (null) columns are left out, so that a column added in a later release
leaves the digests of older rows as they are. `offline_verifier.py` says the same again without this project.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Row = Mapping[str, str | None]

FORMAT = "yizheng-ledger-1"
FIRST_PREVIOUS = "0" * 64
"""The previous hash of a committee's first seal."""
ID_BYTES = 8
LEAF_BYTES = ID_BYTES + 32


def row_bytes(row: Row) -> bytes:
    """Return the canonical bytes of a ledger row; `row` maps each column to its text."""
    told = {name: text for name, text in row.items() if text is not None}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(row: Row) -> bytes:
    """Return the SHA-256 of a row, 32 bytes."""
    return hashlib.sha256(row_bytes(row)).digest()


def leaf(row: Row) -> bytes:
    """Return a row's id (8 bytes, big-endian, signed) and digest: 40 bytes, so that a changed row can be named."""
    return int(row["id"] or 0).to_bytes(ID_BYTES, "big", signed=True) + digest(row)


def split_leaves(leaves: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield id and digest of each leaf, in the order in which they were sealed."""
    for at in range(0, len(leaves), LEAF_BYTES):
        piece = leaves[at : at + LEAF_BYTES]
        yield int.from_bytes(piece[:ID_BYTES], "big", signed=True), piece[ID_BYTES:]


@dataclass(frozen=True)
class SealHeader:
    """What a seal says of itself besides its leaves. `sealed_at` is text as PostgreSQL prints it (UTC, ISO)."""

    committee_id: int
    ordinal: int
    from_xact: int
    to_xact: int
    count: int
    sealed_at: str

    def text(self) -> str:
        """Return the header as it is hashed: one line, the fields in this order."""
        fields = (self.committee_id, self.ordinal, self.from_xact, self.to_xact, self.count, self.sealed_at)
        return "|".join([FORMAT, *map(str, fields)])


def seal_hash(previous_hash: str, header: SealHeader, leaves: bytes) -> str:
    """Return the hash of a seal in hexadecimal: it covers the seal before it, its header and its leaves."""
    started = hashlib.sha256(f"{previous_hash}\n{header.text()}\n".encode())
    started.update(leaves)
    return started.hexdigest()


def join_leaves(rows: Iterable[Row]) -> bytes:
    """Return the leaves of rows that come in order of transaction and id."""
    return b"".join(leaf(row) for row in rows)


def short_anchor(hash_: str) -> str:
    """Return the first 32 of a hash's 64 digits in groups of four, to be printed and typed again."""
    return " ".join(hash_[at : at + 4] for at in range(0, 32, 4))


def normal_anchor(text: str) -> str:
    """
    Return a typed anchor as lower-case digits without spaces and hyphens.

    Raises: ValueError when it is shorter than 16 digits or has anything but hexadecimal digits.
    """
    digits = "".join(text.replace("-", "").split()).lower()
    if not 16 <= len(digits) <= 64 or set(digits) - set("0123456789abcdef"):
        raise ValueError(text)
    return digits
