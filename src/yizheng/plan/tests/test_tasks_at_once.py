"""Two people at once: one acts, the other is told; real transactions on a database of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from yizheng.accounts.enums import Role
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.plan import services
from yizheng.plan.enums import PlanState, TaskState
from yizheng.plan.models import PlanTask, TaskChange, WorkPlan

from .factories import BodyFactory, CommitteeFactory, EvidenceFactory, PlanFactory, TaskFactory, carried, moment, seat


@pytest.fixture
def committee(own_database: str, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield CommitteeFactory(slug="yunxi")


def at_once(committee: Committee, *acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; return how each ended, sorted."""
    starting, ended = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            with tenancy.scope(committee):
                starting.wait()
                act()
            ended.append("done")
        except Refused as refusal:
            ended.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def test_two_clerks_confirming_at_once_leave_one_act(committee: Committee) -> None:
    with tenancy.scope(committee):
        clerks = [seat(Role.OFFICE_CLERK, name=name) for name in ("周文清", "许岚")]
        task = carried(TaskFactory(state=TaskState.DONE), BodyFactory())
        EvidenceFactory(task=task)

    ends = at_once(committee, *(lambda by=by: services.confirm(task=task, by=by, at=moment(9)) for by in clerks))

    assert ends == ["done", "stale"]
    with tenancy.scope(committee):
        assert LedgerEntry.objects.filter(act="confirm_task").count() == 1
        assert PlanTask.objects.get().state == TaskState.CONFIRMED


def test_two_moves_at_once_are_both_kept_as_changes(committee: Committee) -> None:
    with tenancy.scope(committee):
        clerk = seat(Role.OFFICE_CLERK)
        task = carried(TaskFactory(month=10), BodyFactory())

    def move(to: int) -> Callable[[], object]:
        return lambda: services.reschedule(task=task, new_month=to, reason="场地", by=clerk, at=moment(9))

    ends = at_once(committee, move(11), move(12))

    assert ends == ["done", "done"]
    with tenancy.scope(committee):
        first, second = TaskChange.objects.order_by("id")
        assert first.old == "10月"
        assert second.old == first.new


def test_two_plans_of_one_year_adopted_at_once_leave_one(committee: Committee) -> None:
    with tenancy.scope(committee):
        clerk = seat(Role.OFFICE_CLERK)
        plans = [PlanFactory(state=PlanState.DRAFT) for _ in range(2)]

    ends = at_once(
        committee,
        *(
            lambda plan=plan: services.adopt(
                plan=plan, adopted_on=moment(8).date(), meeting="常委会议", by=clerk, at=moment(9)
            )
            for plan in plans
        ),
    )

    assert ends == ["done", "second_plan"]
    with tenancy.scope(committee):
        assert WorkPlan.objects.filter(state=PlanState.ADOPTED).count() == 1
