"""The year as desks show it: one plan with its tasks and who carries them, read once for all cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from yizheng.kernel.acting import Actor

from . import queries
from .enums import OPEN_TASK_STATES, PartyRole, TaskState
from .filters import OPEN_STATES
from .models import PlanTask, TaskParty, WorkPlan


@dataclass(frozen=True)
class YearOnDesk:
    """What a hat reads of its plan on a day. A plan has some dozens of tasks: they are counted here, not in SQL."""

    actor: Actor
    on: date
    plan: WorkPlan
    tasks: Sequence[PlanTask]

    def progress(self, tasks: Sequence[PlanTask] | None = None) -> queries.Progress:
        """Count tasks as `queries.progress` does; all of them, or those given."""
        chosen = self.tasks if tasks is None else tasks
        states = [task.state for task in chosen]
        moving = [task for task in chosen if task.state in OPEN_STATES]
        confirmed = [task for task in chosen if task.state == TaskState.CONFIRMED]
        return queries.Progress(
            base=sum(not task.is_added for task in chosen),
            added=sum(task.is_added for task in chosen),
            planned=states.count(TaskState.PLANNED),
            in_progress=states.count(TaskState.IN_PROGRESS),
            done=states.count(TaskState.DONE),
            confirmed=len(confirmed),
            cancelled=states.count(TaskState.CANCELLED),
            delayed=sum(task.delayed_on is not None for task in moving),
            late=sum(self._is_late(task) for task in moving),
            confirmed_on_time=sum(task.delayed_on is None for task in confirmed),
        )

    def of_month(self, month: int) -> list[PlanTask]:
        """Return what stands on a month's board, without the cancelled, what is for all the year last."""
        tasks = [task for task in queries.in_month(self.tasks, month) if task.state != TaskState.CANCELLED]
        return sorted(tasks, key=lambda task: (task.all_year, *_by_date(task)))

    def carried(self, scope_kind: str, scope_id: int | None) -> list[PlanTask]:
        """Return the tasks that a department (`body`) or a unit (`org_unit`) carries."""
        column = "body_id" if scope_kind == "body" else "unit_id"
        return [task for task in self.tasks if any(getattr(p, column) == scope_id for p in carriers(task))]

    def late(self) -> list[PlanTask]:
        """Return what is due before this day and neither done nor closed."""
        return [task for task in self.tasks if self._is_late(task)]

    def _is_late(self, task: PlanTask) -> bool:
        return task.due_on is not None and task.due_on < self.on and task.state in OPEN_STATES


def read_year(actor: Actor, on: date) -> YearOnDesk | None:
    """Return the plan of the year, else the newest one this hat reads, with its tasks; None without any."""
    plan = queries.current_plan(actor, on=on)
    if plan is None:
        return None
    named = TaskParty.objects.filter(role=PartyRole.DEPARTMENT).select_related("body").order_by("order", "id")
    tasks = queries.tasks_visible_to(actor).filter(plan=plan).select_related(None).select_related("item")
    tasks = tasks.prefetch_related(Prefetch("parties", queryset=named, to_attr="carriers"))
    return YearOnDesk(actor, on, plan, list(tasks.defer("source_sentence", "item_reason", "item__text")))


def carriers(task: PlanTask) -> Sequence[TaskParty]:
    """Return the departments and units of a task read by `read_year`, the leading ones first."""
    named: Sequence[TaskParty] = task.carriers  # type: ignore[attr-defined]
    return named


def still_open(tasks: Sequence[PlanTask]) -> list[PlanTask]:
    """Return what is not closed, by date."""
    return sorted((task for task in tasks if task.state in OPEN_TASK_STATES), key=_by_date)


def _by_date(task: PlanTask) -> tuple[date, int]:
    return (task.due_on or date.max, task.pk)
