"""The rules of the door: numbers of the deployment, read from the environment (等保 three by default)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

PREFIX = "YIZHENG_"


@dataclass(frozen=True)
class DoorPolicy:
    """
    The rules of signing in. Each field is read from `YIZHENG_` and its name in capitals.

    Rule: GB/T 22239-2019 level three, 8.1.4.1 (identification); the numbers are the usual ones of its assessors.
    Rule: our decision: those of the short messages, sized so that 400 members behind one address all come in.
    """

    require_totp: bool | None = None
    """A second step for strict roles; None: everywhere but in a demo."""
    password_min_length: int = 10
    password_min_kinds: int = 3
    """Of capitals, small letters, digits and signs."""
    password_max_days: int = 90
    password_history: int = 5
    idle_minutes: int = 30
    member_idle_minutes: int = 7 * 24 * 60
    lock_tries: int = 5
    lock_minutes: int = 15
    address_wrong_tries: int = 300
    """Wrong passwords, codes or cards from one network address in `lock_minutes`."""
    sms_code_minutes: int = 5
    sms_code_tries: int = 5
    sms_resend_seconds: int = 60
    sms_per_phone_hour: int = 6
    sms_per_address: int = 1600
    """Codes asked for from one address in five minutes: 400 members, four times each."""
    sms_answers_per_day: int = 20
    """Answers in a row without the right one for one telephone in a day, counted apart for browsers it is known in."""
    card_days: int = 30

    @property
    def lock_span(self) -> timedelta:
        """How long a locked login stays locked."""
        return timedelta(minutes=self.lock_minutes)


def read_policy(environment: Mapping[str, str]) -> DoorPolicy:
    """Return the rules as the environment sets them. Raises: ValueError, naming the variable that is no number."""
    given = {field.name: environment.get(PREFIX + field.name.upper(), "") for field in fields(DoorPolicy)}
    return DoorPolicy(**{name: _value(name, text) for name, text in given.items() if text})


def _value(name: str, text: str) -> Any:
    if name == "require_totp":
        return text == "1"
    if not text.isdecimal() or int(text) == 0:
        raise ValueError(f"{PREFIX}{name.upper()} must be a whole number above 0, not {text!r}")
    return int(text)
