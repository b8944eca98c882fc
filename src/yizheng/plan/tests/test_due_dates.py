"""Due dates follow the working-day calendar; the office checks within three working days."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from yizheng.deadline.events import CalendarChanged
from yizheng.deadline.models import CalendarDay
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.enums import TaskState
from yizheng.plan.models import PlanTask
from yizheng.plan.services.due_dates import follow_calendar
from yizheng.plan.subjects import task_owed
from yizheng.todo import services as todo
from yizheng.todo.models import Todo

from .factories import BodyFactory, TaskFactory, carried, moment

pytestmark = pytest.mark.usefixtures("house")
LAST_OF_NOVEMBER, FIRST_OF_DECEMBER = date(2026, 11, 30), date(2026, 12, 1)


@pytest.fixture
def task() -> PlanTask:
    made = carried(TaskFactory(month_start=11, month_end=11, due_on=LAST_OF_NOVEMBER), BodyFactory())
    todo.refresh(made)
    return made


def close(day: date) -> None:
    """Make a working day a holiday, as a notice would."""
    CalendarDay.objects.create(date=day, is_workday=False, note="放假")


def changed() -> CalendarChanged:
    return CalendarChanged(SYSTEM, moment(10), uuid.uuid4())


def test_an_open_task_moves_with_the_calendar_and_says_so(task: PlanTask) -> None:
    close(LAST_OF_NOVEMBER)
    event = changed()

    assert follow_calendar(event) == 1

    assert PlanTask.objects.get().due_on == FIRST_OF_DECEMBER
    assert Todo.objects.get(closed_at__isnull=True).due_on == FIRST_OF_DECEMBER
    row = LedgerEntry.objects.get(act="reckon_due")
    assert (row.object_id, row.act_id, row.fields) == (task.pk, event.act_id, {"due_on": ["2026-11-30", "2026-12-01"]})


def test_nothing_is_written_when_no_date_moves(task: PlanTask) -> None:
    assert follow_calendar(changed()) == 0
    assert not LedgerEntry.objects.filter(act="reckon_due").exists()


@pytest.mark.parametrize(
    "change",
    [{"state": TaskState.CONFIRMED}, {"state": TaskState.CANCELLED}, {"delayed_on": FIRST_OF_DECEMBER}],
    ids=["confirmed", "cancelled", "late"],
)
def test_what_is_closed_or_late_keeps_its_date(task: PlanTask, change: dict[str, object]) -> None:
    PlanTask.objects.update(**change)
    close(LAST_OF_NOVEMBER)

    assert follow_calendar(changed()) == 0
    assert PlanTask.objects.get().due_on == LAST_OF_NOVEMBER


def test_the_office_checks_within_three_working_days(task: PlanTask) -> None:
    friday = date(2026, 11, 20)
    task.state, task.done_on = TaskState.DONE, friday

    owed = list(task_owed(task))

    assert [(each.act, each.due_on) for each in owed] == [("confirm_task", friday + timedelta(days=5))]
