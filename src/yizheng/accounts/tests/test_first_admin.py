"""The first login of an empty house, and opening a committee for it."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from yizheng.accounts import queries
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee, LedgerEntry

pytestmark = pytest.mark.django_db


def run(name, **options):
    said = StringIO()
    call_command(name, stdout=said, **options)
    return said.getvalue()


def roles_in(committee):
    with tenancy.scope(committee):
        return list(RoleGrant.objects.values_list("user__username", "role"))


def open_yunshan(**changed):
    options = {"slug": "yunshan", "full_name": "政协云杉区委员会", "short_name": "云杉区政协"}
    return run("open_committee", **{**options, **changed})


def test_the_password_is_shown_once_and_opens_the_door():
    said = run("first_admin")

    password = said.split("一次性口令：")[1].splitlines()[0]
    assert len(password) == 20
    assert authenticate(None, username="admin", password=password) == User.objects.get()
    assert run("first_admin") == ""
    assert User.objects.count() == 1


def test_two_houses_have_two_passwords():
    first = run("first_admin")
    User.objects.all().delete()

    assert run("first_admin") != first


def test_a_house_with_logins_keeps_them():
    User.objects.create_user("zhou", "周倩")

    assert run("first_admin") == ""
    assert list(User.objects.values_list("username", flat=True)) == ["zhou"]


def test_the_administrator_manages_the_committees_that_exist():
    committee = Committee.objects.create(full_name="政协云杉区委员会", short_name="云杉区政协", slug="yunshan")

    run("first_admin")

    assert roles_in(committee) == [("admin", "sys_admin")]


def test_opening_a_committee_lets_its_office_begin():
    run("first_admin")

    said = open_yunshan()

    committee = Committee.objects.get()
    assert said == "已建立政协云杉区委员会，地址 /yunshan/，管理员账号 admin。\n"
    assert roles_in(committee) == [("admin", "sys_admin")]
    assert queries.committees_of(User.objects.get(), on=timezone.localdate()) == [committee]
    with tenancy.scope(committee):
        assert list(LedgerEntry.objects.values_list("act", "kind")) == [("grant_role", "role_grant")]


def test_a_committee_may_stand_under_another():
    run("first_admin")
    open_yunshan()

    open_yunshan(slug="xinghe", full_name="政协星河街委员会", short_name="星河政协", parent="yunshan")

    assert Committee.objects.get(slug="xinghe").parent == Committee.objects.get(slug="yunshan")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"slug": "accounts"}, "“accounts”是系统保留的地址，请换一个。"),
        ({"slug": "云杉"}, "地址只能用字母、数字、连字符。"),
        ({"slug": "taken"}, "地址“taken”已有委员会使用，请换一个。"),
        ({"parent": "nobody"}, "没有地址为“nobody”的上级政协，请先建立它。"),
        ({"admin": "nobody"}, "没有账号“nobody”，请先运行 first_admin。"),
    ],
)
def test_a_wrong_call_is_refused_in_a_sentence_and_nothing_changes(changed, sentence):
    run("first_admin")
    open_yunshan(slug="taken")

    with pytest.raises(CommandError) as refusal:
        open_yunshan(**changed)

    assert str(refusal.value) == sentence
    assert list(Committee.objects.values_list("slug", flat=True)) == ["taken"]
