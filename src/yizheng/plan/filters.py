"""Which tasks a list shows: what the address asks for, as a filter that can be written back into an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from .enums import PartyRole, TaskState
from .models import PlanTask

OPEN_STATES = (TaskState.PLANNED, TaskState.IN_PROGRESS)
MOVING = "moving"
"""Not a state but what the progress bar calls 进行中: under way, or reported and waiting for the check."""


@dataclass(frozen=True)
class TaskFilter:
    """
    What is asked for; empty values ask for nothing.

    `counted` leaves out the cancelled, `on_time` keeps the confirmed that were never late: the two bases of
    the rates, so that each rate can open its list.
    """

    state: str = ""
    month: int | None = None
    department: UUID | None = None
    leader: UUID | None = None
    item: UUID | None = None
    late: bool = False
    delayed: bool = False
    added: bool = False
    base: bool = False
    counted: bool = False
    on_time: bool = False
    undated: bool = False
    linked: str = ""

    def apply(self, tasks: QuerySet[PlanTask], *, on: date) -> QuerySet[PlanTask]:
        """Return the tasks asked for. `on` is the day lateness is judged on."""
        for each in fields(self):
            value = getattr(self, each.name)
            if value:
                tasks = _KEEP[each.name](tasks, value, on)
        return tasks

    def query(self, **changes: Any) -> str:
        """Write the filter as a query string, with some values changed."""
        chosen = replace(self, **changes)
        values = {each.name: getattr(chosen, each.name) for each in fields(chosen)}
        return urlencode({name: 1 if value is True else value for name, value in values.items() if value})

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is asked for."""
        return self == TaskFilter()


def states_of(word: str) -> tuple[str, ...]:
    """Return the states a word of the address stands for."""
    return (TaskState.IN_PROGRESS, TaskState.DONE) if word == MOVING else (word,)


def _of_department(tasks: QuerySet[PlanTask], public_id: UUID) -> QuerySet[PlanTask]:
    # A subquery, not a join: a task named twice is one task.
    rows = PlanTask.objects.filter(parties__role=PartyRole.DEPARTMENT)
    named = Q(parties__body__public_id=public_id) | Q(parties__unit__public_id=public_id)
    return tasks.filter(pk__in=rows.filter(named).values("pk"))


def _of_leader(tasks: QuerySet[PlanTask], public_id: UUID) -> QuerySet[PlanTask]:
    rows = PlanTask.objects.filter(parties__role=PartyRole.LEADER, parties__person__public_id=public_id)
    return tasks.filter(pk__in=rows.values("pk"))


def _linked(tasks: QuerySet[PlanTask], value: str) -> QuerySet[PlanTask]:
    return tasks.filter(item__isnull=value == "no")


_KEEP: Mapping[str, Callable[[QuerySet[PlanTask], Any, date], QuerySet[PlanTask]]] = {
    "state": lambda tasks, value, _on: tasks.filter(state__in=states_of(str(value))),
    "month": lambda tasks, value, _on: tasks.filter(month_start__lte=value, month_end__gte=value),
    "department": lambda tasks, value, _on: _of_department(tasks, value),
    "leader": lambda tasks, value, _on: _of_leader(tasks, value),
    "item": lambda tasks, value, _on: tasks.filter(item__public_id=value),
    "late": lambda tasks, _value, on: tasks.filter(due_on__lt=on, state__in=OPEN_STATES),
    "delayed": lambda tasks, _value, _on: tasks.filter(delayed_on__isnull=False, state__in=OPEN_STATES),
    "added": lambda tasks, _value, _on: tasks.filter(is_added=True),
    "base": lambda tasks, _value, _on: tasks.filter(is_added=False),
    "counted": lambda tasks, _value, _on: tasks.exclude(state=TaskState.CANCELLED),
    "on_time": lambda tasks, _value, _on: tasks.filter(state=TaskState.CONFIRMED, delayed_on__isnull=True),
    "undated": lambda tasks, _value, _on: tasks.filter(month_start__isnull=True),
    "linked": lambda tasks, value, _on: _linked(tasks, value),
}
