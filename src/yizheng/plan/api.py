"""Tasks of the plan, as JSON: the same tables, services and permissions as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.json_door import Done, Page, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Transition

from . import listing, queries, services
from . import workflow as table
from .filters import TaskFilter
from .models import PlanTask, WorkPlan
from .schemas import ActOut, MonthIn, ReasonIn, ReportIn, TaskOut, TaskQuery, TaskWithActs
from .views.tasks import offered_acts

router = Router(tags=["要点与任务"])


@router.get("plan/tasks/", response=Page[TaskOut], summary="任务清单")
def list_tasks(request: HttpRequest, wanted: Query[TaskQuery]) -> Page[TaskOut]:
    """List the tasks of one year's plan, in the order of its table."""
    actor, today = actor_of(request), timezone.localdate()
    require("plan.read", actor)
    asked = TaskFilter(**wanted.dict(exclude={"year", "page"}))
    tasks = queries.tasks_visible_to(actor).filter(plan=_plan(actor, wanted.year))
    return page_of(listing.in_order(asked.apply(tasks, on=today)), wanted.page, lambda row: TaskOut(**_facts(row)))


@router.get("plan/tasks/{uuid:public_id}/", response=TaskWithActs, summary="一项任务")
def get_task(request: HttpRequest, public_id: UUID) -> TaskWithActs:
    """Show one task and what the worn hat may do on it now."""
    actor = actor_of(request)
    require("plan.read", actor)
    row = get_object_or_404(queries.with_parties(queries.tasks_visible_to(actor)), public_id=public_id)
    acts = [ActOut(name=each.name, label=each.row.label) for each in offered_acts(row, actor)]
    return TaskWithActs(**_facts(row), acts=acts)


@router.post("plan/tasks/{uuid:public_id}/start/", response=Done, summary="启动")
@act
def start_task(request: HttpRequest, public_id: UUID) -> str:
    """Start a planned task."""
    actor, task = _asked(request, public_id, table.START)
    return _url(services.start(task=task, by=actor, at=timezone.now()))


@router.post("plan/tasks/{uuid:public_id}/report/", response=Done, summary="报完成")
@act
def report_task(request: HttpRequest, public_id: UUID, given: ReportIn) -> str:
    """Report a task done with one line of evidence."""
    actor, task = _asked(request, public_id, table.REPORT)
    evidence = services.Evidence(given.kind, given.happened_on, given.note)
    return _url(services.report_done(task=task, evidence=[evidence], by=actor, at=timezone.now()))


@router.post("plan/tasks/{uuid:public_id}/confirm/", response=Done, summary="销号")
@act
def confirm_task(request: HttpRequest, public_id: UUID) -> str:
    """Close a task after checking its evidence."""
    actor, task = _asked(request, public_id, table.CONFIRM)
    return _url(services.confirm(task=task, by=actor, at=timezone.now()))


@router.post("plan/tasks/{uuid:public_id}/return/", response=Done, summary="退回")
@act
def return_task(request: HttpRequest, public_id: UUID, given: ReasonIn) -> str:
    """Send a reported task back."""
    actor, task = _asked(request, public_id, table.RETURN)
    return _url(services.send_back(task=task, reason=given.reason, by=actor, at=timezone.now()))


@router.post("plan/tasks/{uuid:public_id}/delay/", response=Done, summary="说明延期")
@act
def delay_task(request: HttpRequest, public_id: UUID, given: MonthIn) -> str:
    """Say why a task is late and by which month it will be done."""
    actor, task = _asked(request, public_id, table.GIVE_DELAY_REASON)
    moved = services.give_delay_reason(
        task=task, reason=given.reason, new_month=given.new_month, by=actor, at=timezone.now()
    )
    return _url(moved)


@router.post("plan/tasks/{uuid:public_id}/reschedule/", response=Done, summary="改月份")
@act
def reschedule_task(request: HttpRequest, public_id: UUID, given: MonthIn) -> str:
    """Move a task to end in another month."""
    actor, task = _asked(request, public_id, table.RESCHEDULE)
    moved = services.reschedule(task=task, new_month=given.new_month, reason=given.reason, by=actor, at=timezone.now())
    return _url(moved)


@router.post("plan/tasks/{uuid:public_id}/cancel/", response=Done, summary="取消任务")
@act
def cancel_task(request: HttpRequest, public_id: UUID, given: ReasonIn) -> str:
    """Cancel a task, as the leader who decides; what was signed on paper is entered on the page, with its scan."""
    actor, task = _asked(request, public_id, table.CANCEL)
    return _url(services.cancel(task=task, reason=given.reason, by=actor, at=timezone.now()))


def _asked(request: HttpRequest, public_id: UUID, row: Transition) -> tuple[Actor, PlanTask]:
    actor = actor_of(request)
    task = get_object_or_404(queries.tasks_visible_to(actor), public_id=public_id)
    require(row.permission, actor, task)
    return actor, task


def _plan(actor: Actor, year: int | None) -> WorkPlan | None:
    if year is None:
        return queries.current_plan(actor, on=timezone.localdate())
    return queries.plans_visible_to(actor).filter(year=year).order_by("-id").first()


def _url(task: PlanTask) -> str:
    return address("api:get-task", public_id=task.public_id)


def _facts(row: PlanTask) -> dict[str, Any]:
    same = ("content", "state", "month_start", "month_end", "due_on", "delayed_on", "done_on", "confirmed_on")
    return {
        **{name: getattr(row, name) for name in same},
        "id": row.public_id,
        "year": row.plan.year,
        "state_label": row.get_state_display(),
        "is_added": row.is_added,
        "leaders": row.leaders_text,
        "departments": row.departments_text,
        "item": row.item.heading if row.item else "",
        "url": address("plan:task", public_id=row.public_id),
    }
