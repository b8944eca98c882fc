"""What the plan room puts on desks, and that a desk asks no more when the year grows."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.models import Committee
from yizheng.plan import queries
from yizheng.plan.desk_year import read_year, still_open
from yizheng.plan.enums import TaskState
from yizheng.plan.models import PlanTask

from .conftest import Browser
from .factories import BodyFactory, EvidenceFactory, ItemFactory, PlanFactory, TaskFactory, carried, seat

TODAY = date(2026, 11, 22)
MOST_QUERIES = 12


@pytest.fixture
def tasks(house: Committee) -> list[PlanTask]:
    """One task of each kind that is counted apart."""
    plan = PlanFactory()
    told = [
        {"state": TaskState.PLANNED},
        {"state": TaskState.PLANNED, "due_on": date(2026, 10, 31), "month": 10},
        {"state": TaskState.IN_PROGRESS, "delayed_on": date(2026, 11, 1)},
        {"state": TaskState.DONE, "due_on": date(2026, 10, 31), "month": 10},
        {"state": TaskState.CONFIRMED, "confirmed_on": date(2026, 11, 5)},
        {"state": TaskState.CONFIRMED, "delayed_on": date(2026, 11, 1), "confirmed_on": date(2026, 11, 9)},
        {"state": TaskState.CANCELLED},
        {"state": TaskState.PLANNED, "is_added": True, "due_on": None, "month": None},
    ]
    return [TaskFactory(plan=plan, **each) for each in told]


def test_what_the_desk_counts_is_what_the_board_counts(tasks: list[PlanTask]) -> None:
    year = read_year(seat(), TODAY)

    assert year is not None
    assert year.progress() == queries.progress(PlanTask.objects.all(), on=TODAY)
    assert year.late() == [tasks[1]]
    assert year.of_month(11) == [tasks[0], tasks[2], tasks[4], tasks[5]]
    assert still_open(year.tasks) == [tasks[1], tasks[3], tasks[0], tasks[2], tasks[7]]


def test_a_department_sees_what_it_carries(tasks: list[PlanTask]) -> None:
    economy, proposals = BodyFactory(), BodyFactory()
    carried(tasks[0], economy, proposals)
    carried(tasks[1], proposals)
    year = read_year(seat(Role.COMMITTEE_CLERK, body=economy), TODAY)

    assert year is not None
    assert year.carried("body", economy.pk) == [tasks[0]]
    assert year.carried("org_unit", economy.pk) == []


def test_without_a_plan_there_is_nothing_to_read(house: Committee) -> None:
    assert read_year(seat(), TODAY) is None


def test_the_walk_goes_from_the_item_closed_last_to_what_is_still_open(browser: Browser, tasks: list[PlanTask]) -> None:
    item = ItemFactory(plan=tasks[0].plan, section__plan=tasks[0].plan, heading="开展养老服务专题协商")
    PlanTask.objects.filter(pk__in=[tasks[0].pk, tasks[4].pk, tasks[5].pk]).update(item=item)
    EvidenceFactory(task=tasks[4], note="十一月五日记录")
    EvidenceFactory(task=tasks[5], note="十一月九日记录")

    page = browser(seat()).get("/yunxi/").content.decode()

    assert "开展养老服务专题协商" in page
    assert "十一月九日记录" in page
    assert "十一月五日记录" not in page
    assert "还没做完 · 11月" in page


def test_a_desk_asks_the_same_with_one_task_and_with_many(browser: Browser, tasks: list[PlanTask]) -> None:
    clerk = browser(seat())
    clerk.get("/yunxi/")

    with CaptureQueriesContext(connection) as few:
        clerk.get("/yunxi/")
    for task in tasks:
        carried(task, BodyFactory(), BodyFactory())
        carried(TaskFactory(plan=tasks[0].plan, due_on=date(2026, 10, 31)), BodyFactory())
    with CaptureQueriesContext(connection) as many:
        clerk.get("/yunxi/")

    assert len(many) == len(few)
    asked = [query for query in many if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= MOST_QUERIES
