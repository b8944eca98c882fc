"""Members come in by a code sent to their telephone: once, for a while, and strangers learn nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yizheng.accounts.models import SmsCode
from yizheng.accounts.services import codes
from yizheng.accounts.tests.door_keys import code_in, received
from yizheng.accounts.tests.factories import grant, make_committee, make_user
from yizheng.kernel.errors import Refused

pytestmark = pytest.mark.django_db
PHONE, STRANGE = "13800001111", "13900002222"


@pytest.fixture(autouse=True)
def console(settings):
    settings.SMS = {"kind": "console"}


@pytest.fixture
def member():
    user = make_user("许立群", phone=PHONE)
    grant(user, make_committee("linjiang"), "member", label="委员")
    return user


def ask(client, phone=PHONE, **more):
    return client.post("/accounts/phone/", {"phone": phone, **more})


def answer(client, code, **more):
    return client.post("/accounts/phone/code/", {"code": code, **more})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def age_codes(by: timedelta):
    for made in SmsCode.objects.all():
        SmsCode.objects.filter(pk=made.pk).update(made_at=made.made_at - by, ends_at=made.ends_at - by)


def test_a_member_comes_in_by_the_code_of_the_message(client, member, caplog):
    assert ask(client, "138 0000-1111").url == "/accounts/phone/code/"
    [message] = received(caplog)
    opened = answer(client, code_in(message))

    assert (opened.status_code, opened.url) == (302, "/")
    assert signed_in_as(client) == str(member.pk)
    assert client.get("/").url == "/linjiang/"


def test_after_the_code_one_is_where_one_wanted_to_go(client, member, caplog):
    assert ask(client, next="/linjiang/todo/?a=1").url == "/accounts/phone/code/?next=%2Flinjiang%2Ftodo%2F%3Fa%3D1"
    opened = answer(client, code_in(received(caplog)[0]), next="/linjiang/todo/?a=1")

    assert opened.url == "/linjiang/todo/?a=1"


def test_the_code_leads_to_no_other_site(client, member, caplog):
    ask(client)

    assert answer(client, code_in(received(caplog)[0]), next="https://elsewhere.example/").url == "/"


def test_an_unknown_telephone_is_answered_alike_and_gets_nothing(client, member, caplog):
    known, strange = Client(), Client()

    first, second = ask(known, PHONE), ask(strange, STRANGE)
    pages = [one.get("/accounts/phone/code/").content.decode() for one in (known, strange)]

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert received(caplog) == []
    assert _without_tokens(pages[0]).replace("138****1111", "#") == _without_tokens(pages[1]).replace(
        "139****2222", "#"
    )
    wrong = [one.post("/accounts/phone/code/", {"code": "000000"}).content.decode() for one in (known, strange)]
    assert all("验证码不对，请核对短信后重输。" in page for page in wrong)


def test_known_and_unknown_telephones_cost_the_same_statements(client, member):
    with CaptureQueriesContext(connection) as known:
        ask(Client(), PHONE)
    with CaptureQueriesContext(connection) as strange:
        ask(Client(), STRANGE)

    assert len(known) == len(strange)


def _without_tokens(page):
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", page)


def test_a_code_opens_once(client, member, caplog):
    ask(client)
    code = code_in(received(caplog)[0])
    made = SmsCode.objects.get()
    answer(client, code)

    with pytest.raises(Refused) as refusal:
        codes.answer_code(code_id=made.pk, answer=code, at=timezone.now())

    assert refusal.value.code == "code_over"


def test_a_code_of_another_browser_does_not_open(client, member, caplog):
    ask(client)
    code = code_in(received(caplog)[0])
    other = Client()

    assert answer(other, code).url == "/accounts/phone/"
    assert signed_in_as(other) is None


def test_a_code_ends_after_five_minutes(client, member, caplog):
    ask(client)
    code = code_in(received(caplog)[0])
    age_codes(timedelta(minutes=5))

    page = answer(client, code).content.decode()

    assert "请重新获取验证码" in page
    assert signed_in_as(client) is None


def test_five_wrong_answers_use_a_code_up(client, member, caplog):
    ask(client)
    code = code_in(received(caplog)[0])
    wrong = f"{(int(code) + 1) % 10**6:06d}"

    pages = [answer(client, wrong).content.decode() for _ in range(5)]

    assert all("验证码不对" in page for page in pages)
    assert "请重新获取验证码" in answer(client, code).content.decode()
    assert signed_in_as(client) is None


def test_another_code_is_given_after_a_minute_not_before(client, member, caplog):
    ask(client)

    page = client.post("/accounts/phone/again/").content.decode()
    assert "验证码刚发过" in page
    assert SmsCode.objects.count() == 1
    age_codes(timedelta(seconds=61))
    client.post("/accounts/phone/again/")
    assert SmsCode.objects.count() == 2
    assert answer(client, code_in(received(caplog)[0])).url == "/"


def test_a_telephone_gets_no_more_than_a_few_codes_an_hour(client, member):
    for _ in range(6):
        assert ask(client).status_code == 302
        age_codes(timedelta(seconds=61))

    page = ask(client).content.decode()

    assert "一小时内要的验证码太多" in page
    assert SmsCode.objects.count() == 6


def test_four_hundred_members_behind_one_address_come_in_together(settings, caplog):
    """As many as the plenary: none is refused, whatever the count of their address."""
    committee = make_committee("linjiang")
    people = [make_user(f"委员{number}", phone=f"137{number:08d}") for number in range(400)]
    for person in people[:1]:
        grant(person, committee, "member", label="委员")
    at = timezone.now()

    made = [codes.ask_code(phone=person.phone, address="10.0.0.7", at=at) for person in people]
    again = [codes.ask_code(phone=p.phone, address="10.0.0.7", at=at + timedelta(seconds=61)) for p in people]

    assert len({one.pk for one in [*made, *again]}) == 800


def test_an_address_that_asks_for_thousands_is_refused(settings, member):
    settings.DOOR = replace(settings.DOOR, sms_per_address=3)
    at = timezone.now()
    for number in range(3):
        codes.ask_code(phone=f"137{number:08d}", address="6.6.6.6", at=at)

    with pytest.raises(Refused) as refusal:
        codes.ask_code(phone=PHONE, address="6.6.6.6", at=at)

    assert refusal.value.code == "too_many_here"
    assert SmsCode.objects.count() == 3
    codes.ask_code(phone=PHONE, address="10.0.0.7", at=at)


def test_a_strangers_wrong_answers_do_not_shut_out_the_owners_browser(settings, member, caplog):
    settings.DOOR = replace(settings.DOOR, sms_answers_per_day=3)
    owner, stranger = Client(), Client()
    ask(owner)
    answer(owner, code_in(received(caplog)[0]))
    owner.post("/accounts/logout/")
    for _ in range(4):
        age_codes(timedelta(seconds=61))
        ask(stranger)
        stranger_page = answer(stranger, "000000").content.decode()
    age_codes(timedelta(seconds=61))

    ask(owner)
    opened = answer(owner, code_in(received(caplog)[0]))

    assert "今天输错太多次" in stranger_page
    assert opened.url == "/"


def test_staff_do_not_come_in_by_a_code(client, caplog):
    clerk = make_user(phone=PHONE)
    grant(clerk, make_committee("linjiang"))
    ask(client)

    [message] = received(caplog)

    assert "用密码和动态验证码登录" in message
    assert SmsCode.objects.get().used_at is None
    assert "验证码" not in message.split("动态验证码")[0]


def test_a_closed_login_gets_no_code(client, member, caplog):
    member.is_active = False
    member.save(update_fields=["is_active"])

    ask(client)

    assert received(caplog) == []


def test_codes_are_kept_as_digests_and_forgotten_when_sent(client, member, caplog):
    ask(client)
    code = code_in(received(caplog)[0])

    made = SmsCode.objects.get()

    assert made.sealed == ""
    assert code not in made.code_digest
    assert PHONE not in made.phone_digest


def test_without_a_gateway_the_page_says_so(client, member, settings):
    settings.SMS = {"kind": ""}

    assert "还没有开通短信登录" in client.get("/accounts/phone/").content.decode()
    ask(client)
    assert SmsCode.objects.count() == 0


@pytest.mark.parametrize("value", ["", "1380000", "长" * 5000, "'; drop table accounts_user; --", "🀄" * 30, "+86"])
def test_what_is_no_telephone_is_asked_for_again(client, member, value):
    page = ask(client, value)

    assert page.status_code == 200
    assert "手机号" in page.content.decode()
    assert SmsCode.objects.count() == 0


@pytest.mark.parametrize("value", ["", "长" * 5000, "🀄", "１２３４５６", "12345678901"])
def test_what_is_no_code_opens_nothing(client, member, value):
    ask(client)

    assert answer(client, value).status_code == 200
    assert signed_in_as(client) is None


def test_nul_is_a_bad_request(client, member):
    assert ask(client, "138\0").status_code == 400
    assert answer(client, "\0").status_code == 400


def test_the_session_has_a_new_key_after_signing_in(client, member, caplog):
    ask(client)
    before = client.session.session_key

    answer(client, code_in(received(caplog)[0]))

    assert client.session.session_key != before
    planted = Client()
    planted.cookies["sessionid"] = before
    assert planted.get("/linjiang/").url.startswith("/accounts/login/")
