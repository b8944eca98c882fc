"""
The unified identity of a place (统一身份认证): OpenID Connect or CAS, both off until they are set.

A person who comes from there is matched with a login that the office has opened, by their telephone or their
login name there. Nobody gets a login by coming.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yizheng.kernel.errors import Refused

from .models import User
from .phones import normal_phone
from .queries import login_of_phone


@dataclass(frozen=True)
class Matching:
    """Which attribute of the outside identity names a person here, and by what: `phone` or `username`."""

    attribute: str
    by: str


def find_login(attributes: Mapping[str, Any], matching: Matching) -> User | None:
    """Return the living login that an outside identity speaks of."""
    value = attributes.get(matching.attribute)
    if not isinstance(value, str) or not value.strip():
        return None
    if matching.by == "username":
        return User.objects.filter(username=value.strip()[:60], is_active=True).first()
    try:
        return login_of_phone(normal_phone(value))
    except Refused:
        return None


def unknown(request: HttpRequest) -> HttpResponse:
    """Say that the office has no login for this person."""
    return render(request, "accounts/outside_unknown.html", status=403)


class OutsideIdentity(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """OpenID Connect: match, never create; keep nothing of what the other side tells but its name for the person."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody gets a login by coming."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join the identity to a login on first coming. Raises: ImmediateHttpResponse for an unknown person."""
        told = sociallogin.account.extra_data
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        attributes = {**told.get("userinfo", {}), **told.get("id_token", {})}
        user = None if _is_doubtful(attributes) else find_login(attributes, Matching(**settings.OIDC_MATCHING))
        if user is None:
            raise ImmediateHttpResponse(unknown(request))
        sociallogin.connect(request, user)


def _is_doubtful(attributes: Mapping[str, Any]) -> bool:
    """Tell whether the place itself says that it never checked the telephone by which a person would be matched."""
    name = f"{settings.OIDC_MATCHING['attribute']}_verified"
    return attributes.get(name, True) not in (True, "true")
