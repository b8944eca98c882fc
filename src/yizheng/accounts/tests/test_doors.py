"""Sign-in: by password everywhere, by one click in a demo only, and never by signing up."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from yizheng.accounts.models import User
from yizheng.accounts.tests.factories import PASSWORD, grant, make_committee, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    user = make_user(password=PASSWORD)
    grant(user, make_committee("linjiang"))
    return user


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_a_password_opens_the_door_and_leads_to_the_only_committee(client, clerk):
    answer = client.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, "/")
    assert signed_in_as(client) == str(clerk.pk)
    assert client.get("/").url == "/linjiang/"


def test_a_password_opens_the_door_behind_the_gateway(clerk):
    behind = Client(REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.0.0.7")

    answer = behind.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, "/")
    assert signed_in_as(behind) == str(clerk.pk)


def test_the_door_is_drawn_by_our_own_page(client):
    page = client.get("/accounts/login/").content.decode()

    assert "<h1>登录议政</h1>" in page
    assert "注册" not in page


def test_after_the_password_one_is_where_one_wanted_to_go(client, clerk):
    answer = client.post(
        "/accounts/login/", {"login": clerk.username, "password": PASSWORD, "next": "/linjiang/hat/?a=1"}
    )

    assert answer.url == "/linjiang/hat/?a=1"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_the_door_leads_to_no_other_site(client, clerk, target):
    answer = client.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD, "next": target})

    assert answer.url == "/"


@pytest.mark.parametrize(("login", "password"), [("known", "wrong-password"), ("unknown", PASSWORD), ("known", "")])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client, clerk, login, password):
    name = clerk.username if login == "known" else "nobody"

    answer = client.post("/accounts/login/", {"login": name, "password": password})

    assert answer.status_code == 200
    assert signed_in_as(client) is None


def test_a_closed_login_does_not_open(client, clerk):
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])

    client.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD})

    assert signed_in_as(client) is None


def test_signing_out_ends_the_session(client, clerk):
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")

    client.post("/accounts/logout/")

    assert signed_in_as(client) is None
    assert client.get("/linjiang/").status_code == 302


def test_nobody_signs_up(client):
    form = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD}

    answer = client.post("/accounts/signup/", form)

    assert answer.status_code in (200, 404)
    assert User.objects.count() == 0
    assert signed_in_as(client) is None


def test_a_form_from_another_site_is_refused(clerk):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD})

    assert answer.status_code == 403
    assert signed_in_as(strict) is None


def test_a_person_without_any_committee_gets_a_page_that_says_so(client):
    user = make_user(password=PASSWORD)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/").status_code == 200


def test_a_person_of_two_committees_chooses(client, clerk):
    grant(clerk, make_committee("haishan"))
    make_committee("elsewhere")
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get("/").content.decode()

    assert 'href="/linjiang/"' in page
    assert 'href="/haishan/"' in page
    assert "elsewhere" not in page


# The demo


@pytest.fixture
def demo():
    committee = make_committee("demo", is_demo=True)
    user = make_user("周倩", username="demo-office", is_demo=True)
    grant(user, committee)
    return user


def test_a_demo_identity_comes_in_by_one_click(client, demo):
    answer = client.post("/accounts/demo/", {"identity": "demo-office"})

    assert (answer.status_code, answer.url) == (302, "/")
    assert signed_in_as(client) == str(demo.pk)


def test_the_door_of_a_demo_shows_its_identities_and_that_of_an_office_does_not(client, demo):
    assert "周倩" in client.get("/").content.decode()

    type(demo).objects.filter(pk=demo.pk).update(is_active=False)
    assert "周倩" not in client.get("/").content.decode()


def test_outside_a_demo_database_no_identity_comes_in_by_one_click(client):
    user = make_user(username="demo-office", is_demo=True)
    grant(user, make_committee("linjiang"))

    assert client.post("/accounts/demo/", {"identity": "demo-office"}).status_code == 404
    assert signed_in_as(client) is None
    assert client.get("/").url == "/accounts/login/"


@pytest.mark.parametrize("identity", ["", "nobody", "real-clerk", "closed"])
def test_only_living_demo_identities_come_in_by_one_click(client, demo, identity):
    make_user(username="real-clerk")
    make_user(username="closed", is_demo=True, is_active=False)

    assert client.post("/accounts/demo/", {"identity": identity}).status_code == 404
    assert signed_in_as(client) is None


def test_looking_at_the_demo_address_signs_nobody_in(client, demo):
    assert client.get("/accounts/demo/?identity=demo-office").status_code == 405
    assert signed_in_as(client) is None


# Bad input

NASTY = [
    "'; drop table accounts_user; --",
    "长" * 5000,
    "🀄" * 300,
    "\ud7ff",
    "\r\nX: y",
    "%00",
]


@pytest.mark.parametrize("value", NASTY)
def test_no_bad_input_at_the_doors_signs_anybody_in_or_is_a_defect(client, demo, value):
    answers = [
        client.post("/accounts/demo/", {"identity": value}),
        client.post("/accounts/login/", {"login": value, "password": value, "next": value}),
        client.get("/accounts/login/", {"next": value}),
        client.get(f"/{quote(value)}/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 200, 200, 404]
    assert signed_in_as(client) is None


@pytest.mark.parametrize("value", ["\x00", "demo-office\x00"])
def test_text_that_the_database_cannot_hold_is_a_bad_request_at_every_door(client, demo, value):
    answers = [
        client.post("/accounts/demo/", {"identity": value}),
        client.post("/accounts/login/", {"login": "a", "password": value}),
        client.get("/accounts/login/", {"next": value}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert signed_in_as(client) is None


@pytest.mark.parametrize("value", NASTY)
def test_no_bad_input_changes_the_hat_or_is_a_defect(client, clerk, value):
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post("/linjiang/hat/", {"grant": value, "next": value}).status_code == 404
    assert client.post("/linjiang/hat/", {"hat": value, "act_key": value}).status_code in (404, 409)
