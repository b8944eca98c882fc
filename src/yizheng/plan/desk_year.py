"""The year as desks show it: one plan with its tasks and who carries them, read once for all cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps

from . import history, queries
from .enums import OPEN_TASK_STATES, PartyRole, TaskState
from .filters import OPEN_STATES
from .models import PlanTask, TaskEvidence, TaskParty, WorkPlan

MOST_ENTRIES = 5


@dataclass(frozen=True)
class YearOnDesk:
    """
    What a hat reads of its plan on a day. A plan has some dozens of tasks: they are counted here, not in SQL.

    `evidence` is the first of the task of an item that was closed last, `newest` what happened last to the tasks;
    both are empty for hats that read no rates.
    """

    actor: Actor
    on: date
    plan: WorkPlan
    tasks: Sequence[PlanTask]
    evidence: TaskEvidence | None = None
    newest: Sequence[LedgerEntry] = ()

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


@Asked
def read_year(actor: Actor, on: date) -> Steps[YearOnDesk | None]:
    """Return the plan of the year, else the newest one this hat reads, with its tasks; None without any."""
    plans = yield queries.current_first(actor, on=on)[:1]
    if not plans:
        return None
    [plan] = plans
    tasks = queries.tasks_visible_to(actor).filter(plan=plan)
    shown = tasks.select_related(None).select_related("item").defer("source_sentence", "item_reason", "item__text")
    found, named, evidence, newest = yield shown, _named(tasks), _evidence(tasks, actor), _newest(tasks, actor)
    _give_carriers(found, named)
    return YearOnDesk(actor, on, plan, found, evidence[0] if evidence else None, newest)


def reads_rates(actor: Actor) -> bool:
    """Tell whether a hat reads how far the plan is."""
    return may("plan.read_rates", actor)


def reads_newest(actor: Actor) -> bool:
    """Tell whether a hat is of those who run the plan and see what was done last."""
    return reads_rates(actor) and not actor.wears(Role.MEMBER, Role.OBSERVER)


def _named(tasks: QuerySet[PlanTask]) -> QuerySet[TaskParty]:
    named = TaskParty.objects.filter(role=PartyRole.DEPARTMENT, task__in=_ids(tasks))
    return named.select_related("body").order_by("order", "id")


def _evidence(tasks: QuerySet[PlanTask], actor: Actor) -> QuerySet[TaskEvidence]:
    """Return the first evidence of the task of an item that was closed last."""
    if not reads_rates(actor):
        return TaskEvidence.objects.none()
    closed = tasks.filter(confirmed_on__isnull=False, state=TaskState.CONFIRMED, item__isnull=False)
    shown = TaskEvidence.objects.filter(task__in=_ids(closed))
    return shown.order_by("-task__confirmed_on", "-task_id", "given_at")[:1]


def _newest(tasks: QuerySet[PlanTask], actor: Actor) -> QuerySet[LedgerEntry]:
    if not reads_newest(actor):
        return LedgerEntry.objects.none()
    return history.newest_of(_ids(tasks))[:MOST_ENTRIES]


def _ids(tasks: QuerySet[PlanTask]) -> QuerySet[PlanTask]:
    return tasks.order_by().values("pk")  # type: ignore[return-value]


def _give_carriers(tasks: Sequence[PlanTask], named: Sequence[TaskParty]) -> None:
    of_task: dict[int, list[TaskParty]] = {task.pk: [] for task in tasks}
    for party in named:
        of_task[party.task_id].append(party)
    for task in tasks:
        task.carriers = of_task[task.pk]  # type: ignore[attr-defined]


def carriers(task: PlanTask) -> Sequence[TaskParty]:
    """Return the departments and units of a task read by `read_year`, the leading ones first."""
    named: Sequence[TaskParty] = task.carriers  # type: ignore[attr-defined]
    return named


def still_open(tasks: Sequence[PlanTask]) -> list[PlanTask]:
    """Return what is not closed, by date."""
    return sorted((task for task in tasks if task.state in OPEN_TASK_STATES), key=_by_date)


def _by_date(task: PlanTask) -> tuple[date, int]:
    return (task.due_on or date.max, task.pk)
