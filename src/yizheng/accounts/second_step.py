"""Forms of the second step that tell the administrators of a wrong code; the code itself is written nowhere."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from . import events


class _Noting:
    """Notes a code that was compared and is wrong; one that is no longer compared, for too many were, is not noted."""

    user: Any

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError as refusal:
            if refusal.code == "incorrect_code":
                events.note(self.user, events.WRONG_SECOND_STEP, context.request, at=timezone.now())
            raise
        return code


class CodeAtTheDoor(_Noting, AuthenticateForm):  # type: ignore[misc]
    """The code after a right password; nobody is signed in yet."""


class CodeInside(_Noting, ReauthenticateForm):  # type: ignore[misc]
    """The code asked of somebody who is signed in."""
