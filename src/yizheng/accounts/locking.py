"""
Locks against guessing (登录锁定), which nobody can use to lock others out.

Five wrong passwords lock a login for fifteen minutes. Who knows the login names could so lock the whole office;
therefore a browser in which a person has signed in before carries a signed cookie, and its tries are counted
apart: a stranger's tries lock the login for strangers only. A network address has a count of its own, large
enough for an office behind one address. A name that nobody has is locked in the same way, so that a lock tells
nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import counting
from .models import DoorCount, User
from .policy import DoorPolicy

DEVICE_COOKIE = "yizheng_device"
DEVICE_DAYS = 400
_SALT = "yizheng.accounts.device"


def policy() -> DoorPolicy:
    """Return the rules of this deployment."""
    rules: DoorPolicy = settings.DOOR
    return rules


def count_try(request: HttpRequest, username: str, *, at: datetime) -> int:
    """
    Count a try of a password before it is compared and return which it is; over `lock_tries` it may not be made.

    Counted first, so that of many tries at once no more than `lock_tries` are compared.
    """
    tries = policy().lock_tries
    return counting.count(
        "password", _whom(request, username), span=policy().lock_span, at=at, username=username.lower(), restarts=tries
    )


def note_right_password(request: HttpRequest, username: str) -> None:
    """Count from nought again for this browser."""
    counting.forget("password", _whom(request, username))


def note_wrong(request: HttpRequest, *, at: datetime) -> None:
    """Count a wrong password, code or card of a network address."""
    counting.count("wrong", address_of(request), span=policy().lock_span, at=at)


def address_is_locked(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether too much was guessed from this network address."""
    return counting.counted("wrong", address_of(request), at=at) >= policy().address_wrong_tries


def locked_logins(*, at: datetime) -> set[str]:
    """Return the login names that are locked for somebody now."""
    held = DoorCount.objects.filter(bucket__startswith="password:", ends_at__gt=at, count__gte=policy().lock_tries)
    return set(held.values_list("username", flat=True))


def clear_locks(user: User) -> None:
    """Count a login's wrong passwords and codes from nought again, in every browser."""
    DoorCount.objects.filter(username=user.username.lower()).delete()


def address_of(request: HttpRequest) -> str:
    """Return the network address that asks."""
    from allauth.account.adapter import get_adapter

    return str(get_adapter(request).get_client_ip(request))


def know_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let this browser be known as one in which the person has signed in."""
    names = [name for name in _known(request) if name != user.username.lower()][:4]
    cookie = signing.dumps([user.username.lower(), *names], salt=_SALT)
    response.set_cookie(
        DEVICE_COOKIE, cookie, max_age=DEVICE_DAYS * 86400, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, path="/accounts/",
    )  # fmt: skip


def device_of(request: HttpRequest, username: str) -> str:
    """Return what tells this browser from strangers for this login; empty for a stranger."""
    return request.COOKIES[DEVICE_COOKIE] if username.lower() in _known(request) else ""


def _known(request: HttpRequest) -> list[str]:
    try:
        names: list[str] = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=_SALT, max_age=DEVICE_DAYS * 86400
        )
    except signing.BadSignature:
        return []
    return names


def _whom(request: HttpRequest, username: str) -> str:
    return f"{username.lower()}|{device_of(request, username)}"


def now() -> datetime:
    """Return the moment; for the hooks of the sign-in library, which pass none."""
    return timezone.now()
