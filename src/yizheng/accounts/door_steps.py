"""What stands between a right password and the pages of a committee: no address leads around it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from yizheng.kernel.acting import Hat
from yizheng.kernel.models import Committee

from . import passwords
from .adapter import totp_demanded
from .entering import methods_of
from .enums import STRICT

TO_CHANGE = "/accounts/password/change/"
TO_SET_UP = "/accounts/2fa/totp/activate/"
TO_SECOND_STEP = "/accounts/2fa/reauthenticate/"
TO_STRICT_DOOR = "/accounts/strict/"
OUTSIDE = {"socialaccount", "cas"}


def next_step(request: Any, committee: Committee, hats: Iterable[Hat], *, at: datetime) -> str:
    """Return the page a person must pass before any page of this committee; empty when the way is free."""
    user = request.user
    strict = any(hat.role in STRICT for hat in hats)
    if user.must_change_password:
        return TO_CHANGE
    if not strict or not totp_demanded(user, in_demo=committee.is_demo):
        return ""
    methods = methods_of(request)
    if not methods & {"password", *OUTSIDE}:
        return TO_STRICT_DOOR
    if "password" in methods and passwords.is_expired(user, at=at):
        return TO_CHANGE
    if "mfa" in methods:
        return ""
    has_totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return TO_SECOND_STEP if has_totp else TO_SET_UP
