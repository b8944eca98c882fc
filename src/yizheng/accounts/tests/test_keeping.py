"""Who looks after logins, and what each of the three administrators may not do."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client
from django.utils import timezone

from yizheng.accounts import narrowing, services
from yizheng.accounts.enums import ADMINISTRATORS, Role
from yizheng.accounts.models import RoleGrant, SignInCard, User
from yizheng.accounts.tests.door_keys import give_second_step
from yizheng.accounts.tests.factories import PASSWORD, grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, SecurityEvent
from yizheng.kernel.permissions import may, registered

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(timezone.datetime(2026, 3, 12, 9, 0))

ALLOWED = {
    "accounts.read": {"sys_admin", "security_admin"},
    "accounts.open": {"sys_admin"},
    "accounts.set_phone": {"sys_admin"},
    "accounts.close": {"sys_admin"},
    "accounts.issue_password": {"sys_admin"},
    "accounts.grant_role": {"sys_admin"},
    "accounts.appoint_first": {"sys_admin"},
    "accounts.propose_administrator": {"sys_admin", "security_admin"},
    "accounts.read_administrators": {"sys_admin", "security_admin", "audit_admin"},
    "accounts.decide_administrator": {"sys_admin", "security_admin", "audit_admin"},
    "accounts.withdraw_administrator": {"sys_admin", "security_admin", "audit_admin"},
    "accounts.end_role": {"sys_admin"},
    "accounts.unlock": {"security_admin"},
    "accounts.reset_second_step": {"security_admin"},
    "accounts.see_policy": {"security_admin"},
    "accounts.issue_cards": {"sys_admin", "office_clerk"},
    "accounts.read_events": {"audit_admin"},
    "accounts.read_ledger": {"audit_admin"},
}


@pytest.fixture
def linjiang():
    return make_committee("linjiang")


@pytest.fixture
def admins(linjiang):
    """One person a role of administrator, each with a browser."""
    found = {}
    for role in (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.OFFICE_CLERK):
        user = make_user(role.label)
        grant(user, linjiang, role.value, label=role.label)
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        found[role.value] = client
        client.user = user
    return found


@pytest.fixture
def member(linjiang):
    user = make_user("许立群", opened_in=linjiang)
    grant(user, linjiang, "member", label="委员")
    return user


@pytest.fixture
def scope(linjiang):
    with scoping.scope(linjiang):
        yield linjiang


def actor(role="sys_admin", user=None):
    held = user or make_user("冯管理")
    return Actor(held.pk, held.name, RoleGrant(role=role, label=role).hat())


def acts():
    return list(LedgerEntry.objects.order_by("id").values_list("act", flat=True))


def test_the_table_of_who_may_do_what():
    named = {perm for perm in registered() if perm.startswith("accounts.")}
    found = {perm: {role for role in Role.values if may(perm, actor_of(role))} for perm in named}

    assert found == ALLOWED


def actor_of(role):
    return Actor(1, "某人", RoleGrant(role=role, label=role).hat())


PAGES = {
    "": {"sys_admin", "security_admin"},
    "open/": {"sys_admin"},
    "cards/": {"sys_admin", "office_clerk"},
    "cards/sheet/": {"sys_admin", "office_clerk"},
    "policy/": {"security_admin"},
    "events/": {"audit_admin"},
    "ledger/": {"audit_admin"},
    "{}/": {"sys_admin", "security_admin"},
    "{}/phone/": {"sys_admin"},
    "{}/close/": {"sys_admin"},
    "{}/password/": {"sys_admin"},
    "{}/password/shown/": {"sys_admin"},
    "{}/unlock/": {"security_admin"},
    "{}/second-step/": {"security_admin"},
    "{}/role/": {"sys_admin"},
    "{}/appoint/": {"sys_admin", "security_admin"},
    "administrators/": {"sys_admin", "security_admin", "audit_admin"},
}


@pytest.mark.parametrize(("page", "allowed"), PAGES.items())
def test_each_page_opens_to_its_administrator_only(admins, member, linjiang, page, allowed):
    path = "/linjiang/logins/" + page.format(member.public_id)

    opened = {role for role, client in admins.items() if client.get(path).status_code == 200}
    refused = {role: client.post(path, {"name": "x"}).status_code for role, client in admins.items()}

    assert opened == allowed
    assert {role for role, status in refused.items() if status in (403, 404, 405)} >= set(admins) - allowed
    with scoping.scope(linjiang):
        assert acts() == {"{}/password/": ["issue_password"], "{}/phone/": ["set_phone"]}.get(page, [])


# Opening, closing


def test_a_login_is_opened_with_a_role_and_a_first_password(admins, linjiang):
    client = admins["sys_admin"]

    answer = client.post("/linjiang/logins/open/", {"name": "江晓月", "username": "jiangxy", "phone": "138 0000 2222"})
    user = User.objects.get(username="jiangxy")
    client.post(f"{answer.url}role/", {"role": "opinion_clerk", "valid_from": "2026-03-12", "label": ""})
    shown = client.get(client.post(f"{answer.url}password/").url)

    assert answer.url == f"/linjiang/logins/{user.public_id}/"
    assert (user.name, user.phone, user.must_change_password) == ("江晓月", "13800002222", False)
    user.refresh_from_db()
    assert user.must_change_password
    assert user.check_password(shown.context["password"])
    assert client.get(f"{answer.url}password/shown/").context["password"] == ""
    with scoping.scope(linjiang):
        assert acts() == ["open_account", "grant_role", "issue_password"]
        assert "13800002222" not in str(list(LedgerEntry.objects.values_list("fields", flat=True)))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "no_name"),
        ({"name": "长" * 61}, "no_name"),
        ({"username": "a b"}, "bad_username"),
        ({"username": "TAKEN"}, "username_taken"),
        ({"phone": "12"}, "bad_phone"),
        ({"phone": "+86 138-0000-9999"}, "phone_taken"),
    ],
)
def test_a_login_that_cannot_be_opened_leaves_nothing(scope, given, code):
    make_user(username="taken", phone="13800009999")
    before, by = User.objects.count(), actor()
    usual = {"name": "江晓月", "username": "jiangxy", "phone": ""}

    with pytest.raises(Refused) as refusal:
        services.open_account(**{**usual, **given}, by=by, at=AT)

    assert refusal.value.code == code
    assert User.objects.count() == before + 1
    assert acts() == []


def test_what_cannot_be_opened_is_said_and_kept_in_the_form(admins):
    page = admins["sys_admin"].post("/linjiang/logins/open/", {"name": "江晓月", "username": "a b", "phone": ""})

    assert "账号用 2 到 60 个字母" in page.content.decode()
    assert 'value="江晓月"' in page.content.decode()


def test_a_closed_login_is_signed_out_at_once(admins, linjiang, member):
    browser = Client()
    browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/linjiang/").status_code == 200

    admins["sys_admin"].post(f"/linjiang/logins/{member.public_id}/close/", {"reason": "已调离"})

    assert browser.get("/linjiang/").url.startswith("/accounts/login/")
    member.refresh_from_db()
    assert not member.is_active


def test_nobody_acts_on_their_own_login(scope):
    user = make_user(password=PASSWORD, opened_in=scope)
    give_second_step(user)
    by = actor(user=user)

    codes = []
    for act, more in [
        (services.close_account, {"reason": "x"}),
        (services.issue_password, {}),
        (services.reset_second_step, {"reason": "x"}),
    ]:
        with pytest.raises(Refused) as refusal:
            act(user=user, **more, by=by, at=AT)
        codes.append(refusal.value.code)
    with pytest.raises(Refused) as refusal:
        services.grant_role(user=user, role=Role.LEADER, label="主席", valid_from=date(2026, 1, 1), by=by, at=AT)

    assert [*codes, refusal.value.code] == ["own"] * 4
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(PASSWORD)
    assert Authenticator.objects.count() == 1
    assert acts() == []


def test_a_committee_cannot_take_over_a_login_another_one_opened(scope):
    elsewhere = make_committee("haishan")
    user = make_user(password=PASSWORD, opened_in=elsewhere)
    give_second_step(user)
    by = actor()

    for act, more in [
        (services.close_account, {"reason": "x"}),
        (services.issue_password, {}),
        (services.reset_second_step, {"reason": "x"}),
        (services.set_phone, {"phone": "13800003333"}),
        (services.unlock, {}),
    ]:
        with pytest.raises(Refused) as refusal:
            act(user=user, **more, by=by, at=AT)
        assert refusal.value.code == "elsewhere"

    user.refresh_from_db()
    assert (user.is_active, user.check_password(PASSWORD), user.phone) == (True, True, "")
    assert acts() == []


def test_a_login_of_another_committee_is_found_by_its_whole_telephone_only(admins, linjiang):
    make_user("程海山", phone="13800004444", opened_in=make_committee("haishan"))
    client = admins["sys_admin"]

    assert "程海山" not in client.get("/linjiang/logins/").content.decode()
    assert "没有这样的账号" in client.get("/linjiang/logins/?q=程海山").content.decode()
    assert "程海山" not in client.get("/linjiang/logins/?q=1380000444").content.decode()
    assert "别的单位已开户" in client.get("/linjiang/logins/?q=138 0000 4444").content.decode()


# The three


@pytest.mark.parametrize("first", [Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
@pytest.mark.parametrize("second", [Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_nobody_is_two_of_the_three_in_one_committee(scope, first, second):
    user = make_user()
    day = date(2026, 3, 12)
    held = services.grant_role(user=user, role=first, label=first.label, valid_from=day, by=SYSTEM, at=AT)

    with pytest.raises(Refused) as refusal:
        services.grant_role(user=user, role=second, label=second.label, valid_from=day, by=SYSTEM, at=AT)

    assert refusal.value.code == ("held" if first == second else "two_of_three")
    assert list(RoleGrant.objects.filter(user=user)) == [held]
    assert acts() == ["grant_role"]


def test_whose_administration_has_ended_may_be_another(scope):
    user = make_user()
    day = date(2026, 3, 12)
    held = services.grant_role(user=user, role=Role.SYS_ADMIN, label="x", valid_from=day, by=SYSTEM, at=AT)
    services.end_role(grant=held, on=day + timedelta(days=1), by=SYSTEM, at=AT)

    services.grant_role(
        user=user, role=Role.AUDIT_ADMIN, label="y", valid_from=day + timedelta(days=1), by=SYSTEM, at=AT
    )

    with pytest.raises(Refused) as refusal:
        services.end_role(grant=held, on=day + timedelta(days=1), by=SYSTEM, at=AT)
    assert refusal.value.code == "ended"


def test_the_system_administrator_gives_no_administrators_role(admins, member, linjiang):
    client = admins["sys_admin"]
    for role in ("sys_admin", "security_admin", "audit_admin"):
        form = {"role": role, "valid_from": "2026-03-12"}
        assert client.post(f"/linjiang/logins/{member.public_id}/role/", form).status_code == 200
    with scoping.scope(linjiang):
        for role in ADMINISTRATORS:
            with pytest.raises(Refused) as refusal:
                services.grant_role(
                    user=member, role=role, label="x", valid_from=date(2026, 3, 12), by=actor(), at=AT
                )  # fmt: skip
            assert refusal.value.code == "two_persons"

        assert RoleGrant.objects.filter(user=member).count() == 1
        assert acts() == []


def test_a_lock_is_ended_by_the_security_administrator(admins, linjiang, member):
    member.set_password(PASSWORD)
    member.save()
    stranger = Client()
    for _ in range(5):
        stranger.post("/accounts/login/", {"login": member.username, "password": "wrong"})
    stranger.post("/accounts/login/", {"login": member.username, "password": PASSWORD})
    assert "_auth_user_id" not in stranger.session
    assert "已锁定" in admins["security_admin"].get("/linjiang/logins/").content.decode()

    admins["security_admin"].post(f"/linjiang/logins/{member.public_id}/unlock/")

    assert stranger.post("/accounts/login/", {"login": member.username, "password": PASSWORD}).status_code == 302
    with scoping.scope(linjiang):
        assert acts() == ["unlock"]
        assert list(SecurityEvent.objects.order_by("id").values_list("what", flat=True)) == [
            "wrong_password", "wrong_password", "wrong_password", "wrong_password", "locked", "signed_in",
        ]  # fmt: skip


def test_resetting_the_second_step_ends_its_sessions(scope):
    user, by = make_user(opened_in=scope), actor("security_admin")
    give_second_step(user)

    services.reset_second_step(user=user, reason="手机丢失", by=by, at=AT)

    assert Authenticator.objects.count() == 0
    with pytest.raises(Refused) as refusal:
        services.reset_second_step(user=user, reason="手机丢失", by=by, at=AT)
    assert refusal.value.code == "none_set"
    assert acts() == ["reset_second_step"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_whatever_their_length(admins, linjiang, count, django_assert_num_queries):
    for number in range(count):
        user = make_user(f"人{number}")
        grant(user, linjiang, "member", label="委员")
    counts = {}
    for role, path in [
        ("sys_admin", ""),
        ("sys_admin", "cards/"),
        ("audit_admin", "events/"),
        ("audit_admin", "ledger/"),
    ]:
        counts[path] = _statements(admins[role], f"/linjiang/logins/{path}")

    assert counts == STATEMENTS


def _statements(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


STATEMENTS = {"": 15, "cards/": 10, "events/": 9, "ledger/": 10}


def test_the_sheet_of_cards_is_shown_once(admins, member, linjiang):
    client = admins["office_clerk"]

    answer = client.post("/linjiang/logins/cards/", {"person": str(member.public_id)})
    [card] = client.get(answer.url).context["cards"]

    assert (card["name"], len(card["code"])) == ("许立群", 9)
    assert client.get(answer.url).context["cards"] == []
    door = Client()
    assert door.post("/accounts/card/", {"code": card["code"].lower()}).url == "/"
    assert SignInCard.objects.get().used_at is not None


# What hats are called


@pytest.mark.parametrize(
    ("kind", "label", "expected"),
    [
        ("body", "", ("委员小组召集人", "委员小组召集人（青云活动小组）")),
        ("body", "界别召集人", ("委员小组召集人", "委员小组召集人")),
        ("body", "青云组组长", ("委员小组召集人", "青云组组长")),
        ("sector", "", ("界别召集人", "界别召集人（经济界）")),
        ("sector", "界别召集人", ("界别召集人", "界别召集人")),
    ],
)
def test_a_convener_is_named_by_what_is_convened(admins, linjiang, member, monkeypatch, kind, label, expected):
    things = {"body": "青云活动小组", "sector": "经济界"}
    for each, name in things.items():
        monkeypatch.setitem(narrowing._offers, each, (each, lambda _on, name=name: [(7, name)]))
    client, path = admins["sys_admin"], f"/linjiang/logins/{member.public_id}/"

    client.post(
        f"{path}role/", {"role": "sector_convener", "label": label, "scope": f"{kind}:7", "valid_from": "2026-03-12"}
    )

    with scoping.scope(linjiang):
        given = RoleGrant.objects.get(user=member, role="sector_convener")
        assert (given.role_name, given.hat().label) == expected
    assert f'<td data-label="身份">{expected[0]}</td><td data-label="名称">{expected[1]}</td>' in (
        client.get(path).content.decode()
    )


def test_hats_of_groups_given_before_get_the_name_and_what_was_worded_otherwise_stays(linjiang, member):
    convener = Role.SECTOR_CONVENER
    given = [
        grant(member, linjiang, convener, label=label, scope_kind=kind, scope_id=at)
        for at, (kind, label) in enumerate([("body", convener.label), ("body", "组长"), ("sector", convener.label)])
    ]

    import_module("yizheng.accounts.migrations.0007_group_conveners").rename(apps, None)

    with scoping.scope(linjiang):
        found = [RoleGrant.objects.get(pk=each.pk).label for each in given]
    assert found == ["委员小组召集人", "组长", "界别召集人"]
