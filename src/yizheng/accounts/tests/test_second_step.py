"""Staff come in by password and a second step, and no address leads around either."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from yizheng.accounts import passwords
from yizheng.accounts.tests.door_keys import digits, give_second_step
from yizheng.accounts.tests.factories import PASSWORD, grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.models import ActKey, LedgerEntry, SecurityEvent

pytestmark = pytest.mark.django_db
NEW = "Three-Bridges-2026"


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.DOOR = replace(settings.DOOR, require_totp=True)


@pytest.fixture
def linjiang():
    return make_committee("linjiang")


@pytest.fixture
def clerk(linjiang):
    user = make_user(password=PASSWORD)
    grant(user, linjiang)
    return user


def by_password(client, user, password=PASSWORD):
    return client.post("/accounts/login/", {"login": user.username, "password": password})


def committee_addresses():
    """Return many addresses of a committee: each page without a number in its address, and guesses."""
    [inside] = [one for one in get_resolver().url_patterns if str(one.pattern) == "<slug:committee>/"]
    plain = [str(p.pattern) for part in inside.url_patterns for p in getattr(part, "url_patterns", [part])]
    return ["/linjiang/" + one for one in plain if "<" not in one] + ["/linjiang//", "/linjiang/nowhere/"]


def test_without_a_second_step_every_address_leads_to_setting_it_up(client, clerk):
    by_password(client, clerk)
    addresses = committee_addresses()

    answers = {path: client.get(path) for path in addresses}
    posts = {path: client.post(path, {"act_key": "7d0f8f2e-6d53-4b8e-9f7e-1f5ce9d2ab11"}) for path in addresses}

    assert len(addresses) > 10
    for path, seen in {**answers, **posts}.items():
        assert seen.status_code == 404 or seen.url.startswith("/accounts/2fa/totp/activate/?next="), path
    assert [one.status_code for one in answers.values()].count(302) > 8
    with scoping.scope(clerk.opened_in or make_committee("other")):
        assert ActKey.objects.count() == LedgerEntry.objects.count() == 0


def test_setting_it_up_opens_the_pages_and_shows_recovery_codes(client, clerk):
    by_password(client, clerk)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret

    done = client.post("/accounts/2fa/totp/activate/", {"code": digits(secret)})

    assert done.url == "/accounts/2fa/recovery-codes/"
    codes = client.get(done.url).context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/linjiang/").status_code == 200


def test_a_wrong_code_sets_nothing_up(client, clerk):
    by_password(client, clerk)
    client.get("/accounts/2fa/totp/activate/")

    client.post("/accounts/2fa/totp/activate/", {"code": "000000"})

    assert Authenticator.objects.count() == 0
    assert client.get("/linjiang/").status_code == 302


def test_the_password_alone_signs_nobody_in_who_has_a_second_step(client, clerk):
    secret = give_second_step(clerk)

    answer = by_password(client, clerk)

    assert answer.url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get("/linjiang/").url.startswith("/accounts/login/")
    opened = client.post("/accounts/2fa/authenticate/", {"code": digits(secret)})
    assert opened.url == "/"
    assert client.get("/linjiang/").status_code == 200


def test_a_code_of_the_app_is_taken_once(clerk):
    secret = give_second_step(clerk)
    first, second = Client(), Client()
    code = digits(secret)
    by_password(first, clerk)
    by_password(second, clerk)

    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    replayed = second.post("/accounts/2fa/authenticate/", {"code": code})

    assert "同一个验证码不能用两次" in replayed.content.decode()
    assert "_auth_user_id" not in second.session


def test_codes_of_the_app_cannot_be_guessed_on(client, clerk):
    secret = give_second_step(clerk)
    by_password(client, clerk)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    page = client.post("/accounts/2fa/authenticate/", {"code": digits(secret)})

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(clerk):
    first = Client()
    by_password(first, clerk)
    secret = first.get("/accounts/2fa/totp/activate/").context["form"].secret
    first.post("/accounts/2fa/totp/activate/", {"code": digits(secret)})
    code = first.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    second, third = Client(), Client()
    by_password(second, clerk)
    by_password(third, clerk)

    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert third.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_taking_the_second_step_away_shuts_the_pages_again(client, clerk):
    secret = give_second_step(clerk)
    by_password(client, clerk)
    client.post("/accounts/2fa/authenticate/", {"code": digits(secret)})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.filter(type="totp").exists()
    assert client.get("/linjiang/").url.startswith("/accounts/2fa/totp/activate/")


def test_the_secret_is_sealed(clerk):
    secret = give_second_step(clerk)

    assert secret not in str(Authenticator.objects.get().data)


def test_a_strict_hat_is_not_worn_by_a_session_without_a_password(client, clerk):
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/linjiang/").url.startswith("/accounts/strict/")


def test_a_member_needs_no_second_step(client, linjiang):
    member = make_user(password=PASSWORD)
    grant(member, linjiang, "member", label="委员")
    by_password(client, member)

    assert client.get("/linjiang/").status_code == 200


@pytest.mark.parametrize(("setting", "is_demo", "status"), [(None, True, 200), (True, True, 200), (None, False, 302)])
def test_demo_identities_need_none_in_a_demo_only(client, settings, setting, is_demo, status):
    settings.DOOR = replace(settings.DOOR, require_totp=setting)
    user = make_user(password=PASSWORD, is_demo=True)
    grant(user, make_committee("demo", is_demo=is_demo))
    by_password(client, user)

    assert client.get("/demo/").status_code == status


# Passwords


def test_an_initial_password_must_be_changed_before_anything_else(client, clerk, linjiang):
    initial = passwords.initial_password()
    passwords.change(clerk, initial, must_change=True, at=timezone.now())
    by_password(client, clerk, initial)

    assert client.get("/linjiang/").url.startswith("/accounts/password/change/?next=")
    changed = client.post(
        "/accounts/password/change/",
        {"oldpassword": initial, "password1": NEW, "password2": NEW, "next": "/linjiang/"},
    )
    assert changed.url == "/linjiang/"
    assert client.get("/linjiang/").url.startswith("/accounts/2fa/totp/activate/")
    clerk.refresh_from_db()
    assert (clerk.must_change_password, clerk.check_password(NEW)) == (False, True)


@pytest.mark.parametrize(("days", "leads_to"), [(89, "/accounts/2fa/"), (91, "/accounts/password/change/")])
def test_a_password_holds_ninety_days(client, clerk, days, leads_to):
    clerk.password_changed_at = timezone.now() - timedelta(days=days)
    clerk.save(update_fields=["password_changed_at"])
    by_password(client, clerk)

    assert client.get("/linjiang/").url.startswith(leads_to)


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("Kurz-1", "密码至少 10 位，现在有 6 位。"),
        ("nurkleinbuchstaben", "密码要有大写字母、小写字母、数字、符号中的至少 3 种。"),
        ("password2026", "密码要有大写字母、小写字母、数字、符号中的至少 3 种。"),
    ],
)
def test_a_weak_password_is_refused_in_words(client, clerk, new, sentence):
    by_password(client, clerk)

    page = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert sentence in page.content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_none_of_the_last_five_passwords_comes_back(client, clerk):
    at = timezone.now()
    earlier = [f"Bridge-number-{number}" for number in range(6)]
    for one in earlier:
        passwords.change(clerk, one, at=at)
    by_password(client, clerk, earlier[-1])

    def change_to(new):
        form = {"oldpassword": earlier[-1], "password1": new, "password2": new}
        return client.post("/accounts/password/change/", form)

    for one in earlier[1:]:
        assert "不能再用最近 5 次用过的密码" in change_to(one).content.decode()
    assert change_to(earlier[0]).status_code == 302


def test_an_initial_password_keeps_the_rules():
    drawn = {passwords.initial_password() for _ in range(50)}

    assert len(drawn) == 50
    for one in drawn:
        passwords.KindsValidator().validate(one)


# What is written down


def noted(house):
    with scoping.scope(house):
        wrong = SecurityEvent.objects.filter(what="wrong_second_step").order_by("id")
        return list(wrong.values_list("user__name", "path"))


def test_a_wrong_code_is_noted_without_the_code(client, clerk, linjiang):
    secret = give_second_step(clerk)
    by_password(client, clerk)

    client.post("/accounts/2fa/authenticate/", {"code": "135790"})
    assert noted(linjiang) == [(clerk.name, "/accounts/2fa/authenticate/ 来自 127.0.0.1")]
    client.post("/accounts/2fa/authenticate/", {"code": digits(secret)})
    client.post("/accounts/2fa/reauthenticate/", {"code": "246813"})

    assert [path for _, path in noted(linjiang)][1:] == ["/accounts/2fa/reauthenticate/ 来自 127.0.0.1"]
    with scoping.scope(linjiang):
        everything = str(list(SecurityEvent.objects.values()))
    assert [code for code in ("135790", "246813", secret, digits(secret)) if code in everything] == []


def test_a_code_that_is_not_compared_any_more_is_not_noted(client, clerk, linjiang):
    give_second_step(clerk)
    by_password(client, clerk)

    for _ in range(7):
        client.post("/accounts/2fa/authenticate/", {"code": "135790"})

    assert len(noted(linjiang)) == 5


def test_both_who_watch_the_door_read_of_a_wrong_code(client, clerk, linjiang, settings):
    settings.DOOR = replace(settings.DOOR, require_totp=False)
    give_second_step(clerk)
    by_password(client, clerk)
    client.post("/accounts/2fa/authenticate/", {"code": "135790"})

    seen = {}
    for role, page in (("security_admin", f"{clerk.public_id}/"), ("sys_admin", f"{clerk.public_id}/"),
                       ("audit_admin", "events/?what=wrong_second_step")):  # fmt: skip
        watcher, browser = make_user(role), Client()
        grant(watcher, linjiang, role, label=role)
        browser.force_login(watcher, backend="allauth.account.auth_backends.AuthenticationBackend")
        seen[role] = "<dd>动态验证码错误</dd>" in (said := browser.get(f"/linjiang/logins/{page}").content.decode())
        seen[role] = seen[role] or "安全事件：1 条" in said

    assert seen == {"security_admin": True, "sys_admin": False, "audit_admin": True}
