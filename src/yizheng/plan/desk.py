"""What the plan room shows on desks: how far the year is, what this month asks, what is late and whose."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.todo.desk import ASIDE, MAIN, DeskCard, offer
from yizheng.ui.shapes import ThreadBox

from . import figures, history, phrases, queries
from .enums import OPEN_TASK_STATES, PartyRole, TaskState
from .filters import TaskFilter
from .models import PlanItem, PlanTask, TaskParty, WorkPlan

MOST_TASKS = 8
MOST_LATE = 6
MOST_ENTRIES = 5


def year_progress(actor: Actor, on: date) -> dict[str, Any] | None:
    """Return the plan's bar and one walked thread; None for hats that do not read rates."""
    plan = _plan(actor, on)
    if plan is None:
        return None
    counts = queries.progress(_tasks(actor, plan), on=on)
    return {
        "plan": plan,
        "url": address("plan:board"),
        "total": counts.total,
        "segments": figures.segments(counts, plan),
        "thread": _walked(plan),
    }


def this_month(actor: Actor, on: date) -> dict[str, Any] | None:
    """Return what the plan asks in this month."""
    plan = _plan(actor, on)
    if plan is None or plan.year != on.year:
        return None
    tasks = _tasks(actor, plan).filter(month_start__lte=on.month, month_end__gte=on.month)
    rows = list(tasks.exclude(state=TaskState.CANCELLED).order_by("all_year", "due_on", "id")[: MOST_TASKS + 1])
    return {
        "title": f"{on.month}月的任务",
        "tasks": [_row(task) for task in rows[:MOST_TASKS]],
        "more": len(rows) > MOST_TASKS,
        "url": f"{address('plan:tasks')}?month={on.month}",
    }


def carried(actor: Actor, on: date) -> dict[str, Any] | None:
    """Return the tasks that the worn hat's department or unit carries this year, open ones first."""
    if actor.hat.scope_kind not in ("body", "org_unit") or actor.wears(Role.OFFICE_CLERK):
        return None
    plan = queries.current_plan(actor, on=on)
    if plan is None:
        return None
    column = "body_id" if actor.hat.scope_kind == "body" else "unit_id"
    named = TaskParty.objects.filter(role=PartyRole.DEPARTMENT, **{column: actor.hat.scope_id}).values("task_id")
    tasks = _tasks(actor, plan).filter(pk__in=named)
    counts = queries.progress(tasks, on=on)
    still_open = tasks.filter(state__in=OPEN_TASK_STATES).order_by("due_on", "id")[:MOST_TASKS]
    words = f"{actor.hat.label}今年承担 {counts.total} 项，已销号 {counts.confirmed} 项"
    return {"title": words, "tasks": [_row(task) for task in still_open]}


def late_and_whose(actor: Actor, on: date) -> dict[str, Any] | None:
    """Return which departments have late tasks, for the office and the leaders."""
    if not actor.wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER):
        return None
    plan = _plan(actor, on)
    if plan is None:
        return None
    late = queries.overdue(_tasks(actor, plan), on=on)
    parties = TaskParty.objects.filter(task__in=late, role=PartyRole.DEPARTMENT, order=0, body__isnull=False)
    counts = Counter(parties.values_list("body__short_name", "body__public_id"))
    rows = [(name, count, _late_list(plan, body)) for (name, body), count in counts.most_common(MOST_LATE)]
    return {"departments": rows, "url": address("plan:late")}


def recent(actor: Actor, on: date) -> dict[str, Any] | None:
    """Return what was done last on this plan's tasks, by whom and in which hat; for those who run the plan."""
    plan = _plan(actor, on)
    if plan is None or actor.wears(Role.MEMBER, Role.OBSERVER):
        return None
    tasks = {task.pk: task for task in _tasks(actor, plan).select_related(None).only("content")}
    return {"entries": history.of_tasks(tasks, MOST_ENTRIES)}


def offer_cards() -> None:
    """Put the cards on the desks."""
    offer(
        DeskCard("plan-carried", MAIN, "plan/desk/carried.html", carried),
        DeskCard("plan-progress", MAIN, "plan/desk/progress.html", year_progress),
        DeskCard("plan-recent", MAIN, "plan/desk/recent.html", recent),
        DeskCard("plan-month", ASIDE, "plan/desk/month.html", this_month),
        DeskCard("plan-late", ASIDE, "plan/desk/late.html", late_and_whose),
    )


def _plan(actor: Actor, on: date) -> WorkPlan | None:
    return queries.current_plan(actor, on=on) if may("plan.read_rates", actor) else None


def _tasks(actor: Actor, plan: WorkPlan) -> QuerySet[PlanTask]:
    return queries.tasks_visible_to(actor).filter(plan=plan)


def _late_list(plan: WorkPlan, body: UUID) -> str:
    return figures.list_url(plan, TaskFilter(department=body, late=True))


def _row(task: PlanTask) -> dict[str, Any]:
    return {
        "text": task.content,
        "url": address("plan:task", public_id=task.public_id),
        "state": task.get_state_display(),
        "meaning": queries.MEANING[task.state],
        "who": "、".join(task.departments_text),
        "when": f"{phrases.months_word(task)} · ",
    }


def _walked(plan: WorkPlan) -> list[ThreadBox]:
    """Walk one item that has come furthest: item, task, evidence, and the end that is still open."""
    task = (
        plan.tasks.filter(item__isnull=False, state=TaskState.CONFIRMED, evidence__isnull=False)
        .select_related("item")
        .order_by("-confirmed_on", "-id")
        .first()
    )
    if task is None or task.item is None:
        return []
    evidence = task.evidence.order_by("given_at").first()
    open_task = _still_open(task.item)
    return [
        ThreadBox(f"要点 {task.item.label}", task.item.heading, address("plan:item", public_id=task.item.public_id)),
        ThreadBox(
            f"任务 {task.confirmed_on:%-m}月销号",
            task.content,
            address("plan:task", public_id=task.public_id),
        ),
        *([ThreadBox(evidence.get_kind_display(), str(evidence))] if evidence else []),
        *([_open_end(open_task)] if open_task else []),
    ]


def _still_open(item: PlanItem) -> PlanTask | None:
    return item.tasks.filter(state__in=(TaskState.PLANNED, TaskState.IN_PROGRESS)).order_by("due_on").first()


def _open_end(task: PlanTask) -> ThreadBox:
    when = f"{task.month_end}月" if task.month_end else "时间未定"
    return ThreadBox(f"还没做完 · {when}", task.content, address("plan:task", public_id=task.public_id), open=True)
