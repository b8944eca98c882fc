"""Sessions that rest too long end without losing the page; guessing locks, and locks nobody else out."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from yizheng.accounts.tests.factories import PASSWORD, grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.models import SecurityEvent

pytestmark = pytest.mark.django_db
NEW = "Three-Bridges-2026"


@pytest.fixture
def linjiang():
    return make_committee("linjiang")


@pytest.fixture
def clerk(linjiang):
    user = make_user(password=PASSWORD)
    grant(user, linjiang)
    return user


@pytest.fixture
def member(linjiang):
    user = make_user("许立群", password=PASSWORD)
    grant(user, linjiang, "member", label="委员")
    return user


def sign_in(client, user, password=PASSWORD):
    return client.post("/accounts/login/", {"login": user.username, "password": password})


def rest(client, minutes):
    session = client.session
    session["door"] = {**session["door"], "seen": int(time.time()) - minutes * 60}
    session.save()


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_staff_may_rest_half_an_hour(client, clerk, minutes, status):
    sign_in(client, clerk)
    rest(client, minutes)

    assert client.get("/linjiang/").status_code == status


def test_members_may_rest_for_days(client, member):
    sign_in(client, member)
    rest(client, 6 * 24 * 60)

    assert client.get("/linjiang/").status_code == 200


def test_after_resting_too_long_one_comes_back_to_the_same_page(client, clerk, linjiang):
    sign_in(client, clerk)
    rest(client, 31)

    out = client.get("/linjiang/?a=1")

    assert out.url == "/accounts/login/?next=" + quote("/linjiang/?a=1", safe="/")
    assert "没交的内容还在" in client.get(out.url).content.decode()
    with scoping.scope(linjiang):
        assert list(SecurityEvent.objects.order_by("id").values_list("what", flat=True)) == ["signed_in", "idle_out"]


def test_a_form_sent_after_resting_leads_back_to_the_page_it_stood_on(client, clerk):
    sign_in(client, clerk)
    rest(client, 31)

    out = client.post("/linjiang/hat/", {"grant": "1"}, headers={"Referer": "http://testserver/linjiang/todo/?b=2"})

    assert out.url == "/accounts/login/?next=" + quote("/linjiang/todo/?b=2", safe="/")


def test_a_fragment_asked_for_after_resting_leads_the_whole_page(client, clerk):
    sign_in(client, clerk)
    rest(client, 31)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/linjiang/todo/"}

    out = client.get("/linjiang/hat/", headers=headers)

    assert out.status_code == 204
    assert out.headers["HX-Redirect"] == "/accounts/login/?next=%2Flinjiang%2Ftodo%2F"


def test_using_a_page_ends_the_rest(client, clerk):
    sign_in(client, clerk)
    rest(client, 20)
    client.get("/linjiang/")

    assert time.time() - client.session["door"]["seen"] < 60


def test_no_success_message_at_signing_in_ends_a_draft(client, clerk):
    """The browser takes a success message as the confirmation of what it had sent."""
    sign_in(client, clerk)
    client.post("/accounts/logout/")
    sign_in(client, clerk)

    page = client.get("/linjiang/").content.decode()

    assert 'data-flash="success"' not in page
    assert "上次登录是" in page


# Sessions


def test_the_list_names_each_browser_and_ends_the_others(clerk):
    here, there = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/130"), Client()
    sign_in(here, clerk)
    sign_in(there, clerk)

    page = here.get("/accounts/sessions/").content.decode()
    assert "Windows 电脑 · Chrome 内核浏览器" in page
    assert "就是这台" in page
    here.post("/accounts/sessions/")

    assert there.get("/linjiang/").url.startswith("/accounts/login/")
    assert here.get("/linjiang/").status_code == 200
    assert UserSession.objects.count() == 1


def test_a_new_password_ends_the_sessions_elsewhere(clerk):
    here, there = Client(), Client()
    sign_in(here, clerk)
    sign_in(there, clerk)

    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert there.get("/linjiang/").url.startswith("/accounts/login/")
    assert here.get("/linjiang/").status_code == 200


def test_a_planted_session_is_not_the_one_signed_in(clerk):
    attacker, victim = Client(), Client()
    attacker.get("/accounts/phone/")
    session = attacker.session
    session["planted"] = 1
    session.save()
    victim.cookies["sessionid"] = session.session_key

    sign_in(victim, clerk)

    assert victim.session.session_key != session.session_key
    attacker.cookies["sessionid"] = session.session_key
    assert attacker.get("/linjiang/").url.startswith("/accounts/login/")


# Locks


def test_five_wrong_passwords_lock_the_login_for_strangers_and_not_for_its_own_browser(clerk):
    own, stranger, another = Client(), Client(REMOTE_ADDR="6.6.6.6"), Client(REMOTE_ADDR="7.7.7.7")
    sign_in(own, clerk)
    own.post("/accounts/logout/")
    for _ in range(5):
        sign_in(stranger, clerk, "wrong")

    for shut in (stranger, another):
        assert "暂时锁定" in sign_in(shut, clerk).content.decode()
        assert "_auth_user_id" not in shut.session
    assert sign_in(own, clerk).status_code == 302


def test_a_name_that_nobody_has_is_locked_alike(client):
    pages = [client.post("/accounts/login/", {"login": "nobody", "password": "x"}).content.decode() for _ in range(6)]

    assert all("账号或密码不对" in page for page in pages[:5])
    assert "暂时锁定" in pages[5]


def test_a_forged_cookie_is_a_strangers(clerk):
    own, forger = Client(), Client()
    sign_in(own, clerk)
    forger.cookies["yizheng_device"] = own.cookies["yizheng_device"].value[:-2] + "xx"
    for _ in range(5):
        sign_in(forger, clerk, "wrong")

    assert "暂时锁定" in sign_in(Client(), clerk).content.decode()


def test_a_right_password_ends_the_count(client, clerk):
    for _ in range(3):
        for _ in range(4):
            sign_in(client, clerk, "wrong")
        assert sign_in(client, clerk).status_code == 302
        client.post("/accounts/logout/")
