"""A login from its opening to its closing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.accounts import queries
from yizheng.accounts.enums import ADMINISTRATORS
from yizheng.accounts.models import User
from yizheng.accounts.phones import normal_phone
from yizheng.kernel import ledger, scoping, secrets
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

MAX_NAME_CHARS = 60


@transaction.atomic
def open_account(*, name: str, username: str, phone: str = "", by: Actor, at: datetime) -> User:
    """
    Open a login in the open scope's committee (开户), without a password and without a role.

    Raises: Refused `no_name`, `bad_username`, `username_taken`, `bad_phone`, `phone_taken`; nothing is changed then.
    """
    user = User(
        name=_checked_name(name),
        username=_free_username(username),
        phone=_free_phone(phone),
        opened_in_id=scoping.current().committee_id,
    )
    user.set_unusable_password()
    user.save()
    # A telephone is personal: the ledger says that there is one, not which.
    ledger.record("open_account", user, by=by, at=at, fields={"username": user.username, "phone": bool(user.phone)})
    return user


@transaction.atomic
def set_phone(*, user: User, phone: str, by: Actor, at: datetime) -> User:
    """
    Give a login another telephone, or none (改手机号).

    Raises: Refused `bad_phone`, `phone_taken`, `elsewhere`, `closed`; nothing is changed then.
    """
    locked = lock_own(user)
    locked.phone = _free_phone(phone, but=locked)
    locked.save(update_fields=["phone", "phone_digest"])
    ledger.record("set_phone", locked, by=by, at=at, fields={"phone": bool(locked.phone)})
    return locked


@transaction.atomic
def close_account(*, user: User, reason: str, by: Actor, at: datetime) -> User:
    """
    Close a login (停用账号): it opens no door any more, its running sessions end, its roles stay as history.

    Rule: our decision: one of the three administrators first loses that role by two persons, so that nobody closes the
    login of who watches them.
    Raises: Refused `no_reason`, `own`, `administrator`, `elsewhere`, `closed`; nothing is changed then.
    """
    if not reason.strip():
        raise Refused("no_reason", "请写明停用的理由，例如“已调离”。")
    locked = lock_own(user)
    if locked.pk == by.user_id:
        raise Refused("own", "不能停用自己的账号，请另一位管理员来办。")
    if held := queries.grants_in_force(timezone.localdate(at)).filter(user=locked, role__in=ADMINISTRATORS).first():
        raise Refused("administrator", f"{locked.name}是“{held.label}”。请先由两位管理员免去这个身份，再停用。")
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    ledger.record("close_account", locked, by=by, at=at, reason=reason.strip()[: ledger.MAX_REASON_CHARS])
    return locked


def lock_own(user: User) -> User:
    """
    Lock a living login that the open scope's committee looks after.

    Rule: our decision: a login that serves several committees is looked after by the one that opened it,
    so that no other can take it over by a new password.
    Raises: Refused `elsewhere`, `closed`.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.opened_in_id not in (None, scoping.current().committee_id):
        raise Refused("elsewhere", f"{locked.name}的账号由另一家政协开立，请他所在单位的管理员来办。")
    if not locked.is_active:
        raise Refused("closed", f"{locked.name}的账号已停用，不能再改。")
    return locked


def _checked_name(name: str) -> str:
    if not (cleaned := name.strip()):
        raise Refused("no_name", "请填姓名。")
    if len(cleaned) > MAX_NAME_CHARS:
        raise Refused("no_name", f"姓名最多{MAX_NAME_CHARS}字，现在有{len(cleaned)}字。")
    return cleaned


def _free_username(username: str) -> str:
    cleaned = username.strip()
    if not 2 <= len(cleaned) <= MAX_NAME_CHARS or not all(c.isalnum() or c in "-_." for c in cleaned):
        raise Refused("bad_username", "账号用 2 到 60 个字母、数字或汉字，中间可有 - _ . ，不能有空格。")
    if User.objects.filter(username__iexact=cleaned).exists():
        raise Refused("username_taken", f"账号“{cleaned}”已有人用，请换一个。")
    return cleaned


def _free_phone(phone: str, but: User | None = None) -> str:
    if not phone.strip():
        return ""
    normal = normal_phone(phone)
    holders = User.objects.filter(phone_digest=secrets.digest(normal))
    if (holders if but is None else holders.exclude(pk=but.pk)).exists():
        raise Refused("phone_taken", "这个手机号已有账号。同一个人只用一个账号：请按手机号查到他，直接授予身份。")
    return normal
