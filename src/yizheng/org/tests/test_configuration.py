"""Keys and their dated values: what holds on a day, what is refused, how often is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel import ledger, tenancy
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.org import configuration
from yizheng.org.configuration import Key, value
from yizheng.org.configuring.services import change_setting, withdraw_setting
from yizheng.org.models import Setting

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY, NEXT_WEEK = date(2026, 11, 22), date(2026, 11, 29)
ADMIN = Actor(user_id=None, name="苏启明", hat=Hat(Role.SYS_ADMIN, "系统管理员"))


def _even(number: int) -> str | None:
    return None if number % 2 == 0 else "要填双数。"


DAYS = Key("test.days", 10, "提前几天", "改了以后发的通知按新的天数。", "试", unit="天", check=_even)
ALLOWED = Key("test.allowed", True, "可以吗", "关掉就不行。", "试")
SOURCE = Key("test.source", "a", "从哪里来", "换一个来源。", "试", choices=(("a", "甲"), ("b", "乙")))
NAMES = Key("test.names", ["甲"], "名单", "照名单来。", "试")


@pytest.fixture
def committee(db):
    return Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")


@pytest.fixture
def house(committee):
    with tenancy.scope(committee):
        yield committee


def change(key, to, valid_from=TODAY, by=ADMIN):
    return change_setting(key=key, value=to, valid_from=valid_from, by=by, at=AT)


def refusal_of(key, to, valid_from=TODAY):
    """Try a change that is refused; return the sentence, having seen that nothing was changed."""
    before = (list(Setting.objects.values()), LedgerEntry.objects.count())
    with pytest.raises(Refused) as refused, transaction.atomic():
        change(key, to, valid_from)
    assert (list(Setting.objects.values()), LedgerEntry.objects.count()) == before
    return refused.value.message


def test_without_a_setting_the_default_holds(house):
    assert value(DAYS, on=TODAY) == 10


def test_a_value_holds_from_its_day_on_and_not_before(house):
    change(DAYS, 12)
    change(DAYS, 20, NEXT_WEEK)

    held = [value(DAYS, on=day) for day in (date(2026, 11, 21), TODAY, date(2026, 11, 28), NEXT_WEEK)]
    assert held == [10, 12, 12, 20]


def test_a_change_leaves_one_ledger_row_with_old_and_new(house):
    row = change(DAYS, 12, NEXT_WEEK)

    entries = list(ledger.history("setting", row.pk))
    assert [(each.act, each.actor_name, each.fields) for each in entries] == [
        ("change_setting", "苏启明", {"key": "test.days", "value": [10, 12], "valid_from": "2026-11-29"})
    ]


def test_a_second_change_of_the_same_day_takes_the_place_of_the_first(house):
    first, second = change(DAYS, 12), change(DAYS, 14)

    assert (first.pk, value(DAYS, on=TODAY)) == (second.pk, 14)
    assert [each.fields["value"] for each in ledger.history("setting", first.pk)] == [[10, 12], [12, 14]]


@pytest.mark.parametrize(
    ("key", "to", "said"),
    [
        (DAYS, 11, "要填双数。"),
        (DAYS, "12", "“提前几天”要填整数。"),
        (DAYS, True, "“提前几天”要填整数。"),
        (DAYS, 10**9, "“提前几天”的数太大，请核对。"),
        (DAYS, 10, "“提前几天”到2026年11月22日本来就是这个值，不用改。"),
        (ALLOWED, 1, "“可以吗”要填是或否。"),
        (SOURCE, "c", "“从哪里来”没有“c”这一项，请从列出的里面选。"),
        (NAMES, "甲", "“名单”要填一行一个的文字。"),
        (NAMES, ["甲", 1], "“名单”要填一行一个的文字。"),
        (NAMES, ["甲", "乙", "甲"], "“甲”写了两次，请去掉一个。"),
        (NAMES, ["甲" * 201], "“名单”每行最多 200 字，请精简。"),
        (NAMES, [str(n) for n in range(201)], "“名单”最多 200 行，现在有 201 行。"),
        (NAMES, ["\x00"], "“名单”里有不能保存的字符，请重新输入。"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_with_one_sentence(house, key, to, said):
    assert refusal_of(key, to) == said


def test_a_day_that_is_over_is_refused(house):
    assert refusal_of(DAYS, 12, date(2026, 11, 21)) == "2026年11月21日已经过去，请选今天或以后的日子。"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYS_ADMIN])
def test_nobody_but_the_system_administrator_changes_a_setting(house, role):
    with pytest.raises(PermissionDenied):
        change(DAYS, 12, by=Actor(user_id=None, name="周晓兰", hat=Hat(role)))

    assert (Setting.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_a_change_to_come_can_be_taken_back_and_keeps_its_row(house):
    row = change(DAYS, 20, NEXT_WEEK)

    withdraw_setting(key=DAYS, valid_from=NEXT_WEEK, by=ADMIN, at=AT)

    assert value(DAYS, on=NEXT_WEEK) == 10
    assert [each.act for each in ledger.history("setting", row.pk)] == ["change_setting", "withdraw_setting"]
    assert change(DAYS, 30, NEXT_WEEK).pk != row.pk


def test_what_has_begun_or_is_gone_cannot_be_taken_back(house):
    change(DAYS, 12)
    before = (list(Setting.objects.values()), LedgerEntry.objects.count())

    for day, code in ((TODAY, "begun"), (NEXT_WEEK, "gone")):
        with pytest.raises(Refused) as refused, transaction.atomic():
            withdraw_setting(key=DAYS, valid_from=day, by=ADMIN, at=AT)
        assert refused.value.code == code

    assert (list(Setting.objects.values()), LedgerEntry.objects.count()) == before


def test_a_stored_value_of_another_type_is_a_defect_that_says_so(house):
    Setting.objects.create(key="test.days", value="ten", valid_from=TODAY)

    with pytest.raises(TypeError, match=r"test\.days holds 'ten'"):
        value(DAYS, on=TODAY)


def test_another_committee_keeps_its_own_value(committee):
    other = Committee.objects.create(full_name="政协邻区委员会", short_name="邻区政协", slug="lin")
    with tenancy.scope(committee):
        change(DAYS, 12)
        assert value(DAYS, on=TODAY) == 12
    with tenancy.scope(other):
        assert value(DAYS, on=TODAY) == 10


@pytest.mark.parametrize("keys", [1, 3])
def test_however_many_keys_a_scope_reads_it_asks_once(house, keys):
    asked = [DAYS, ALLOWED, SOURCE][:keys]

    with CaptureQueriesContext(
        connection,
    ) as queries:
        for key in asked * 2:
            value(key, on=TODAY)

    assert len(queries) == 1


def test_after_a_write_in_a_savepoint_that_was_taken_back_the_old_value_is_read_again(house):
    assert value(DAYS, on=TODAY) == 10
    with transaction.atomic():
        change(DAYS, 12)
        assert value(DAYS, on=TODAY) == 12
        transaction.set_rollback(True)

    assert value(DAYS, on=TODAY) == 10


def test_a_write_in_an_inner_scope_is_seen_in_the_outer_one(house):
    assert value(DAYS, on=TODAY) == 10

    with tenancy.scope(house):
        change(DAYS, 12)

    assert value(DAYS, on=TODAY) == 12


def test_a_key_is_registered_once_and_only_with_a_default_that_could_be_chosen():
    name = configuration.registered()[0].name
    with pytest.raises(ValueError, match="two keys"):
        configuration.register(Key(name, 1, "", "", ""))
    with pytest.raises(ValueError, match="cannot stand"):
        configuration.register(Key("test.odd", 3, "", "", "", check=_even))
    assert "test.odd" not in {key.name for key in configuration.registered()}
