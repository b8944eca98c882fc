"""What happened at the door, written where the administrators of a login's committees can read it."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import HttpRequest

from yizheng.kernel import scoping
from yizheng.kernel.models import SecurityEvent

from . import queries
from .locking import address_of
from .models import User

_SECRET = re.compile(r"^(/public/[^/]+/(?:meetings|calendar)/|/[^/]+/n/)[^/]+")
SIGNED_IN, WRONG_PASSWORD, LOCKED, WRONG_SECOND_STEP = "signed_in", "wrong_password", "locked", "wrong_second_step"
IDLE_OUT, OUTSIDE_UNKNOWN, TOKEN_REFUSED = "idle_out", "outside_unknown", "token_refused"
WRONG_TRIES = (WRONG_PASSWORD, LOCKED, WRONG_SECOND_STEP)
"""What may be somebody guessing: what the security administrator reads before ending a lock."""

LABELS = {
    SIGNED_IN: "登录",
    WRONG_PASSWORD: "密码错误",
    LOCKED: "输错次数过多，已锁定",
    WRONG_SECOND_STEP: "动态验证码错误",
    IDLE_OUT: "长时间未操作，自动退出",
    TOKEN_REFUSED: "接口令牌被拒绝",
    "forbidden": "越权被拒绝",
    "not_found": "访问不存在或无权知道的页面",
}


def note(user: User, what: str, request: HttpRequest, *, at: datetime, by_way_of: str = "") -> None:
    """Write one event to each committee in which the login holds a role, with the address that asked."""
    for committee in queries.committees_of(user, on=at.date()):
        with scoping.scope(committee, user.pk):
            SecurityEvent.objects.create(
                user_id=user.pk,
                what=what,
                path=f"{_named(request.path)[:440]} 来自 {address_of(request)}",
                permission=by_way_of[:80],
                at=at,
            )


def _named(path: str) -> str:
    """Return an address without the secret that some end in: whoever reads events must not open another's link."""
    return _SECRET.sub(r"\1…", path)
