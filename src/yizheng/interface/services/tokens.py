"""Tokens: made for the worn hat, shown once, taken away by their owner or the security administrator."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.token_scopes import Scope

from ..bearer import digest
from ..keys import token_days
from ..models import ApiToken

MOST_TOKENS = 10
PREFIX = "yz_"


@transaction.atomic
def make_token(
    *, name: str, scopes: Sequence[Scope], valid_until: date, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """
    Make a token for the hat the person wears and return it with its text, which is kept nowhere.

    Rule: our decision (ADR 0013): a token is its owner in one hat, narrowed to scopes and a date.
    Raises: PermissionDenied, Refused `no_name`, `no_scope`, `bad_date`, `too_many`; nothing is changed then.
    """
    require("interface.use", by)
    _check(name, scopes, valid_until, timezone.localdate(at))
    assert by.user_id is not None, "a person signed in"
    assert by.hat.grant_id is not None, "in a hat that was granted"
    User.objects.select_for_update().get(pk=by.user_id)  # of two at once, the second counts the first
    held = ApiToken.objects.filter(user_id=by.user_id, revoked_at=None, valid_until__gte=timezone.localdate(at))
    if held.count() >= MOST_TOKENS:
        raise Refused("too_many", f"您已有 {MOST_TOKENS} 个在用的令牌。请先停用不用的，再做新的。")
    written = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=by.user_id, grant_id=by.hat.grant_id, name=name.strip()[:60], digest=digest(written),
        scopes=[each.value for each in Scope if each in scopes], made_at=at, valid_until=valid_until,
    )  # fmt: skip
    fields = {"scopes": token.scopes, "valid_until": valid_until.isoformat(), "grant": token.grant_id}
    ledger.record("make_token", token, by=by, at=at, fields=fields)
    return token, written


def _check(name: str, scopes: Sequence[Scope], valid_until: date, today: date) -> None:
    if not name.strip():
        raise Refused("no_name", "请写明给哪个系统用。")
    if not scopes:
        raise Refused("no_scope", "请至少选一项能办的事。")
    last = today + timedelta(days=token_days(on=today))
    if not today <= valid_until <= last:
        raise Refused("bad_date", f"有效期请在今天到 {last.year}年{last.month}月{last.day}日之间选。")


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> ApiToken:
    """Let a token open nothing any longer (停用令牌). Raises: PermissionDenied, Refused `revoked`."""
    locked = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    require("interface.revoke_token", by, locked)
    if locked.revoked_at is not None:
        raise Refused("revoked", "这个令牌已经停用了。")
    locked.revoked_at = at
    locked.save(update_fields=["revoked_at"])
    ledger.record("revoke_token", locked, by=by, at=at)
    return locked
