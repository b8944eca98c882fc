"""Looking after the keys of a login: a first password, the second step, locks."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from yizheng.accounts import entering, locking, passwords
from yizheng.accounts.models import User
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .logins import lock_own


@transaction.atomic
def issue_password(*, user: User, by: Actor, at: datetime) -> str:
    """
    Give a login a one-time password (发放初始密码) and return it; it must be changed at the next sign-in.

    Running sessions end. The ledger says that it was given, never what it is.
    Raises: Refused `own`, `elsewhere`, `closed`; nothing is changed then.
    """
    locked = lock_own(user)
    _refuse_own(locked, by, "要换自己的密码，请在“我的登录安全”里改。")
    password = passwords.initial_password()
    passwords.change(locked, password, must_change=True, at=at)
    entering.end_sessions(locked)
    ledger.record("issue_password", locked, by=by, at=at)
    return password


@transaction.atomic
def reset_second_step(*, user: User, reason: str, by: Actor, at: datetime) -> User:
    """
    Take away the second step of a login (重置动态验证码), whose owner sets it up anew; running sessions end.

    Raises: Refused `own`, `no_reason`, `none_set`, `elsewhere`, `closed`; nothing is changed then.
    """
    locked = lock_own(user)
    _refuse_own(locked, by, "不能重置自己的动态验证码，请另一位安全管理员来办。")
    if not reason.strip():
        raise Refused("no_reason", "请写明理由，例如“本人到场，手机已丢失”。")
    deleted, _ = Authenticator.objects.filter(user=locked).delete()
    if not deleted:
        raise Refused("none_set", f"{locked.name}还没有设置动态验证码，不用重置。")
    entering.end_sessions(locked)
    kept = reason.strip()[: ledger.MAX_REASON_CHARS]
    ledger.record("reset_second_step", locked, by=by, at=at, reason=kept)
    return locked


@transaction.atomic
def unlock(*, user: User, by: Actor, at: datetime) -> User:
    """
    End the lock of a login before its time (解锁).

    Raises: Refused `not_locked`, `elsewhere`, `closed`; nothing is changed then.
    """
    locked = lock_own(user)
    if locked.username.lower() not in locking.locked_logins(at=at):
        raise Refused("not_locked", f"{locked.name}的账号现在没有锁定，可以直接登录。")
    locking.clear_locks(locked)
    ledger.record("unlock", locked, by=by, at=at)
    return locked


def _refuse_own(user: User, by: Actor, sentence: str) -> None:
    if user.pk == by.user_id:
        raise Refused("own", sentence)
