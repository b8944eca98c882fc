"""How a delivery is signed: the receiver reckons the same and compares."""

from __future__ import annotations

import hashlib
import hmac
import secrets

SIGNATURE = "X-Yizheng-Signature"
DELIVERY = "X-Yizheng-Delivery"
PREFIX = "yzwh_"


def new_secret() -> str:
    """Return a fresh secret of a webhook."""
    return PREFIX + secrets.token_urlsafe(32)


def signature(secret: str, body: str, moment: int) -> str:
    """Return `t=…,v1=…`: the HMAC-SHA256 of the moment (Unix seconds), a dot and the body as sent."""
    told = f"{moment}.{body}".encode()
    return f"t={moment},v1={hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()}"
