"""Our answers to the questions of the sign-in library."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import date as formatted
from django.utils import timezone

from yizheng.kernel import secrets

from . import entering, events, locking, passwords, queries
from .models import User

LOCKED_WORDS = "输错次数太多，这个账号在这台电脑上暂时锁定。请过 {} 分钟再试，或者请安全管理员解锁。"
CROWDED_WORDS = "这个网络地址输错次数太多，请过 {} 分钟再试。"
_TOTP_CONTEXT = "mfa_authenticator.data"
SEALED_PARTS = tuple(
    secrets.SealedPart("mfa_authenticator", "data", word, _TOTP_CONTEXT) for word in ("secret", "seed")
)
"""Where allauth keeps what it sealed through `encrypt`: the secret of a second step, the seed of its recovery codes."""


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the office, never by signing up; wrong passwords lock them for a while."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "账号或密码不对，请核对后再输。",
        "enter_current_password": "请输入现在的密码。",
        "incorrect_password": "密码不对，请核对后再输。",
        "rate_limited": "输错次数太多，请过 15 分钟再试。",
        "too_many_login_attempts": "输错次数太多，请过 15 分钟再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        """Go to the page that chooses the committee."""
        return "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to where one was, or to the desk."""
        return "/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked login before its password is looked at. Raises: ValidationError."""
        at = timezone.now()
        minutes = locking.policy().lock_minutes
        if locking.address_is_locked(request, at=at):
            raise ValidationError(CROWDED_WORDS.format(minutes))
        username = str(credentials.get("username", ""))
        self._tries = locking.count_try(request, username, at=at)
        if self._tries > locking.policy().lock_tries:
            raise ValidationError(LOCKED_WORDS.format(minutes))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Compare the password; a right one ends the count."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            locking.note_right_password(request, str(credentials.get("username", "")))
        return user

    def _rollback_login_failed_rl_usage(self) -> None:
        """The library's own count is not used."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password where the login's administrators read it."""
        at = timezone.now()
        locking.note_wrong(request, at=at)
        user = User.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
        if user is not None:
            locked = self._tries == locking.policy().lock_tries
            events.note(user, events.LOCKED if locked else events.WRONG_PASSWORD, request, at=at)

    def set_password(self, user: User, password: str) -> None:
        """Keep its age and the ones before."""
        passwords.change(user, password, at=timezone.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Setting up the first second step follows the password at once: do not ask for it twice."""
        if app == "allauth.mfa" and not Authenticator.objects.filter(user=self.request.user).exists():
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session: a new key, its time of rest, a row for the administrators."""
        before, at = user.last_login, timezone.now()
        super().login(request, user)
        rules = locking.policy()
        strict = queries.is_strict(user, on=timezone.localdate(at))
        minutes = rules.idle_minutes if strict else rules.member_idle_minutes
        entering.begin(request, strict=strict, idle_seconds=minutes * 60)
        if user.is_demo:
            return
        events.note(user, events.SIGNED_IN, request, at=at, by_way_of="+".join(sorted(entering.methods_of(request))))
        if strict and before is not None:
            # Not a success message: those tell the browser that its drafts have arrived.
            last = formatted(timezone.localtime(before), "n月j日 H:i")
            messages.info(request, f"上次登录是{last}。如果不是您本人，请马上改密码。")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Let this browser be known as the person's."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if not user.is_demo:
            locking.know_device(request, response, user)
        return response


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step: sealed secrets, Chinese words, and no giving up where it is demanded."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不对。请看手机上最新的 6 位数字再输；同一个验证码不能用两次。",
        "cannot_generate_recovery_codes": "请先设置动态验证码，再生成备用码。",
    }

    def get_totp_issuer(self) -> str:
        """Name the house in the person's app."""
        return "议政"

    def get_totp_label(self, user: User) -> str:
        """Name the login in the person's app."""
        return user.username

    def encrypt(self, text: str) -> str:
        """Seal under the house's ring of keys."""
        return secrets.seal(text, _TOTP_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Open."""
        return secrets.unseal(encrypted_text, _TOTP_CONTEXT)


def totp_demanded(user: User, *, in_demo: bool) -> bool:
    """Tell whether a strict hat demands a second step of this login."""
    demanded: bool | None = settings.DOOR.require_totp
    if in_demo and (user.is_demo or demanded is None):
        return False
    return demanded is not False
