"""Reads: which deadlines run."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor

from .courses import Course, Extension, Pause
from .models import Deadline, DeadlineState, Unit


def running() -> QuerySet[Deadline]:
    """Return the deadlines of the open scope that still run, the nearest first."""
    return Deadline.objects.filter(state=DeadlineState.RUNNING).order_by("due_on", "id")


def to_reckon() -> QuerySet[Deadline]:
    """Return, locked, the running deadlines that follow the calendar: no person set or extended their date."""
    rows = running().exclude(unit=Unit.FIXED).filter(extended_from__isnull=True)
    return rows.prefetch_related("pauses", "extensions").select_for_update()


def course_of(deadline: Deadline) -> Course:
    """Return what the due date of a deadline is reckoned from."""
    extensions = sorted(deadline.extensions.all(), key=lambda each: each.pk)
    pauses = sorted(deadline.pauses.all(), key=lambda each: each.pk)
    return Course(
        deadline.starts_on,
        deadline.unit,
        deadline.amount,
        fixed_on=deadline.fixed_on or deadline.extended_from or deadline.due_on,
        rolls=deadline.rolls,
        pauses=[Pause(each.from_on, each.until_on) for each in pauses],
        extensions=[Extension(each.granted_on, each.new_due_on) for each in extensions],
    )


def visible_to(actor: Actor) -> QuerySet[Deadline]:
    """Return the deadlines of the committee: a deadline says no more than its date."""
    return Deadline.objects.all()
