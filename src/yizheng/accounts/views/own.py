"""Pages on which a person looks after their own sign-in: the second step."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows import login as records
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpResponse


class SetUpSecondStep(ActivateTOTPView):  # type: ignore[misc]
    """Set up the second step; who has just shown a code from it has proved it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, and remember that this session has passed it."""
        answer: HttpResponse = super().form_valid(form)
        records.record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        return answer


class ChangePhoneOfSecondStep(DeactivateTOTPView):  # type: ignore[misc]
    """Take away the second step, to set it up on another telephone; what it had proved no longer counts."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Forget it, in this session too."""
        answer: HttpResponse = super().form_valid(form)
        kept = records.get_authentication_records(self.request, self.request.user)
        key = records.AUTHENTICATION_METHODS_SESSION_KEY
        self.request.session[key] = [one for one in kept if one["method"] != "mfa"]
        return answer
