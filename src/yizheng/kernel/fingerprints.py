"""Whether the ring of keys fits the database: a known word, sealed with each key, is kept beside the data."""

from __future__ import annotations

from datetime import datetime

from . import secrets
from .ledger_rows import Session
from .models import KeyFingerprint

TABLE = KeyFingerprint._meta.db_table
KNOWN_WORD = "议政"
DIGEST_KEY = 0
"""The version under which the fingerprint of the digest key is kept."""

_CONTEXT = f"{TABLE}.token"
MISSING = "找不到密钥文件 {path}；请把单独保管的副本放回这里，再启动。没有它，手机号等加密内容都打不开。"
WRONG = "密钥文件 {path} 不是这套数据的；请换成与这套数据一同保管的副本，不要删除现有数据。"
OLD = "密钥文件 {path} 是较旧的副本，缺少第{version}号密钥；请换成最近一次 rotate-keys 之后的副本。"


def take(session: Session, *, at: datetime) -> None:
    """Keep a fingerprint of every key of the ring that has none yet; run it only when nothing misfits."""
    held = secrets.ring()
    tokens = {version: secrets.seal_with(held, version, KNOWN_WORD, _CONTEXT) for version in held.keys}
    tokens[DIGEST_KEY] = secrets.digest(KNOWN_WORD)
    for version, token in tokens.items():
        session.execute(
            f"insert into {TABLE} (key_version, token, made_at) values (%s, %s, %s) "  # noqa: S608
            "on conflict (key_version) do nothing",
            [version, token, at],
        )


def forget_retired(session: Session) -> None:
    """Drop the fingerprints of keys that are no longer in the ring."""
    kept = [DIGEST_KEY, *secrets.ring().keys]
    session.execute(f"delete from {TABLE} where not key_version = any(%s)", [kept])  # noqa: S608


def misfit(session: Session) -> str | None:
    """Return the sentence that says why the ring does not fit this database; None when it does."""
    path = secrets.ring_path()
    rows = kept(session)
    if not rows:
        return None  # a new house, or one that had no ring yet
    if not path.exists():
        return MISSING.format(path=path)
    for version, token in rows:
        template = _fault(version, token)
        if template is not None:
            return template.format(path=path, version=version)
    return None


def kept(session: Session) -> list[tuple[int, str]]:
    """Return version and token of every fingerprint; none in a database older than the table."""
    if session.execute("select to_regclass(%s)", [TABLE]).fetchone() == (None,):
        return []
    return [(int(v), str(t)) for v, t in session.execute(f"select key_version, token from {TABLE} order by 1")]  # noqa: S608


def _fault(version: int, token: str) -> str | None:
    if version == DIGEST_KEY:
        return None if secrets.digest(KNOWN_WORD) == token else WRONG
    if version not in secrets.ring().keys:
        return OLD
    try:
        return None if secrets.unseal(token, _CONTEXT) == KNOWN_WORD else WRONG
    except secrets.CannotOpen:
        return WRONG
