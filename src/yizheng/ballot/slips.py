"""
Slips and receipts: what a voter holds.

A slip is a random number of 128 bits and its signature under the ballot's word. It is written down nowhere
until it is cast, and then only as a digest; so taking a slip writes nothing that could be found again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

NONCE_BYTES = 16
RECEIPT_CHARS = 12
RECEIPT_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def new_word() -> str:
    """Return the word that signs the slips of one ballot."""
    return secrets.token_hex(32)


def new_slip(word: str) -> str:
    """Return a fresh slip."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + _signature(word, nonce)).rstrip(b"=").decode()


def mark_of(word: str, slip: str) -> str | None:
    """Return the digest under which a slip is spent; None when this word never signed it."""
    try:
        raw = base64.urlsafe_b64decode(slip.strip() + "=" * (-len(slip.strip()) % 4))
    except (ValueError, binascii.Error):
        return None
    nonce, signature = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
    if not word or not hmac.compare_digest(signature, _signature(word, nonce)):
        return None
    return hashlib.sha256(nonce).hexdigest()


def new_receipt() -> str:
    """Return a receipt code, in groups of four; it has nothing to do with slip or ballot."""
    code = "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(RECEIPT_CHARS))
    return "-".join(code[at : at + 4] for at in range(0, RECEIPT_CHARS, 4))


def receipt_mark(code: str) -> str:
    """Return the digest of a receipt code, however it was typed."""
    return hashlib.sha256(code.upper().replace("-", "").replace(" ", "").encode()).hexdigest()


def _signature(word: str, nonce: bytes) -> bytes:
    return hmac.new(word.encode(), nonce, hashlib.sha256).digest()[:NONCE_BYTES]
