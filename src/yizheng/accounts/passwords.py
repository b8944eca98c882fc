"""What a password must be, how long it holds, and that none comes back (等保口令要求)."""

from __future__ import annotations

import secrets
import string
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from .locking import policy
from .models import User

KINDS = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
# Look-alikes (0 O o 1 l I) are left out: an initial password is typed from paper.
CAPITALS, SMALL, DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789"
INITIAL_CHARS = 14


class KindsValidator:
    """A password has several kinds of characters and is long enough."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises: ValidationError with what is missing."""
        rules = policy()
        if len(password) < rules.password_min_length:
            raise ValidationError(f"密码至少 {rules.password_min_length} 位，现在有 {len(password)} 位。")
        if kinds_in(password) < rules.password_min_kinds:
            raise ValidationError(f"密码要有大写字母、小写字母、数字、符号中的至少 {rules.password_min_kinds} 种。")

    def get_help_text(self) -> str:
        """Say the rule."""
        rules = policy()
        return (
            f"至少 {rules.password_min_length} 位，大写字母、小写字母、数字、符号至少 {rules.password_min_kinds} 种。"
        )


class NotAgainValidator:
    """None of the last passwords comes back."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises: ValidationError."""
        if user is None or user.pk is None:
            return
        kept = [user.password, *user.past_passwords][: policy().password_history]
        if any(check_password(password, old) for old in kept):
            raise ValidationError(f"不能再用最近 {policy().password_history} 次用过的密码，请换一个。")

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"不能与最近 {policy().password_history} 次用过的相同。"


def kinds_in(password: str) -> int:
    """Return how many kinds of characters a password has: capitals, small letters, digits, signs."""
    known = sum(any(character in kind for character in password) for kind in KINDS)
    return known + any(character not in "".join(KINDS) for character in password)


def change(user: User, password: str, *, must_change: bool = False, at: datetime) -> None:
    """Set a password and keep the hash of the one before; running sessions of the login end by it."""
    if user.has_usable_password():
        user.past_passwords = [user.password, *user.past_passwords][: policy().password_history]
    user.set_password(password)
    user.password_changed_at = at
    user.must_change_password = must_change
    user.save(update_fields=["password", "password_changed_at", "must_change_password", "past_passwords"])


def is_expired(user: User, *, at: datetime) -> bool:
    """Tell whether a password is older than the rules allow."""
    since = user.password_changed_at or user.date_joined
    return at - since > timedelta(days=policy().password_max_days)


def initial_password() -> str:
    """Return a random first password that keeps the rules and can be typed from paper (80 bits)."""
    one_each = [secrets.choice(kind) for kind in (CAPITALS, SMALL, DIGITS)]
    rest = [secrets.choice(CAPITALS + SMALL + DIGITS) for _ in range(INITIAL_CHARS - len(one_each))]
    drawn = one_each + rest
    secrets.SystemRandom().shuffle(drawn)
    return "".join(drawn)
