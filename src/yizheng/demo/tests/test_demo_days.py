"""
The demo on an awkward day, the first of a year; and every date it is told by, on every day of four years.

YIZHENG_DEMO_DAYS=2026-07-01,2028-02-29 asks for others, as the release does: each costs a whole building.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

import pytest
from django.core.management import call_command

from yizheng.accounts import queries as accounts
from yizheng.accounts.models import User
from yizheng.deadline.calendar_years import days_of, known_years
from yizheng.deadline.reckoning import WorkCalendar
from yizheng.demo.tests.days import TODAY
from yizheng.demo.tests.whole import everything
from yizheng.demo.today import Days
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.kernel.scoping import scope
from yizheng.plan.enums import TaskState
from yizheng.plan.models import PlanTask, WorkPlan
from yizheng.plan.queries import overdue

DAYS = os.environ.get("YIZHENG_DEMO_DAYS", "2026-01-01").split(",")


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date.fromisoformat(day) for day in DAYS], ids=DAYS)
def test_on_any_day_the_demo_is_built_with_something_late_and_nothing_ahead_of_time(
    today: date, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path / "files"

    call_command("demo", today=today)

    committee = Committee.objects.get(slug="yunling")
    with scope(committee):
        years = list(WorkPlan.objects.order_by("year").values_list("year", flat=True))
        assert years == [today.year - 1, today.year, today.year + 1]
        assert PlanTask.objects.filter(plan__year=today.year, is_added=False).count() == 35
        assert overdue(PlanTask.objects.all(), on=today).exists()
        assert not LedgerEntry.objects.filter(at__date__gte=today).exists()
        rows = LedgerEntry.objects.order_by("kind", "object_id", "id")
        for (kind, _), entries in groupby(rows, key=lambda row: (row.kind, row.object_id)):
            _assert_unbroken(kind, list(entries))
        assert accounts.hats_of(User.objects.get(username="demo-proposal"), committee, on=today) != ()
        open_states = (TaskState.PLANNED, TaskState.IN_PROGRESS, TaskState.DONE)
        assert PlanTask.objects.filter(plan__year=today.year, state__in=open_states).exists()


def test_on_every_day_of_four_years_the_dates_of_the_demo_are_working_days_in_order() -> None:
    calendar = WorkCalendar({day.date: day.is_workday for year in known_years() for day in days_of(year)})
    for days in (Days(date(2026, 1, 1) + timedelta(days=ago), calendar) for ago in range(4 * 365 + 1)):
        told = [days.term_start, days.split_decided_on, days.adopted_on(days.year), days.split_on]
        assert told == sorted(told), days.today
        assert days.workdays_ago(3) < days.today, days.today
        first, last = days.plenary(days.year)
        assert (last - first).days == 5, days.today
        assert all(map(calendar.is_workday, (*told[1:3], first))), days.today


def test_two_buildings_are_equal(
    own_database: str, second_database: Any, demo_files: Any, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    with second_database():
        first = everything()

    call_command("demo", today=TODAY)

    assert everything() == first


def _assert_unbroken(kind: str, rows: list[LedgerEntry]) -> None:
    """Each act begins where the one before ended, and not before it."""
    for before, after in pairwise(rows):
        assert after.at >= before.at, (kind, before.act, after.act)
        if before.to_state and after.from_state:
            assert after.from_state == before.to_state, (kind, before.act, after.act)
