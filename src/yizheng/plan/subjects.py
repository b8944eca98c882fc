"""What the shared rooms must know of plans, items, tasks, topics and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from yizheng.accounts.enums import Role
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from . import indexed, queries
from .enums import PartyRole, TaskState
from .models import PlanItem, PlanTask, PlanTopic, TaskEvidence, WorkPlan

CHECK_WORKDAYS = 3


def task_owed(task: PlanTask) -> Iterator[Owed]:
    """
    Return who owes what on a task.

    The departments of the first cell owe the report; once it is done the office owes the check. A late
    task owes its reason first (handbook 3.4). Our decision: the lead department alone is asked, the
    others help; one report is enough.
    """
    if task.plan.state not in queries.LIVE_PLAN_STATES:
        return
    if task.state == TaskState.DONE:
        yield Owed("confirm_task", "核对", role=Role.OFFICE_CLERK, due_on=_check_due(task), note=_where(task))
    if task.state not in (TaskState.PLANNED, TaskState.IN_PROGRESS):
        return
    act, label = ("give_delay_reason", "说明延期") if queries.owes_reason(task) else ("report_task", "办结")
    for kind, scope_id in _lead_departments(task):
        yield Owed(act, label, scope_kind=kind, scope_id=scope_id, due_on=task.due_on, note=_where(task))


def _check_due(task: PlanTask) -> date | None:
    """Our decision: a report waits no longer than three working days, so that nobody is asked again in vain."""
    if task.done_on is None:
        return None
    return add_workdays(task.done_on, CHECK_WORKDAYS, work_calendar()).due_on


def _lead_departments(task: PlanTask) -> list[tuple[str, int]]:
    rows = task.parties.filter(role=PartyRole.DEPARTMENT, order=0).order_by("id")
    return [("body", r.body_id) if r.body_id else ("org_unit", r.unit_id) for r in rows if r.person_id is None]  # type: ignore[misc]


def _where(task: PlanTask) -> str:
    place = f"要点{task.item.label}" if task.item else "要点"
    departments = "、".join(task.departments_text)
    return f"{place} · {departments}" if departments else place


def _tasks(actor: Actor) -> QuerySet[PlanTask]:
    return queries.tasks_visible_to(actor)


def _topics(actor: Actor) -> QuerySet[PlanTopic]:
    return PlanTopic.objects.filter(plan__in=queries.plans_visible_to(actor)).select_related("plan")


def _evidence(actor: Actor) -> QuerySet[TaskEvidence]:
    return TaskEvidence.objects.filter(task__in=queries.tasks_visible_to(actor)).select_related("task")


def _task_url(task: PlanTask) -> str:
    return address("plan:task", public_id=task.public_id)


def register_all() -> None:
    """Make the kinds of the plan room known to the house."""
    register(
        Subject(
            "work_plan", WorkPlan, "工作要点", visible_to=queries.plans_visible_to,
            url=lambda p: address("plan:plan", public_id=p.public_id),
            caption=lambda p: p.get_state_display(), indexed_with=indexed.of_plan,
        ),
        Subject(
            "plan_item", PlanItem, "要点", visible_to=queries.items_visible_to,
            url=lambda i: address("plan:item", public_id=i.public_id),
            caption=lambda i: f"{i.plan.year}年{i.label}", indexed=indexed.item_indexed,
        ),
        Subject(
            "plan_task", PlanTask, "任务", visible_to=_tasks, url=_task_url, owed=task_owed,
            caption=lambda t: t.get_state_display(), indexed=indexed.task_indexed,
            indexed_with=lambda t: [("plan_item", t.item_id)] if t.item_id else [],
        ),
        Subject(
            "plan_topic", PlanTopic, "调研课题", visible_to=_topics,
            url=lambda t: f"{address('plan:plan', public_id=t.plan.public_id)}#topic-{t.public_id}",
            caption=lambda t: f"{t.due_month}月完成" if t.due_month else "", indexed=indexed.topic_indexed,
        ),
        Subject(
            "task_evidence", TaskEvidence, "完成依据", visible_to=_evidence,
            url=lambda e: f"{_task_url(e.task)}#evidence-{e.public_id}",
            caption=lambda e: e.get_kind_display(),
        ),
    )  # fmt: skip
