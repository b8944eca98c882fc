"""The night's round: what is late is noted once, and told once."""

from __future__ import annotations

from datetime import date

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.org.models import Body
from yizheng.plan import daily, services
from yizheng.plan.delays import note_delays, to_note
from yizheng.plan.enums import PlanState, TaskState
from yizheng.plan.models import PlanTask
from yizheng.todo.models import Todo

from .factories import BodyFactory, CommitteeFactory, PlanFactory, TaskFactory, carried, moment, seat
from .untouched import nothing_changes

pytestmark = pytest.mark.usefixtures("house")
FIRST_OF_DECEMBER = date(2026, 12, 1)


@pytest.fixture
def office() -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def body() -> Body:
    return BodyFactory()


@pytest.fixture
def late(body: Body) -> PlanTask:
    return carried(TaskFactory(content="组织委员视察养老服务"), body)


def test_a_task_whose_month_passed_is_noted_owed_and_told(late: PlanTask, office: Actor, body: Body) -> None:
    noted = note_delays(on=FIRST_OF_DECEMBER, at=moment(1, 12))

    assert noted == 1
    assert PlanTask.objects.get().delayed_on == FIRST_OF_DECEMBER
    assert [(t.act, t.scope_id) for t in Todo.objects.filter(closed_at__isnull=True)] == [
        ("give_delay_reason", body.pk)
    ]
    assert list(Notice.objects.values_list("recipient_id", "text")) == [
        (office.user_id, "组织委员视察养老服务 到期未完成，责任部门须说明原因和新的月份。")
    ]


def test_the_house_signs_for_it_in_the_ledger(late: PlanTask) -> None:
    note_delays(on=FIRST_OF_DECEMBER, at=moment(1, 12))

    row = LedgerEntry.objects.get(act="mark_delayed")
    assert (row.actor_name, row.source, row.from_state, row.to_state) == ("系统", "system", "planned", "planned")


def test_the_round_twice_notes_and_tells_once(late: PlanTask, office: Actor) -> None:
    note_delays(on=FIRST_OF_DECEMBER, at=moment(1, 12))

    with nothing_changes():
        assert note_delays(on=FIRST_OF_DECEMBER, at=moment(1, 12)) == 0
        assert note_delays(on=date(2026, 12, 5), at=moment(5, 12)) == 0


def test_a_second_lateness_after_a_new_month_is_noted_again(late: PlanTask, office: Actor) -> None:
    note_delays(on=FIRST_OF_DECEMBER, at=moment(1, 12))
    services.give_delay_reason(task=late, reason="场地", new_month=12, by=office, at=moment(2, 12))

    assert note_delays(on=date(2026, 12, 31), at=moment(31, 12)) == 0
    assert note_delays(on=date(2027, 1, 1), at=moment(31, 12, 23)) == 1


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.CONFIRMED, TaskState.CANCELLED])
def test_what_is_done_or_closed_is_not_late(state: str) -> None:
    TaskFactory(state=state)

    assert list(to_note(on=FIRST_OF_DECEMBER)) == []


def test_the_last_day_itself_is_in_time(late: PlanTask) -> None:
    assert list(to_note(on=date(2026, 11, 30))) == []


def test_a_task_without_a_month_is_never_late() -> None:
    TaskFactory(month=None, month_start=None, month_end=None, due_on=None)

    assert list(to_note(on=FIRST_OF_DECEMBER)) == []


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_only_plans_in_force_are_looked_at(state: str) -> None:
    TaskFactory(plan=PlanFactory(state=state))

    assert list(to_note(on=FIRST_OF_DECEMBER)) == []


def test_every_committee_gets_its_own_job_each_night(late: PlanTask) -> None:
    other = CommitteeFactory()

    daily.note_delays_everywhere(timestamp=0)
    daily.note_delays_everywhere(timestamp=0)

    jobs = ProcrastinateJob.objects.filter(task_name="plan.note_delays_of")
    assert sorted(job.args["committee_id"] for job in jobs) == sorted([late.committee_id, other.pk])


def test_the_round_is_at_ten_past_one_in_the_morning() -> None:
    periodic = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}

    assert periodic["plan.note_delays"] == "10 17 * * *"
