"""A login follows the seat: opened when a member takes office, its role ended when they leave."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel.errors import Refused
from yizheng.org import services
from yizheng.org.models import Person
from yizheng.plan.tests.factories import seat

from .house import ACT, TODAY, House, member, nominee, standing


def phoned(row, phone):
    row.person.phone = phone
    row.person.save(update_fields=["phone", "phone_digest"])
    return row


def test_taking_office_opens_a_login_with_the_role(house: House) -> None:
    row = phoned(nominee(house.education, "江一"), "19900001234")

    services.activate(membership=row, ruling=standing(), on=TODAY, **ACT)

    user = User.objects.get(name="江一")
    grant = RoleGrant.objects.get(user=user)
    assert (user.phone, user.has_usable_password()) == ("19900001234", False)
    assert (grant.role, grant.scope_kind, grant.scope_id) == (Role.MEMBER, "membership", row.pk)
    assert Person.objects.get(pk=row.person_id).user_id == user.pk


def test_leaving_ends_the_role_and_keeps_the_login(house: House) -> None:
    row = phoned(nominee(house.education, "江一"), "19900001234")
    row = services.activate(membership=row, ruling=standing(), on=date(2026, 1, 5), **ACT)

    services.resign(membership=row, ruling=standing(), on=TODAY, **ACT)

    grant = RoleGrant.objects.get(user__name="江一")
    assert grant.valid_to is not None
    assert User.objects.get(name="江一").is_active


def test_members_without_a_login_get_one_each_and_a_shared_telephone_goes_to_one(house: House) -> None:
    first, second, third = (member(house.education) for _ in range(3))
    phoned(first, "19900001111")
    phoned(second, "19900001111")

    opened = services.open_logins(term=house.term, **ACT)

    phones = sorted(user.phone for user in User.objects.filter(grants__role=Role.MEMBER))
    assert phones[-1] == "19900001111"
    assert phones.count("19900001111") == 1
    assert opened.opened == len(phones)
    assert third.person.name in opened.by_card
    with pytest.raises(Refused, match="都已经有账号"):
        services.open_logins(term=house.term, **ACT)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARY_GENERAL, Role.COMMITTEE_CLERK])
def test_only_the_office_opens_them(house: House, role: Role) -> None:
    member(house.education)
    actor = seat(role)
    before = User.objects.count()

    with pytest.raises(PermissionDenied):
        services.open_logins(term=house.term, by=actor, at=ACT["at"])

    assert User.objects.count() == before
