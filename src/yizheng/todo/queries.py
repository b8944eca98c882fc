"""Reads: what waits for a person, in the hat worn and in the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When, Window

from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.together import Asked, Steps, totals

from .models import Todo

SOON = timedelta(days=31)
"""What is due later than this waits under 以后的事 and does not crowd the desk. Our decision."""


@dataclass(frozen=True)
class Waiting:
    """How much waits: all of it, what is due today, what is late, and what is for later."""

    total: int
    today: int
    late: int
    later: int

    @property
    def due(self) -> int:
        """Return what must be done by tonight."""
        return self.today + self.late


def open_for(actor: Actor) -> QuerySet[Todo]:
    """Return the open to-dos of the worn hat, the most urgent first."""
    mine = _of_hat(actor.hat)
    if actor.user_id is not None:  # comparing with nobody would match what is owed by a role
        mine |= Q(user_id=actor.user_id)
    return _open().filter(mine).order_by("due_on", "id")


@Asked
def first_waiting(actor: Actor, *, on: date, most: int) -> Steps[tuple[Waiting, list[Todo]]]:
    """Return how much waits for the worn hat, and the first of what is due within a month or undated; one query."""
    later = Q(due_on__gt=on + SOON)
    counts = {
        "n_total": Window(Count("id")),
        "n_today": Window(Count("id", filter=Q(due_on=on))),
        "n_late": Window(Count("id", filter=Q(due_on__lt=on))),
        "n_later": Window(Count("id", filter=later)),
    }
    marked = open_for(actor).annotate(**counts, is_later=Case(When(later, then=True), default=False))
    rows: list[Any] = yield marked.order_by("is_later", "due_on", "id")[:most]
    if not rows:
        return Waiting(total=0, today=0, late=0, later=0), []
    first = rows[0]
    waiting = Waiting(total=first.n_total, today=first.n_today, late=first.n_late, later=first.n_later)
    return waiting, [row for row in rows if not row.is_later]


@Asked
def waiting_in_other_hats(actor: Actor) -> Steps[list[tuple[Hat, int]]]:
    """Return the person's other hats in this committee with what waits there, in one query."""
    others = [hat for hat in actor.hats if hat.grant_id != actor.hat.grant_id]
    if not others:
        return []
    each = {f"n{i}": Count("id", filter=_of_hat(hat)) for i, hat in enumerate(others)}
    [counts] = yield totals(_open(), **each)
    return [(hat, counts[f"n{i}"]) for i, hat in enumerate(others)]


def _open() -> QuerySet[Todo]:
    return Todo.objects.filter(closed_at__isnull=True)


def _of_hat(hat: Hat) -> Q:
    """Return the filter of one hat: its role in the whole committee, or its body, unit or seat in any role."""
    whole = Q(role=hat.role, scope_id__isnull=True)
    if hat.scope_id is None:
        return whole
    scope = Q(scope_kind=hat.scope_kind, scope_id=hat.scope_id)
    return whole | (scope & (Q(role="") | Q(role=hat.role)))
