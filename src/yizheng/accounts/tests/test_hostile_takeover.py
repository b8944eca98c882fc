"""Administrators who try to get at logins that are not theirs, or at those who watch them."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from yizheng.accounts import services
from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.accounts.tests.factories import PASSWORD, grant, make_committee, make_user
from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(timezone.datetime(2026, 3, 12, 9, 0))


def actor(role: Role, user: User) -> Actor:
    return Actor(user.pk, user.name, RoleGrant(role=role, label=role.label).hat())


def test_a_login_of_the_first_release_is_not_taken_over_by_another_committee() -> None:
    own, other = make_committee("linjiang"), make_committee("hebin")
    clerk = make_user("许立群", PASSWORD)
    grant(clerk, own, "office_clerk")
    stranger = actor(Role.SYS_ADMIN, make_user("冯管理"))

    import_module("yizheng.accounts.migrations.0006_opened_in").give_homes(apps, None)

    with scoping.scope(other):
        services.grant_role(user=clerk, role=Role.OBSERVER, label="只读观察", valid_from=AT.date(), by=stranger, at=AT)
        with pytest.raises(Refused) as refused:
            services.issue_password(user=clerk, by=stranger, at=AT)
    clerk.refresh_from_db()
    assert refused.value.code == "elsewhere"
    assert (clerk.opened_in, clerk.check_password(PASSWORD)) == (own, True)


def test_a_role_elsewhere_shows_no_telephone_of_another_committees_login() -> None:
    own, other = make_committee("linjiang"), make_committee("hebin")
    member = make_user("许立群", opened_in=own, phone="13800001111")
    grant(member, own, "member", label="委员")
    grant(member, other, "observer", label="只读观察")
    stranger = make_user("冯管理", opened_in=other)
    grant(stranger, other, "sys_admin", label="系统管理员")
    browser = Client()
    browser.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = browser.get(f"/hebin/logins/{member.public_id}/phone/")

    assert "13800001111" not in page.content.decode()


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_the_system_administrator_does_not_close_the_login_of_who_watches(role: Role) -> None:
    house = make_committee("linjiang")
    watcher = make_user("季审计", opened_in=house)
    grant(watcher, house, role.value, label=role.label)

    with scoping.scope(house), pytest.raises(Refused) as refused:
        services.close_account(user=watcher, reason="已调离", by=actor(Role.SYS_ADMIN, make_user("冯管理")), at=AT)

    watcher.refresh_from_db()
    assert (refused.value.code, watcher.is_active) == ("administrator", True)
