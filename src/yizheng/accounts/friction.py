"""
A little work before a public form is taken: cheap for one person, dear for a machine that sends ten thousand.

A form carries a signed challenge. The browser looks for a number whose digest with it begins with enough zero bits, a
moment's work (`ui/assets/scripts/friction.js`). Where no script runs, whoever waited a little is taken too. Nobody
outside is asked, nothing is stored but that a challenge was used. Rule: our decision, in place of a foreign captcha.
"""

from __future__ import annotations

import hashlib
import secrets as randomness
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

from yizheng.kernel.errors import Refused

from . import counting

ZERO_BITS = 14
"""About sixteen thousand digests: under a second on an old telephone."""
PATIENCE = timedelta(seconds=20)
"""Who waited so long needs no proof: reading and typing takes longer anyway."""
LIFETIME = timedelta(hours=2)
_SALT = "yizheng.friction."


@dataclass(frozen=True)
class Friction:
    """What `accounts/friction.html` draws into a public form."""

    challenge: str
    bits: int = ZERO_BITS


def fresh(purpose: str, *, at: datetime) -> Friction:
    """Return a new challenge for a form."""
    return Friction(signing.dumps([randomness.token_hex(8), at.timestamp()], salt=_SALT + purpose))


def check(purpose: str, *, posted: Mapping[str, str], at: datetime) -> None:
    """
    Check what a public form brought beside its fields: the empty trap, the challenge and its number.

    Raises: Refused `trapped` (a field that no person sees was filled), and those of `spend`.
    """
    if posted.get("homepage"):
        raise Refused("trapped", "请把“网址”一栏清空，再提交。")
    spend(purpose, given=posted.get("challenge", ""), proof=posted.get("proof", ""), at=at)


def spend(purpose: str, *, given: str, proof: str, at: datetime) -> None:
    """
    Take the challenge a form brought, with the browser's number; it holds once.

    Raises: Refused `stale_form` (forged, used or over two hours old), `too_fast` (no proof and no patience).
    """
    begun = _begun(purpose, given)
    if begun is None or not timedelta(0) <= at - begun <= LIFETIME:
        raise _stale()
    if not is_proof(given, proof) and at - begun < PATIENCE:
        raise Refused("too_fast", f"请等{int(PATIENCE.total_seconds())}秒再按一次。写好的内容都在。")
    if counting.count("friction", given, span=LIFETIME, at=at) > 1:
        raise _stale()


def is_proof(given: str, proof: str) -> bool:
    """Tell whether a number answers a challenge."""
    if not proof or len(proof) > 20:
        return False
    digest = hashlib.sha256(f"{given}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - ZERO_BITS) == 0


def _begun(purpose: str, given: str) -> datetime | None:
    try:
        _token, at = signing.loads(given, salt=_SALT + purpose)
        return datetime.fromtimestamp(float(at), tz=timezone.get_current_timezone())
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _stale() -> Refused:
    return Refused("stale_form", "这一页放得太久或者已经用过，请再按一次。写好的内容都在。")
