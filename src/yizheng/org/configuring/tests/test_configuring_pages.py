"""The pages of the configuration."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.kernel import tenancy
from yizheng.kernel.models import LedgerEntry
from yizheng.org.configuration import value
from yizheng.org.configuring.services import change_setting
from yizheng.org.keys import GRASSROOTS_TYPES, MAX_SEATS, MEMBER_QUOTA, MULTI_SEAT_ALLOWED, SECTORS
from yizheng.org.models import Setting
from yizheng.plan.tests.factories import CommitteeFactory, moment, seat

TODAY, NEXT_WEEK = date(2026, 11, 22), date(2026, 11, 29)
QUOTA = "/yunxi/settings/org.member_quota/"


@pytest.fixture
def house(db, monkeypatch):
    standing = moment(22)
    monkeypatch.setattr(timezone, "now", lambda: standing)
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        yield committee


@pytest.fixture
def admin(house):
    return seat(Role.SYS_ADMIN, name="苏启明")


def browser(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def words(answer):
    page = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def change(key, to, valid_from, admin):
    return change_setting(key=key, value=to, valid_from=valid_from, by=admin, at=moment(22))


def test_the_list_says_what_holds_what_it_changes_and_what_is_to_come(admin):
    change(MEMBER_QUOTA, 300, NEXT_WEEK, admin)

    page = words(browser(admin).get("/yunxi/settings/"))

    assert "委员名额 开启新一届时预先填上的名额。 250名 默认 11月29日起改为 300名" in page
    assert "已经开始的期限和事项按原来的算" in page


def test_a_value_is_changed_from_a_day_on_with_its_history(admin):
    client = browser(admin)

    answer = client.post(QUOTA, {"value": "300", "valid_from": "2026-11-29"}, follow=True)

    assert "“委员名额”从2026年11月29日起是300名。" in answer.content.decode()
    assert "苏启明" in words(answer)
    assert "250名 → 300名，从2026年11月29日起" in words(answer)
    assert [value(MEMBER_QUOTA, on=day) for day in (TODAY, NEXT_WEEK)] == [250, 300]


@pytest.mark.parametrize(
    ("key", "posted", "held"),
    [
        (MULTI_SEAT_ALLOWED, "no", False),
        (MAX_SEATS, "3", 3),
        (SECTORS, " 中共 \r\n\r\n经济\r\n", ["中共", "经济"]),
        (GRASSROOTS_TYPES, ["liaison_office"], ["liaison_office"]),
    ],
)
def test_each_type_has_its_field(admin, key, posted, held):
    client = browser(admin)
    assert client.get(f"/yunxi/settings/{key.name}/").status_code == 200

    answer = client.post(f"/yunxi/settings/{key.name}/", {"value": posted, "valid_from": "2026-11-22"})

    assert (answer.status_code, value(key, on=TODAY)) == (302, held)


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"value": "0", "valid_from": "2026-11-29"}, "至少填 1。"),
        ({"value": "许多", "valid_from": "2026-11-29"}, "请填整数。"),
        ({"value": "", "valid_from": "2026-11-29"}, "请填写新的值。"),
        ({"value": "300", "valid_from": "2026-11-01"}, "2026年11月1日已经过去，请选今天或以后的日子。"),
        ({"value": "300", "valid_from": "明天"}, "日期请写成 2026-12-01 的样子。"),
        ({"value": "250", "valid_from": "2026-11-22"}, "本来就是这个值，不用改。"),
    ],
)
def test_bad_input_gets_one_sentence_and_is_not_lost(admin, posted, said):
    answer = browser(admin).post(QUOTA, posted)

    assert said in words(answer)
    assert f'value="{posted["value"]}"' in answer.content.decode() or posted["value"] == ""
    assert (Setting.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_a_change_to_come_is_taken_back(admin):
    client = browser(admin)
    change(MEMBER_QUOTA, 300, NEXT_WEEK, admin)
    assert "2026年11月29日起：300名" in words(client.get(QUOTA))

    answer = client.post(f"{QUOTA}2026-11-29/withdraw/", follow=True)

    assert "已取消“委员名额”从2026年11月29日起的改动。" in answer.content.decode()
    assert value(MEMBER_QUOTA, on=NEXT_WEEK) == 250
    again = client.post(f"{QUOTA}2026-11-29/withdraw/", follow=True)
    assert "已经取消了" in again.content.decode()


def test_the_office_reads_and_does_not_change(house):
    client = browser(seat(Role.OFFICE_CLERK))

    assert "要改请找系统管理员" in words(client.get("/yunxi/settings/"))
    assert "改配置" not in words(client.get(QUOTA))
    assert client.post(QUOTA, {"value": "300", "valid_from": "2026-11-29"}).status_code == 403
    assert client.post(f"{QUOTA}2026-11-29/withdraw/").status_code == 403
    assert Setting.objects.count() == 0


@pytest.mark.parametrize("path", ["/yunxi/settings/", QUOTA])
def test_a_member_does_not_read_the_configuration(house, path):
    assert browser(seat(Role.MEMBER)).get(path).status_code == 403


def test_an_unknown_key_or_day_is_not_found(admin):
    client = browser(admin)
    assert client.get("/yunxi/settings/org.unknown/").status_code == 404
    assert client.post(f"{QUOTA}tomorrow/withdraw/").status_code == 404


@pytest.mark.parametrize("path", ["/yunxi/settings/", QUOTA])
def test_the_pages_ask_as_often_for_three_settings_as_for_one(admin, path):
    client, counts = browser(admin), []
    client.get(path)
    for keys in ((MEMBER_QUOTA,), (MEMBER_QUOTA, MAX_SEATS)):
        for key in keys:
            change(key, value(key, on=date(2027, 6, 1)) + 1, date(2027, 1, len(counts) + 1), admin)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 12
