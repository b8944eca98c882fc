"""What the demo office did with its plans up to yesterday: every step is a real act of a real person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.plan import services as plans
from yizheng.plan.enums import PartyRole
from yizheng.plan.models import PlanTask, WorkPlan
from yizheng.plan.services import Evidence

from .house import House
from .task_rows import TaskRow
from .today import moment

Act = Callable[[datetime], object]
LAST_HOUR = 8
"""Acts of one day follow each other by the hour, from nine to five."""


@dataclass(frozen=True)
class Step:
    """One act of the story and the day it happens on; `order` keeps the acts of a day apart."""

    on: date
    order: int
    act: Act


@dataclass(frozen=True)
class Told:
    """A task of a plan with its row, the days of its life and the people who act on it."""

    task: PlanTask
    row: TaskRow
    starts_on: date
    due_on: date
    done_on: date
    department: Actor
    office: Actor

    @property
    def single_month(self) -> bool:
        """Tell whether it is done within one month."""
        return self.task.month_start == self.task.month_end


def tell(house: House, plan: WorkPlan, rows: Sequence[TaskRow]) -> list[Told]:
    """Return the tasks of a plan in the order of its table, each with its days and people."""
    tasks = {task.content: task for task in plan.tasks.select_related("plan", "item").filter(is_added=False)}
    office = house.actor(house.office_login)
    return [_told(house, tasks[row.content], row, place, office) for place, row in enumerate(rows)]


def _told(house: House, task: PlanTask, row: TaskRow, place: int, office: Actor) -> Told:
    first, last, year = task.month_start or 1, task.month_end or 12, task.plan.year
    lead = task.parties.filter(role=PartyRole.DEPARTMENT).order_by("order", "id").first()
    department = house.carrying(body_id=lead.body_id, unit_id=lead.unit_id) if lead else office
    return Told(
        task=task,
        row=row,
        starts_on=house.days.workday(date(year, first, 4 + place % 4)),
        due_on=task.due_on or date(year, 12, 31),
        done_on=house.days.workday(date(year, last, 17 + place % 8)),
        department=department,
        office=office,
    )


def play(house: House, steps: Iterable[Step]) -> None:
    """Do what lies before today, in the order of days; the rest has not happened yet."""
    past = sorted((step for step in steps if house.days.is_past(step.on)), key=lambda step: (step.on, step.order))
    for place, step in enumerate(past):
        step.act(moment(step.on, 9 + min(step.order, LAST_HOUR), 7 * place % 60))


def started(told: Told) -> Step:
    """The department takes the task up."""
    return Step(told.starts_on, 0, lambda at: plans.start(task=told.task, by=told.department, at=at))


def reported(told: Told, on: date | None = None, note: str = "") -> Step:
    """The department reports the task done, with its evidence."""
    day = on or told.done_on
    evidence = Evidence(told.row.kind, day, note or told.row.shown_by)
    return Step(day, 1, lambda at: plans.report_done(task=told.task, evidence=[evidence], by=told.department, at=at))


def confirmed(house: House, told: Told) -> Step:
    """The office checks the evidence and closes the task, some days after the report."""
    day = house.days.workday(told.done_on + timedelta(days=5))
    return Step(max(day, told.done_on), 2, lambda at: plans.confirm(task=told.task, by=told.office, at=at))


def sent_back(told: Told, on: date, reason: str) -> Step:
    """The office sends a report back."""
    return Step(on, 2, lambda at: plans.send_back(task=told.task, reason=reason, by=told.office, at=at))


def marked_late(told: Told) -> Step:
    """The house notes, the night after, that a task's time has passed."""
    day = told.due_on + timedelta(days=1)
    return Step(day, 0, lambda at: plans.mark_delayed(task=told.task, on=day, by=SYSTEM, at=at))


def reason_given(told: Told, on: date, new_month: int, reason: str) -> Step:
    """The department says why it is late and until when."""
    return Step(
        on,
        3,
        lambda at: plans.give_delay_reason(
            task=told.task, reason=reason, new_month=new_month, by=told.department, at=at
        ),
    )


def cancelled(told: Told, on: date, reason: str, by: Actor) -> Step:
    """The secretary-general cancels a task."""
    return Step(on, 4, lambda at: plans.cancel(task=told.task, reason=reason, by=by, at=at))
