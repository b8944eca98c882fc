"""One-time cards: printed, used once, dated, void on demand, and never for staff."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from yizheng.accounts import services
from yizheng.accounts.models import SignInCard
from yizheng.accounts.services.cards import use_card
from yizheng.accounts.tests.factories import grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry

SAME_WORDS = "这张登录卡不能用：可能已经用过、作废或过期。请核对卡号，或联系办公室补一张。"


@pytest.fixture
def linjiang(db):
    return make_committee("linjiang")


@pytest.fixture
def member(linjiang):
    user = make_user("许立群")
    grant(user, linjiang, "member", label="委员")
    return user


def issue(committee, *users, at=None):
    with scoping.scope(committee):
        return services.issue_cards(users=users, by=SYSTEM, at=at or timezone.now())


def show(client, code):
    return client.post("/accounts/card/", {"code": code})


def test_a_card_opens_once_however_its_code_is_written(client, linjiang, member):
    [card] = issue(linjiang, member)

    assert show(client, f" {card.code.lower().replace('-', ' ')} ").url == "/"
    assert client.session["_auth_user_id"] == str(member.pk)
    second = Client()
    assert SAME_WORDS in show(second, card.code).content.decode()
    assert "_auth_user_id" not in second.session


def test_a_card_that_never_was_is_answered_as_a_used_one(client, linjiang, member):
    assert SAME_WORDS in show(client, "ABCD-EFGH").content.decode()


def test_a_card_ends(client, linjiang, member):
    [card] = issue(linjiang, member, at=timezone.now() - timedelta(days=30))

    assert SAME_WORDS in show(client, card.code).content.decode()
    assert SignInCard.objects.get().used_at is None


def test_a_new_card_makes_the_old_one_void_and_a_void_card_opens_nothing(client, linjiang, member):
    [old] = issue(linjiang, member)
    [new] = issue(linjiang, member)

    assert SAME_WORDS in show(client, old.code).content.decode()
    with scoping.scope(linjiang):
        assert services.revoke_cards(user=member, by=SYSTEM, at=timezone.now()) == 1
        with pytest.raises(Refused) as refusal:
            services.revoke_cards(user=member, by=SYSTEM, at=timezone.now())
    assert refusal.value.code == "no_card"
    assert SAME_WORDS in show(client, new.code).content.decode()


def test_cards_are_kept_as_digests_and_the_ledger_names_no_code(linjiang, member):
    [card] = issue(linjiang, member)

    kept = SignInCard.objects.get()

    assert card.code.replace("-", "") not in kept.code_digest
    with scoping.scope(linjiang):
        assert card.code[:4] not in str(list(LedgerEntry.objects.values_list("fields", "act")))


def test_staff_and_closed_logins_get_no_card_and_then_nobody_does(linjiang, member):
    clerk, gone = make_user("王科长"), make_user("离任", is_active=False)
    grant(clerk, linjiang)

    for people, code in [((member, clerk), "strict"), ((member, gone), "closed"), ((), "nobody")]:
        with pytest.raises(Refused) as refusal:
            issue(linjiang, *people)
        assert refusal.value.code == code

    assert SignInCard.objects.count() == 0


def test_a_card_opens_nothing_for_who_has_become_staff_since(client, linjiang, member):
    [card] = issue(linjiang, member)
    grant(member, make_committee("haishan"), "office_clerk")

    assert SAME_WORDS in show(client, card.code).content.decode()
    assert SignInCard.objects.get().used_at is None


def test_guessing_cards_from_one_address_comes_to_an_end(client, linjiang, member, settings):
    from dataclasses import replace

    settings.DOOR = replace(settings.DOOR, address_wrong_tries=3)
    [card] = issue(linjiang, member)
    for _ in range(3):
        show(client, "ABCD-EFGH")

    assert "输错次数太多" in show(client, card.code).content.decode()
    elsewhere = Client(REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="10.9.9.9")
    assert show(elsewhere, card.code).url == "/"


@pytest.mark.parametrize("value", ["", "长" * 5000, "🀄🀄", "' or 1=1", "%00"])
def test_what_is_no_card_opens_nothing(client, linjiang, member, value):
    assert show(client, value).status_code == 200
    assert "_auth_user_id" not in client.session


def test_of_two_uses_at_once_one_holds(own_database):
    committee = make_committee("linjiang")
    user = make_user("许立群")
    grant(user, committee, "member", label="委员")
    [card] = issue(committee, user)

    def use(_number):
        try:
            return use_card(code=card.code, at=timezone.now()).pk
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(use, range(4)), key=str)

    assert outcomes == [user.pk, "no_such_card", "no_such_card", "no_such_card"]
