"""Due dates follow the working-day calendar."""

from __future__ import annotations

from django.db import transaction

from yizheng.deadline.events import CalendarChanged
from yizheng.kernel import events, ledger, subjects, workflow

from ..enums import TaskState
from ..models import PlanTask
from ..queries import LIVE_PLAN_STATES
from ..schedule import Months
from .tasks import due_date, months_set_on


@transaction.atomic
def follow_calendar(event: CalendarChanged) -> int:
    """
    Reckon the due dates of open tasks anew after a change of the calendar; return how many moved.

    Each task that moves has its ledger row in the calendar's own act, and its to-dos follow. A task whose
    lateness was noted keeps its date: what was late does not become punctual afterwards.
    Rule: design 5 (importing a year recomputes open deadlines).
    """
    moving = (TaskState.PLANNED, TaskState.IN_PROGRESS)
    tasks = PlanTask.objects.filter(plan__state__in=LIVE_PLAN_STATES, state__in=moving, delayed_on__isnull=True)
    rows = tasks.select_related("plan", "item").prefetch_related("changes")
    rows = rows.select_for_update(of=("self",)).order_by("id")
    return sum(_renew(task, event) for task in rows)


def _renew(task: PlanTask, event: CalendarChanged) -> bool:
    months = Months(task.month_start, task.month_end, task.all_year)
    old, new = task.due_on, due_date(task.plan.year, months, set_on=months_set_on(task, task.changes.all()))
    if new == old:
        return False
    task.due_on = new
    task.save(update_fields=["due_on"])
    ledger.record(
        "reckon_due", task, by=event.by, at=event.at, from_state=task.state, to_state=task.state,
        fields={"due_on": (old, new)}, act_id=event.act_id,
    )  # fmt: skip
    kind = subjects.kind_of(task)
    events.publish(workflow.Moved(kind, task, "reckon_due", task.state, task.state, event.by, event.at))
    return True
