"""Identities that claim what nobody checked."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from yizheng.accounts.tests.factories import grant, make_committee, make_user
from yizheng.accounts.tests.identity_houses import CLIENT, SECRET, house

pytestmark = pytest.mark.django_db


def test_a_telephone_that_the_place_never_checked_opens_no_login(client, settings):
    member = make_user("许立群", phone="13800001111")
    grant(member, make_committee("linjiang"), "member", label="委员")
    with house() as place:
        app = {
            "provider_id": "place", "name": "省统一身份", "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": place.url},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        place.claims = {"sub": "u-9", "phone_number": "+8613800001111", "phone_number_verified": False}
        sent = client.get("/accounts/oidc/place/login/")
        state = parse_qs(urlsplit(sent.url).query)["state"][0]

        answer = client.get("/accounts/oidc/place/login/callback/", {"code": "c", "state": state})

    assert answer.status_code == 403
    assert client.session.get("_auth_user_id") is None
    assert SocialAccount.objects.count() == 0
