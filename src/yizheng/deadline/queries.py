"""Reads: which deadlines run."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor

from .models import Deadline, DeadlineState


def running() -> QuerySet[Deadline]:
    """Return the deadlines of the open scope that still run, the nearest first."""
    return Deadline.objects.filter(state=DeadlineState.RUNNING).order_by("due_on", "id")


def visible_to(actor: Actor) -> QuerySet[Deadline]:
    """Return the deadlines of the committee: a deadline says no more than its date."""
    return Deadline.objects.all()
