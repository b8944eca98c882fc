"""What a person at the door holds: a short message, an app that shows six digits."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.utils import timezone

from yizheng.accounts.adapter import SecondStep
from yizheng.accounts.models import SmsCode, User
from yizheng.accounts.services import codes


def give_second_step(user: User) -> str:
    """Set up the second step of a login; return its secret."""
    secret = generate_totp_secret()
    data = {"secret": SecondStep().encrypt(secret)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return secret


def digits(secret: str, *, step: int = 0) -> str:
    """Return what the app shows now, or `step` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def received(log: Any) -> list[str]:
    """Let the job send the newest code; return the short messages that went out since."""
    log.clear()
    codes.deliver_code(code_id=SmsCode.objects.latest("pk").pk, at=timezone.now())
    return [record.getMessage() for record in log.records if record.name == "yizheng.sms"]


def code_in(message: str) -> str:
    """Return the six digits of a short message."""
    found = re.search(r"验证码 (\d{6})", message)
    assert found is not None, message
    return found[1]
