"""The page of an item: its text as adopted, its tasks, what came of it, what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import Light, WorkCalendar, light
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import Crumb

from .. import history, phrases, queries, threads
from ..enums import TaskState
from ..figures import list_url
from ..filters import OPEN_STATES, TaskFilter
from ..models import PlanItem, PlanTask, PlanTopic, TaskEvidence
from .asking import actor_of, visible_or_404

MOST_HISTORY = 30


@dataclass(frozen=True)
class TaskPoint:
    """One task of an item as the page draws it: state, light, what shows it done."""

    task: PlanTask
    url: str
    months: str
    who: str
    state: str
    meaning: str
    light: Light | None
    evidence: Sequence[TaskEvidence]


@require_GET
def item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one item of the plan from its sentence in the document to what is still open."""
    actor, today = actor_of(request), timezone.localdate()
    row: Any = visible_or_404(queries.items_in_place(actor), public_id)
    tasks = _tasks(row, actor)
    wanted = list_url(row.plan, TaskFilter(item=row.public_id))
    topics = [PlanTopic(plan=row.plan, item=row, **values) for values in row.topic_rows]
    still_open = [task for task in tasks if task.state in (*OPEN_STATES, TaskState.DONE)]
    context = {
        "item": row,
        "heading": _heading(tasks),
        "points": _points(tasks, today),
        "late": sum(task.due_on is not None and task.due_on < today and task.state in OPEN_STATES for task in tasks),
        "open": still_open,
        "open_note": f"{len(still_open)} 项" if still_open else "",
        "list_url": wanted,
        "topics": topics,
        "boxes": threads.item_boxes(row, tasks, topics, actor, list_url=wanted),
        "timeline": history.of_tasks({task.pk: task for task in tasks}, MOST_HISTORY),
        "crumbs": _crumbs(row),
        "may_add": may("plan.add_task", actor) and row.plan.state in queries.LIVE_PLAN_STATES,
        "neighbours": _neighbours(row),
    }
    return render(request, "plan/item.html", context)


def _tasks(row: PlanItem, actor: Actor) -> list[PlanTask]:
    evidence = Prefetch("evidence", queryset=TaskEvidence.objects.select_related("file"))
    tasks = queries.tasks_visible_to(actor).filter(item=row).prefetch_related(evidence)
    return sorted(tasks, key=lambda task: (task.month_start or 99, task.month or 99, task.seq_in_month, task.pk))


def _heading(tasks: Sequence[PlanTask]) -> str:
    counted = [task for task in tasks if task.state != TaskState.CANCELLED]
    confirmed = sum(task.state == TaskState.CONFIRMED for task in counted)
    if not counted:
        return "还没有任务"
    return f"{len(counted)} 项任务，{f'{confirmed} 项已销号' if confirmed else '还没有销号'}"


def _points(tasks: Sequence[PlanTask], today: date) -> list[TaskPoint]:
    calendar = work_calendar()
    return [_point(task, today, calendar) for task in tasks]


def _point(task: PlanTask, today: date, calendar: WorkCalendar) -> TaskPoint:
    shown = task.due_on is not None and task.state in OPEN_STATES
    return TaskPoint(
        task=task,
        url=address("plan:task", public_id=task.public_id),
        months=phrases.months_word(task),
        who=phrases.who_carries(task),
        state=phrases.STATE_WORDS[task.state],
        meaning=queries.MEANING[task.state],
        light=light(task.due_on, today, calendar) if shown and task.due_on else None,
        evidence=list(task.evidence.all()),
    )


def _crumbs(row: PlanItem) -> list[Crumb]:
    plan = address("plan:plan", public_id=row.plan.public_id)
    return [Crumb("要点与任务", address("plan:board")), Crumb(f"{row.plan.year}年工作要点", plan), Crumb(row.label)]


def _neighbours(row: Any) -> dict[str, dict[str, str] | None]:
    return {"before": _neighbour(row.before), "after": _neighbour(row.after)}


def _neighbour(shown: dict[str, Any] | None) -> dict[str, str] | None:
    """The item before or after in the document, as the page links to it."""
    if shown is None:
        return None
    label = PlanItem(number=shown["number"], order=shown["order"]).label
    return {"label": label, "url": address("plan:item", public_id=shown["public_id"])}
