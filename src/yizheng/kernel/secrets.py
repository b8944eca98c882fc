"""
Text that only the house can read: AES-GCM under a ring of keys kept outside the database and its backups.

Each sealed value names the key it was sealed with, so that keys can be changed while the house runs
(`yizheng rotate-keys`). What must be found again (a telephone number) has a digest column beside it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12
KEY_BYTES = 32


class KeyRingMissing(RuntimeError):
    """The file with the keys is not where it should be; nothing sealed can be read or written."""


class CannotOpen(ValueError):
    """A sealed value was changed, or its key is no longer in the ring."""


@dataclass(frozen=True)
class KeyRing:
    """The keys by version, the one that seals now, and the key of the digests."""

    current: int
    keys: dict[int, bytes]
    digest_key: bytes

    def with_new_key(self) -> KeyRing:
        """Return the ring with one more key, which seals from now on; the older ones still open."""
        version = max(self.keys) + 1
        return KeyRing(version, {**self.keys, version: secrets.token_bytes(KEY_BYTES)}, self.digest_key)

    def with_current_only(self) -> KeyRing:
        """Return the ring without the older keys: what they sealed can never be read again."""
        return KeyRing(self.current, {self.current: self.keys[self.current]}, self.digest_key)


def new_ring() -> KeyRing:
    """Return a ring with one fresh key."""
    return KeyRing(1, {1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))


def write_ring(path: Path, ring: KeyRing) -> None:
    """Write a ring for its owner's eyes only (0600), in place of the old one at once or not at all."""
    text = json.dumps(
        {
            "current": ring.current,
            "keys": {str(version): key.hex() for version, key in ring.keys.items()},
            "digest": ring.digest_key.hex(),
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def read_ring(path: Path) -> KeyRing:
    """Return the ring kept in a file. Raises: KeyRingMissing."""
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        raise KeyRingMissing(f"找不到密钥文件 {path}；请从单独保管的副本放回，再启动。") from None
    keys = {int(version): bytes.fromhex(key) for version, key in kept["keys"].items()}
    return KeyRing(int(kept["current"]), keys, bytes.fromhex(kept["digest"]))


def ring_path() -> Path:
    """Return where the ring of this house is kept: never in the database, never in a backup."""
    return Path(settings.KEY_RING_FILE)


def ring() -> KeyRing:
    """Return the ring of this house, read again when its file was written anew. Raises: KeyRingMissing."""
    path = ring_path()
    try:
        written = path.stat().st_mtime_ns
    except FileNotFoundError:
        return read_ring(path)
    return _ring_as_of(path, written)


@lru_cache(maxsize=4)
def _ring_as_of(path: Path, _written_ns: int) -> KeyRing:
    return read_ring(path)


def seal(text: str, context: str) -> str:
    """Return text sealed with the current key; `context` names its column, and it opens there only."""
    held = ring()
    return seal_with(held, held.current, text, context)


def seal_with(held: KeyRing, version: int, text: str, context: str) -> str:
    """Return text sealed with one key of a ring; everyday values are sealed with the current one (`seal`)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(held.keys[version]).encrypt(nonce, text.encode(), context.encode())
    return f"{version}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(token: str, context: str) -> str:
    """Return the text of a sealed value. Raises: CannotOpen, KeyRingMissing."""
    version, _, body = token.partition(":")
    key = ring().keys.get(int(version))
    if key is None:
        raise CannotOpen(f"key {version} is not in the ring")
    sealed = base64.b64decode(body)
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode()).decode()
    except InvalidTag:
        raise CannotOpen(f"a value of {context} was changed") from None


def key_version(token: str) -> int:
    """Return the version of the key a value was sealed with."""
    return int(token.partition(":")[0])


def digest(text: str) -> str:
    """Return the keyed digest by which sealed text is found again (64 hex digits); empty for empty text."""
    return hmac.new(ring().digest_key, text.encode(), hashlib.sha256).hexdigest() if text else ""


class EncryptedTextField(models.TextField[str, str]):
    """Text that is sealed on its way into the database and opened on its way out; empty text stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        """Seal."""
        return seal(str(value), self._context()) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Open."""
        return unseal(value, self._context()) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to search: each sealing differs. Ask for the digest instead."""
        if lookup_name in ("isnull", "exact"):
            return super().get_lookup(lookup_name)
        raise TypeError(f"{self.name} is sealed: it cannot be searched by {lookup_name}")

    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"


class DigestField(models.CharField[str, str]):
    """The digest of a sealed field of the same row, kept in step at each save that names both."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Let migrations rebuild it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Reckon the digest from the field it belongs to."""
        value = digest(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, value)
        return value


@dataclass(frozen=True)
class SealedPart:
    """One word of a JSON column of a library's table that holds sealed text; `context` is what it was sealed for."""

    table: str
    column: str
    word: str
    context: str


_parts: list[SealedPart] = []


def seals_inside(*parts: SealedPart) -> None:
    """Say where a room seals inside a library's table, so that a change of keys reaches it; from `AppConfig.ready`."""
    _parts.extend(part for part in parts if part not in _parts)


def sealed_parts() -> list[SealedPart]:
    """Return where rooms seal inside libraries' tables."""
    return list(_parts)
