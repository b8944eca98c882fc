"""
Reading the token that a request shows (`Authorization: Bearer …`): whose it is, in which hat, and for what.

A token is 256 random bits, so nobody guesses one; what is counted is only how fast one works and how often an
address is refused, so that the list of security events cannot be filled from outside.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from yizheng.accounts import counting, events
from yizheng.accounts.locking import address_of
from yizheng.accounts.queries import grants_in_force
from yizheng.kernel import json_door, scoping
from yizheng.kernel.models import SecurityEvent

from .models import ApiToken

HEADER = "Authorization"
SCHEME = "bearer "
CALLS_A_MINUTE = 300
REFUSED_TILL_SILENT = 30
REFUSED_SPAN = timedelta(minutes=15)

UNKNOWN = "令牌不对，或者已经删掉。请核对请求头 Authorization: Bearer 后面的令牌，不行就另做一个。"
REVOKED = "这个令牌已经停用。请在“接口令牌”页另做一个。"
EXPIRED = "这个令牌已经过期。请在“接口令牌”页另做一个。"
NO_HAT = "做这个令牌时的身份已经终止，令牌随之失效。"
NO_LOGIN = "做这个令牌的账号已经停用，令牌随之失效。"
TO_CHANGE = "账号的密码是别人发的，还没有改。请先登录改密码，令牌再用。"
TOO_MANY = "调用太快：一个令牌一分钟最多 300 次。请过一分钟再来，什么都没有改动。"


class NotValid(Exception):
    """The token opens nothing; `message` says why, `user_id` whose it was."""

    def __init__(self, code: str, message: str, user_id: int | None = None) -> None:
        super().__init__(code)
        self.code, self.message, self.user_id = code, message, user_id


def is_shown(request: HttpRequest) -> bool:
    """Tell whether a request comes to the JSON door with a token; elsewhere tokens mean nothing."""
    return json_door.is_asked(request) and request.headers.get(HEADER, "").lower().startswith(SCHEME)


def digest(written: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(written.encode(errors="replace")).hexdigest()


def read(request: HttpRequest, slug: str, *, at: datetime) -> ApiToken:
    """
    Return the token of a request, looked up in the committee of the address, and note the day of its use.

    Raises: NotValid, UnknownCommittee.
    """
    today = timezone.localdate(at)
    written = request.headers[HEADER][len(SCHEME) :].strip()
    with scoping.scope_of(slug, None):
        token = ApiToken.objects.select_related("user", "grant").filter(digest=digest(written)).first()
        if token is None:
            raise NotValid("token_unknown", UNKNOWN)
        _check(token, at)
        if token.last_used_on != today:
            token.last_used_on = today
            token.save(update_fields=["last_used_on"])
    return token


def _check(token: ApiToken, at: datetime) -> None:
    today = timezone.localdate(at)
    if token.revoked_at is not None:
        raise NotValid("token_revoked", REVOKED, token.user_id)
    if not token.holds(today):
        raise NotValid("token_expired", EXPIRED, token.user_id)
    if not token.user.is_active:
        raise NotValid("token_login", NO_LOGIN, token.user_id)
    if token.user.must_change_password:
        raise NotValid("token_password", TO_CHANGE, token.user_id)
    if not grants_in_force(today).filter(pk=token.grant_id).exists():
        raise NotValid("token_hat", NO_HAT, token.user_id)


def is_too_fast(token: ApiToken, *, at: datetime) -> bool:
    """Count one more call and tell whether it is one too many."""
    return counting.count("token_calls", str(token.pk), span=timedelta(minutes=1), at=at) > CALLS_A_MINUTE


def note_refused(request: HttpRequest, slug: str, refused: NotValid, *, at: datetime) -> None:
    """Write a security event; once an address was refused often, no more of them for a while."""
    asks = address_of(request)
    if counting.count("token_refused", asks, span=REFUSED_SPAN, at=at) > REFUSED_TILL_SILENT:
        return
    with scoping.scope_of(slug, None):
        SecurityEvent.objects.create(
            user_id=refused.user_id, what=events.TOKEN_REFUSED, path=f"{request.path[:440]} 来自 {asks}",
            permission=refused.code, at=at,
        )  # fmt: skip


class TokenAuth(HttpBearer):
    """How the interface's schema names a token; the middleware has read it before."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the token that the middleware read, None without one."""
        return getattr(request, "api_token", None)
