"""The door of every committee page: who comes in, in which committee and hat, and what a refusal leaves."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest
from django.template import engines

from yizheng.accounts.tests.factories import grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.models import ActKey, LedgerEntry, SecurityEvent, Sequence

pytestmark = [pytest.mark.django_db, pytest.mark.urls("yizheng.accounts.tests.plain_pages")]


@pytest.fixture
def linjiang():
    return make_committee("linjiang")


@pytest.fixture
def clerk(linjiang):
    user = make_user("周晓兰")
    grant(user, linjiang)
    return user


@pytest.fixture
def signed_in(client, clerk):
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def left_in(committee):
    """Return what is left in a committee: numbers given, act keys, ledger rows, security events."""
    with scoping.scope(committee):
        events = SecurityEvent.objects.values_list("what", "path", "permission", "user__name")
        rows = [model.objects.count() for model in (Sequence, ActKey, LedgerEntry)]
        return {"rows": rows, "events": list(events)}


NOTHING = {"rows": [0, 0, 0], "events": []}


def test_a_page_runs_in_its_committees_scope_in_the_persons_hat(signed_in, clerk):
    told = signed_in.get("/linjiang/who/").json()

    assert told == {
        "committee": "linjiang", "scope": "linjiang", "user": clerk.pk, "actor": "周晓兰", "hat": "办公室",
        "hats": ["办公室"],
    }  # fmt: skip
    assert not scoping.is_open()


def test_a_page_outside_committees_has_no_scope(client):
    assert client.get("/outside/").content == b"False"


def test_an_anonymous_visitor_is_led_to_the_door_and_back(client, linjiang):
    answer = client.get("/linjiang/who/?month=3&name=%E5%BC%A0")

    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=" + quote("/linjiang/who/?month=3&name=%E5%BC%A0", safe="/")
    assert left_in(linjiang) == NOTHING


def test_an_anonymous_post_does_nothing(client, linjiang):
    assert client.post("/linjiang/write/").status_code == 302
    assert left_in(linjiang) == NOTHING


@pytest.mark.parametrize("path", ["/nowhere/who/", "/nowhere/"])
def test_a_committee_that_does_not_exist_is_not_found_by_anybody(client, signed_in, linjiang, path):
    assert signed_in.get(path).status_code == 404
    signed_in.logout()
    assert client.get(path).status_code == 404
    assert left_in(linjiang) == NOTHING


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guessed_committee_is_not_found_and_noted_there_and_nothing_else_changes(signed_in, linjiang, method):
    haishan = make_committee("haishan")

    answer = getattr(signed_in, method)("/haishan/write/")

    assert answer.status_code == 404
    assert left_in(haishan) == {"rows": [0, 0, 0], "events": [("not_found", "/haishan/write/", "", "周晓兰")]}
    assert left_in(linjiang) == NOTHING


def test_a_guessed_committee_and_a_missing_page_look_the_same(signed_in):
    make_committee("haishan")

    guessed, missing = signed_in.get("/haishan/who/"), signed_in.get("/nowhere/who/")

    assert (guessed.status_code, guessed.content) == (missing.status_code, missing.content)
    assert "haishan" not in guessed.content.decode()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "status"),
    [
        (date(2026, 3, 12), None, 200),
        (date(2026, 3, 13), None, 404),
        (date(2025, 1, 1), date(2026, 3, 13), 200),
        (date(2025, 1, 1), date(2026, 3, 12), 404),
    ],
)
def test_a_role_opens_the_door_from_its_first_day_to_the_day_before_its_last(
    client, linjiang, monkeypatch, valid_from, valid_to, status
):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: date(2026, 3, 12))
    user = make_user()
    grant(user, linjiang, valid_from=valid_from, valid_to=valid_to)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/linjiang/who/").status_code == status


def test_a_closed_login_is_led_to_the_door_though_its_session_lives(signed_in, clerk):
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])

    assert signed_in.get("/linjiang/who/").status_code == 302


# Endings


def test_a_written_act_stays_and_is_not_repeated_by_its_key(signed_in, linjiang):
    key = {"act_key": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}

    answers = [signed_in.post("/linjiang/write/", key) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/linjiang/write/")] * 2
    with scoping.scope(linjiang):
        assert Sequence.objects.get(series="letter").last == 1


@pytest.mark.parametrize(
    ("ending", "status", "noted"),
    [
        ("refused", 409, []),
        ("forbidden", 403, [("forbidden", "/linjiang/write/", "letter.write", "周晓兰")]),
        ("not_found", 404, [("not_found", "/linjiang/write/", "", "周晓兰")]),
    ],
)
def test_an_act_that_ends_badly_leaves_nothing_but_the_note(signed_in, linjiang, ending, status, noted):
    form = {"ending": ending, "act_key": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}

    answer = signed_in.post("/linjiang/write/", form)

    assert answer.status_code == status
    assert left_in(linjiang) == {"rows": [0, 0, 0], "events": noted}
    assert not scoping.is_open()


def test_a_defect_leaves_nothing(signed_in, linjiang):
    with pytest.raises(ZeroDivisionError):
        signed_in.post("/linjiang/write/", {"ending": "broken"})

    assert left_in(linjiang) == NOTHING
    assert not scoping.is_open()


def test_a_refusal_is_said_in_its_own_sentence_with_the_way_back(signed_in):
    answer = signed_in.post(
        "/linjiang/write/", {"ending": "refused"}, headers={"referer": "http://testserver/linjiang/who/?month=3"}
    )

    page = answer.content.decode()
    assert '<p role="alert">该信已于3月12日寄出，请刷新后查看。</p>' in page
    assert 'href="/linjiang/who/?month=3"' in page.replace("http://testserver", "")


def test_the_way_back_never_leads_to_another_site(signed_in):
    answer = signed_in.post(
        "/linjiang/write/", {"ending": "refused"}, headers={"referer": "https://elsewhere.example/"}
    )

    assert "elsewhere.example" not in answer.content.decode()


def test_a_lazy_page_is_drawn_while_its_scope_is_open(signed_in, linjiang, monkeypatch):
    drawn = engines["django"].from_string("{% for row in rows %}{{ row.series }} {% endfor %}")
    monkeypatch.setattr("django.template.response.SimpleTemplateResponse.resolve_template", lambda *given: drawn)
    with scoping.scope(linjiang):
        Sequence.objects.create(series="letter")

    assert signed_in.get("/linjiang/lazy/").content == b"letter "


# Hats


@pytest.fixture
def two_hats(clerk, linjiang):
    """The clerk is also a member; the clerk's hat comes first."""
    return grant(clerk, linjiang, "member", label="委员", rank=5)


def test_the_most_senior_hat_is_worn_until_another_is_chosen(signed_in, two_hats):
    assert signed_in.get("/linjiang/who/").json()["hat"] == "办公室"

    answer = signed_in.post("/linjiang/hat/", {"grant": two_hats.pk, "next": "/linjiang/who/"})

    assert (answer.status_code, answer.url) == (302, "/linjiang/who/")
    assert signed_in.get("/linjiang/who/").json() | {"user": 0} == {
        "committee": "linjiang", "scope": "linjiang", "user": 0, "actor": "周晓兰", "hat": "委员",
        "hats": ["办公室", "委员"],
    }  # fmt: skip


def test_a_hat_is_worn_per_committee(signed_in, clerk, two_hats):
    haishan = make_committee("haishan")
    grant(clerk, haishan, label="海山办公室")
    signed_in.post("/linjiang/hat/", {"grant": two_hats.pk})

    assert signed_in.get("/haishan/who/").json()["hat"] == "海山办公室"
    assert signed_in.get("/linjiang/who/").json()["hat"] == "委员"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_changing_the_hat_leads_nowhere_outside(signed_in, two_hats, target):
    answer = signed_in.post("/linjiang/hat/", {"grant": two_hats.pk, "next": target})

    assert answer.url == "/linjiang/"


def test_nobody_puts_on_another_persons_hat_or_one_of_another_committee(signed_in, clerk, linjiang):
    haishan = make_committee("haishan")
    foreign = [grant(make_user(), linjiang, "leader", label="主席"), grant(clerk, haishan, label="海山办公室")]

    for each in foreign:
        assert signed_in.post("/linjiang/hat/", {"grant": each.pk}).status_code == 404
    assert signed_in.post("/linjiang/hat/", {"grant": "无"}).status_code == 404
    assert signed_in.get("/linjiang/who/").json()["hat"] == "办公室"


def test_a_hat_that_has_ended_falls_off(signed_in, two_hats, linjiang):
    signed_in.post("/linjiang/hat/", {"grant": two_hats.pk})
    with scoping.scope(linjiang):
        type(two_hats).objects.filter(pk=two_hats.pk).update(valid_to=date(2026, 1, 1))

    told = signed_in.get("/linjiang/who/").json()

    assert (told["hat"], told["hats"]) == ("办公室", ["办公室"])


def test_a_form_drawn_in_another_hat_is_refused_and_nothing_changes(signed_in, clerk, two_hats, linjiang):
    drawn_with = two_hats.pk
    form = {"hat": drawn_with, "act_key": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}

    answer = signed_in.post("/linjiang/write/", form)

    assert answer.status_code == 409
    assert "您在另一个窗口换了身份，现在是“办公室”。请刷新本页后再办。" in answer.content.decode()
    assert left_in(linjiang) == NOTHING

    signed_in.post("/linjiang/hat/", {"grant": two_hats.pk})
    assert signed_in.post("/linjiang/write/", form).status_code == 302
    assert left_in(linjiang)["rows"] == [1, 1, 0]


def test_an_act_takes_few_queries_before_the_page_begins(signed_in, django_assert_max_num_queries):
    signed_in.get("/linjiang/who/")

    with django_assert_max_num_queries(9):
        signed_in.get("/linjiang/who/")
