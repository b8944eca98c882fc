"""The administrator's card of backup and drill, and when the nightly run is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.config.desk import read_upkeep
from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee, UpkeepRun
from yizheng.launch.jobs.nightly import is_due
from yizheng.plan.tests.factories import CommitteeFactory, seat

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
"""9:00 in Shanghai."""


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Committee]:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    committee = CommitteeFactory()
    with tenancy.scope(committee):
        yield committee


def ran(kind: UpkeepRun.Kind, ended_at: datetime, sentence: str = "") -> None:
    UpkeepRun.objects.create(kind=kind, began_at=ended_at, ended_at=ended_at, is_good=not sentence, sentence=sentence)


def told(role: Role = Role.SYS_ADMIN) -> list[tuple[str, str, str]]:
    lines = read_upkeep(seat(role), NOW.date())
    return [(line.name, line.meaning, line.sentence) for line in lines or []]


def test_a_good_night_is_green(house: Committee) -> None:
    ran(UpkeepRun.Kind.BACKUP, NOW - timedelta(days=1), "磁盘已满")
    ran(UpkeepRun.Kind.BACKUP, NOW - timedelta(hours=6))
    ran(UpkeepRun.Kind.DRILL, NOW - timedelta(hours=6))

    assert told() == [("备份", "ok", ""), ("恢复演练", "ok", "")]


def test_a_failed_drill_says_what_failed(house: Committee) -> None:
    ran(UpkeepRun.Kind.BACKUP, NOW - timedelta(hours=6))
    ran(UpkeepRun.Kind.DRILL, NOW - timedelta(hours=6), "表 org_person 应有 2 行，实有 1 行")

    assert told()[1] == ("恢复演练", "over", "表 org_person 应有 2 行，实有 1 行")


def test_nights_without_a_run_are_red(house: Committee) -> None:
    ran(UpkeepRun.Kind.BACKUP, NOW - timedelta(days=3))

    assert told() == [
        ("备份", "over", "已超过一天没有备份；请检查夜间任务，或运行 yizheng backup。"),
        ("恢复演练", "over", "还没有做过恢复演练；请运行 yizheng drill，并设置每晚定时执行。"),
    ]


@pytest.mark.parametrize("role", [Role.OFFICE_CLERK, Role.MEMBER, Role.LEADER])
def test_others_have_no_such_card(house: Committee, role: Role) -> None:
    assert told(role) == []


def test_the_nightly_run_is_due_once_a_day_after_two() -> None:
    midnight = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # in Shanghai

    assert not is_due(midnight + timedelta(hours=1), midnight - timedelta(hours=20))
    assert is_due(midnight + timedelta(hours=2), midnight - timedelta(hours=20))
    assert is_due(midnight + timedelta(hours=20), None)
    assert not is_due(midnight + timedelta(hours=20), midnight + timedelta(hours=2))
