"""The life of a plan: adopted, issued, closed, shown to the public."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.sequences import next_number
from yizheng.todo import services as todo

from .. import workflow as table
from ..enums import PlanState
from ..events import PlanBecameLive
from ..filters import OPEN_STATES
from ..models import WorkPlan


@transaction.atomic
def adopt(*, plan: WorkPlan, adopted_on: date, meeting: str, by: Actor, at: datetime) -> WorkPlan:
    """
    Note that a plan was adopted (登记通过): its text is locked, its tasks become work.

    To-dos open for the departments, and each department is told once. The decision itself was taken by the
    meeting; a clerk records it.
    Rule: handbook 3.4 (`plan.adopting_body`), office-practice 7.
    Raises: Refused `future` for a day to come, `no_meeting`, `second_plan` when that year has one in force.
    """
    require(table.ADOPT.permission, by, plan)
    _check_adoption(plan, adopted_on, meeting, timezone.localdate(at))
    changes = {"adopted_on": adopted_on, "adopted_meeting": meeting.strip()}
    act_id = uuid.uuid4()
    adopted = workflow.apply(table.ADOPT, plan, by=by, at=at, changes=changes, act_id=act_id)
    open_tasks(plan=adopted, by=by, at=at, act_id=act_id)
    events.publish(PlanBecameLive(adopted, by, at))
    return adopted


def open_tasks(*, plan: WorkPlan, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """Make the tasks of a plan that has just come into force work: one ledger row and its to-dos each."""
    for task in plan.tasks.select_related("plan", "item").order_by("id"):
        ledger.record("open_task", task, by=by, at=at, to_state=task.state, act_id=act_id)
        events.publish(workflow.Moved("plan_task", task, "open_task", "", task.state, by, at))


def issue(*, plan: WorkPlan, doc_number: str, by: Actor, at: datetime) -> WorkPlan:
    """
    Note that an adopted plan was issued (登记印发), with the number the office's OA gave it, or none.

    Rule: office-practice 10 (`document.number_source` manual by default).
    """
    changes = {"doc_number": doc_number.strip()}
    return workflow.apply(table.ISSUE, plan, by=by, at=at, changes=changes)


@transaction.atomic
def close(*, plan: WorkPlan, by: Actor, at: datetime) -> WorkPlan:
    """
    Put a plan's year to the archive (归档): its tasks can no longer be moved, and nobody is asked for them.

    Raises: Refused `guarded` while a task waits for its check.
    """
    closed = workflow.apply(table.CLOSE, plan, by=by, at=at)
    for task in closed.tasks.filter(state__in=OPEN_STATES).select_related("plan", "item").order_by("id"):
        todo.refresh(task)
    return closed


@transaction.atomic
def set_public(*, plan: WorkPlan, is_public: bool, by: Actor, at: datetime) -> WorkPlan:
    """
    Show an issued plan on the public page, or take it back: sections and headings only, never its tasks.

    Raises: Refused `not_issued`, `unchanged`.
    """
    require("plan.publish", by, plan)
    locked = WorkPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.state not in (PlanState.ISSUED, PlanState.CLOSED):
        raise Refused("not_issued", "工作要点印发以后才能公开。请先登记印发。")
    if locked.is_public == is_public:
        raise Refused("unchanged", f"该工作要点已经{'公开' if is_public else '不公开'}，不用再办。")
    locked.is_public = is_public
    locked.save(update_fields=["is_public"])
    ledger.record(
        "publish_plan" if is_public else "withdraw_plan", locked, by=by, at=at, fields={"is_public": is_public}
    )
    return locked


def _check_adoption(plan: WorkPlan, adopted_on: date, meeting: str, today: date) -> None:
    if adopted_on > today:
        raise Refused("future", "通过日期还没有到，请填会议实际通过的那一天。")
    if not meeting.strip():
        raise Refused("no_meeting", "请写明是哪次会议通过的。")
    # An import of the same year confirmed meanwhile waits here too.
    next_number(f"plan-of-{plan.year}")
    other = WorkPlan.objects.filter(year=plan.year, state__in=(PlanState.ADOPTED, PlanState.ISSUED))
    if other.exclude(pk=plan.pk).exists():
        raise Refused("second_plan", f"{plan.year}年已经有一份通过的工作要点，同一年不能有两份。")
