"""One login as the administrators see it: facts, each with its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.template.defaultfilters import date as formatted
from django.utils import timezone

from yizheng.kernel.models import SecurityEvent

from . import events, locking
from .listing import state_of
from .models import SignInCard, User
from .phones import masked

MOST_TRIES = 10
TRIES_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Fact:
    """One line."""

    label: str
    words: str


def login_facts(user: User, *, at: datetime) -> list[Fact]:
    """Return what an administrator needs to know of a login; its telephone is shown in part."""
    return [
        Fact("账号", user.username),
        Fact("手机号", masked(user.phone) or "没有留"),
        Fact("状态", state_of(user, locking.locked_logins(at=at))[0]),
        Fact("密码", _password(user)),
        Fact("动态验证码", "已设置" if Authenticator.objects.filter(user=user, type="totp").exists() else "未设置"),
        Fact("登录卡", _card(user, at)),
        Fact("上次登录", _moment(user.last_login) or "从未登录"),
    ]


def wrong_tries(user: User, *, at: datetime) -> list[Fact]:
    """Return the newest wrong tries on a login as this committee was told of them: when, and what."""
    noted = SecurityEvent.objects.filter(user=user, what__in=events.WRONG_TRIES, at__gt=at - TRIES_FOR)
    return [Fact(_moment(one.at), events.LABELS[one.what]) for one in noted.order_by("-at", "-id")[:MOST_TRIES]]


def _password(user: User) -> str:
    if not user.has_usable_password():
        return "没有密码"
    return f"{_moment(user.password_changed_at) or '很久以前'}设的"


def _card(user: User, at: datetime) -> str:
    card = SignInCard.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True, ends_at__gt=at).last()
    return f"有一张未用，{_moment(card.ends_at)}到期" if card else "没有可用的卡"


def _moment(when: datetime | None) -> str:
    return formatted(timezone.localtime(when), "Y年n月j日 H:i") if when else ""
