"""Reminders of to-dos: on which days, to whom, each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.deadline.reckoning import WorkCalendar
from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.notify.models import Delivery, Message, Notice
from yizheng.todo.models import Todo
from yizheng.todo.reminding import Steps, remind

DUE = date(2026, 11, 20)  # a Friday
STEPS = Steps((10, 3, 1, 0), 5, ("unit_leader",), ("office_clerk",))
LONG_AGO = date(2026, 1, 5)


@pytest.fixture
def office(db: None) -> Iterator[Committee]:
    committee = Committee.objects.create(slug="songxi", full_name="政协松溪区委员会", short_name="松溪区政协")
    with tenancy.scope(committee):
        yield committee


def holder(name: str, role: Role, **scope: Any) -> User:
    user = User.objects.create(username=name, name=name)
    RoleGrant.objects.create(user=user, role=role, label=role.label, valid_from=date(2020, 1, 1), **scope)
    return user


def todo(**given: Any) -> Todo:
    opened = datetime(2026, 1, 5, tzinfo=UTC)
    first = {"kind": "plan_task", "object_id": 1, "act": "report_task", "label": "办结", "title": "召开座谈会"}
    return Todo.objects.create(**{**first, "due_on": DUE, "opened_at": opened, "url": "/songxi/plan/", **given})


def run(day: date) -> list[str]:
    """Run the morning's round and return who was told anything new."""
    at = datetime(day.year, day.month, day.day, 0, 0, tzinfo=UTC)
    before = set(Notice.objects.values_list("pk", flat=True))
    remind(on=day, at=at)
    new = Notice.objects.exclude(pk__in=before).order_by("recipient__name")
    return [notice.recipient.name for notice in new]


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 11, 5), None),  # eleven working days before
        (date(2026, 11, 6), 10),
        (date(2026, 11, 10), 10),  # the step stays until the next one; its key is told once
        (date(2026, 11, 17), 3),
        (date(2026, 11, 19), 1),
        (date(2026, 11, 20), 0),
        (date(2026, 11, 23), 0),  # not yet five working days late
        (date(2026, 11, 27), -5),
        (date(2026, 12, 4), -10),
    ],
)
def test_the_steps_of_the_handbook(day: date, step: int | None) -> None:
    assert STEPS.of(DUE, day, LONG_AGO, WorkCalendar({})) == step


def test_what_was_opened_later_than_a_step_is_not_reminded_of_it() -> None:
    opened = date(2026, 11, 16)  # four working days before

    assert STEPS.of(DUE, opened, opened, WorkCalendar({})) is None
    assert STEPS.of(DUE, date(2026, 11, 17), opened, WorkCalendar({})) == 3


def test_each_step_is_told_once(office: Committee) -> None:
    clerk = holder("周文清", Role.OFFICE_CLERK)
    todo(user=clerk)

    days = [date(2026, 11, 2) + timedelta(days=n) for n in range(19)]
    told = [day.day for day in days for _ in [*run(day), *run(day)]]

    assert told == [6, 17, 19, 20]
    assert list(Message.objects.order_by("id").values_list("title", flat=True)) == [
        "办结：召开座谈会（11月20日到期）",
        "办结：召开座谈会（11月20日到期）",
        "办结：召开座谈会（11月20日到期）",
        "办结：召开座谈会（今天到期）",
    ]
    assert set(Delivery.objects.values_list("channel", flat=True)) == {"inbox"}


def test_a_morning_that_was_missed_is_made_up_for(office: Committee) -> None:
    todo(user=holder("周文清", Role.OFFICE_CLERK))

    assert run(date(2026, 11, 18)) == ["周文清"]
    assert Message.objects.get().key.endswith(":3")


def test_on_a_day_off_nobody_is_reminded(office: Committee) -> None:
    todo(user=holder("周文清", Role.OFFICE_CLERK), due_on=date(2026, 11, 21))

    assert run(date(2026, 11, 21)) == []


def test_a_new_date_is_reminded_of_anew(office: Committee) -> None:
    row = todo(user=holder("周文清", Role.OFFICE_CLERK))
    run(date(2026, 11, 20))
    row.due_on = date(2026, 11, 23)
    row.save(update_fields=["due_on"])

    assert run(date(2026, 11, 23)) == ["周文清"]


def test_a_closed_to_do_is_not_reminded_of(office: Committee) -> None:
    todo(user=holder("周文清", Role.OFFICE_CLERK), closed_at=timezone.now())

    assert run(DUE) == []


def test_lateness_of_a_unit_rises_level_by_level(office: Committee) -> None:
    unit = {"scope_kind": "org_unit", "scope_id": 7}
    holder("甲经办", Role.UNIT_CLERK, **unit)
    holder("乙负责", Role.UNIT_LEADER, **unit)
    holder("丙旁人", Role.UNIT_LEADER, scope_kind="org_unit", scope_id=8)
    holder("丁督查", Role.ASSIGNER)
    todo(role=Role.UNIT_CLERK, **unit)

    assert run(DUE) == ["甲经办"]
    assert run(date(2026, 11, 27)) == ["乙负责", "甲经办"]
    assert run(date(2026, 12, 4)) == ["丁督查", "乙负责", "甲经办"]


def test_lateness_in_the_house_rises_to_the_office(office: Committee) -> None:
    body = {"scope_kind": "body", "scope_id": 3}
    holder("专委", Role.COMMITTEE_CLERK, **body)
    holder("办公室", Role.OFFICE_CLERK)
    todo(**body)

    assert run(DUE) == ["专委"]
    assert run(date(2026, 11, 27)) == ["专委", "办公室"]
