"""Coming in by a unified identity: matched with a login the office opened, never made by coming."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from yizheng.accounts.models import User
from yizheng.accounts.tests.door_keys import give_second_step
from yizheng.accounts.tests.factories import grant, make_committee, make_user
from yizheng.accounts.tests.identity_houses import CLIENT, SECRET, cas_success, house

pytestmark = pytest.mark.django_db
PHONE = "13800001111"


@pytest.fixture
def place():
    with house() as made:
        yield made


@pytest.fixture
def member():
    user = make_user("许立群", phone=PHONE, username="xulq")
    grant(user, make_committee("linjiang"), "member", label="委员")
    return user


@pytest.fixture
def oidc(settings, place):
    app = {
        "provider_id": "place", "name": "省统一身份", "client_id": CLIENT, "secret": SECRET,
        "settings": {"server_url": place.url},
    }  # fmt: skip
    settings.OIDC_APPS = [app]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return place


@pytest.fixture
def cas(settings, place):
    settings.CAS_SERVER = f"{place.url}/cas/"
    settings.CAS_MATCHING = {"attribute": "mobile", "by": "phone"}
    return place


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def come_by_oidc(client, state=None):
    sent = client.get("/accounts/oidc/place/login/?next=/linjiang/")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(sent.url).query).items()}
    return client.get("/accounts/oidc/place/login/callback/", {"code": "c", "state": state or asked["state"]}), asked


def test_a_known_telephone_comes_in_by_oidc_and_the_next_time_too(client, oidc, member):
    oidc.claims = {"sub": "u-77", "phone_number": "+86 138 0000 1111", "name": "许某"}

    answer, asked = come_by_oidc(client)

    assert answer.url == "/linjiang/"
    assert signed_in_as(client) == str(member.pk)
    assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
    assert [path for path, _ in oidc.asked if path == "/token"] == ["/token"]
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data) == (member, "u-77", {})
    client.post("/accounts/logout/")
    oidc.claims = {"sub": "u-77"}
    assert come_by_oidc(client)[0].url == "/linjiang/"
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize("claims", [{}, {"phone_number": "13900002222"}, {"phone_number": "x"}, {"phone_number": 7}])
def test_an_unknown_person_gets_no_login_by_coming(client, oidc, member, claims):
    oidc.claims = {"sub": "u-78", "email": "a@example.org", "preferred_username": "xulq", **claims}

    answer, _ = come_by_oidc(client)

    assert answer.status_code == 403
    assert "没有找到您的账号" in answer.content.decode()
    assert signed_in_as(client) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_token_for_another_house_opens_nothing(client, oidc, member):
    oidc.claims, oidc.audience = {"sub": "u-77", "phone_number": PHONE}, "another-client"

    answer, _ = come_by_oidc(client)

    assert "统一身份认证没有成功" in answer.content.decode()
    assert signed_in_as(client) is None
    assert SocialAccount.objects.count() == 0


def test_an_answer_that_was_not_asked_for_opens_nothing(client, oidc, member):
    oidc.claims = {"sub": "u-77", "phone_number": PHONE}

    come_by_oidc(client, state="forged")

    assert signed_in_as(client) is None


def test_a_closed_login_is_not_matched(client, oidc, member):
    oidc.claims = {"sub": "u-77", "phone_number": PHONE}
    User.objects.update(is_active=False)

    assert come_by_oidc(client)[0].status_code == 403
    assert signed_in_as(client) is None


def test_who_has_a_second_step_is_asked_for_it_after_the_outside_identity_too(client, oidc, member):
    give_second_step(member)
    oidc.claims = {"sub": "u-77", "phone_number": PHONE}

    assert come_by_oidc(client)[0].url == "/accounts/2fa/authenticate/"
    assert signed_in_as(client) is None


def test_the_door_offers_what_is_set_up(client, oidc, cas):
    page = client.get("/accounts/login/").content.decode()

    assert "用省统一身份登录" in page
    assert 'href="/accounts/cas/"' in page


def test_what_is_not_set_up_does_not_exist(client, settings):
    assert client.get("/accounts/cas/").status_code == 404
    assert client.get("/accounts/cas/back/?ticket=ST-1").status_code == 404
    assert client.get("/accounts/oidc/place/login/").status_code == 404
    assert "统一身份" not in client.get("/accounts/login/").content.decode()


# CAS


def test_a_known_telephone_comes_in_by_cas(client, cas, member):
    cas.tickets["ST-1"] = cas_success("0077", mobile=PHONE, name="许某")

    sent = client.get("/accounts/cas/?next=/linjiang/")
    answer = client.get("/accounts/cas/back/?ticket=ST-1")

    service = "http://testserver/accounts/cas/back/"
    assert parse_qs(urlsplit(sent.url).query) == {"service": [service]}
    assert cas.asked == [("/cas/p3/serviceValidate", {"ticket": "ST-1", "service": service})]
    assert answer.url == "/linjiang/"
    assert signed_in_as(client) == str(member.pk)


def test_the_name_at_cas_may_be_the_login_name(client, cas, member, settings):
    settings.CAS_MATCHING = {"attribute": "user", "by": "username"}
    cas.tickets["ST-1"] = cas_success("xulq")
    client.get("/accounts/cas/")

    assert client.get("/accounts/cas/back/?ticket=ST-1").url == "/"
    assert signed_in_as(client) == str(member.pk)


def test_a_ticket_holds_once_and_only_for_who_set_out_here(client, cas, member):
    cas.tickets["ST-1"] = cas_success("0077", mobile=PHONE)

    assert client.get("/accounts/cas/back/?ticket=ST-1").url == "/accounts/login/"
    assert cas.asked == []
    client.get("/accounts/cas/")
    client.get("/accounts/cas/back/?ticket=ST-1")
    client.post("/accounts/logout/")
    client.get("/accounts/cas/")
    assert client.get("/accounts/cas/back/?ticket=ST-1").status_code == 403
    assert signed_in_as(client) is None


@pytest.mark.parametrize("answer", ["not xml", "", "<a>", cas_success("0078", mobile="13900002222")])
def test_a_cas_that_cannot_be_understood_lets_nobody_in(client, cas, member, answer):
    cas.tickets["ST-1"] = answer
    client.get("/accounts/cas/")

    page = client.get("/accounts/cas/back/?ticket=ST-1")

    assert page.status_code in (403, 502)
    assert signed_in_as(client) is None
    assert User.objects.count() == 1


def test_a_cas_that_is_away_lets_nobody_in(client, cas, member, settings):
    settings.CAS_SERVER = "http://127.0.0.1:9/cas/"
    client.get("/accounts/cas/")

    assert client.get("/accounts/cas/back/?ticket=ST-1").status_code == 502
