"""The working-day calendar and the deadlines that run."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import CommitteeModel


class CalendarDay(models.Model):
    """One day that differs from Monday-Friday, from the State Council's yearly notice. Global."""

    date = models.DateField(unique=True)
    is_workday = models.BooleanField()
    note = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.date.isoformat()


class DeadlineState(models.TextChoices):
    """Where a deadline stands (handbook 2.1)."""

    RUNNING = "running", "在办"
    PAUSED = "paused", "暂停"
    MET = "met", "按期"
    MISSED = "missed", "逾期"
    CANCELLED = "cancelled", "取消"


class Unit(models.TextChoices):
    """In what a deadline is counted."""

    WORKDAYS = "workdays", "工作日"
    MONTHS = "months", "个月"
    FIXED = "fixed", "固定日期"


class Deadline(CommitteeModel):
    """
    A date by which an act is owed on a subject, with the arithmetic that gave it.

    `rolls` is what `calendar.roll_forward` said when it began; `extended_from` the date before any extension.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    act = models.CharField(max_length=60)
    starts_on = models.DateField()
    unit = models.CharField(max_length=10, choices=Unit)
    amount = models.IntegerField(default=0)
    due_on = models.DateField()
    fixed_on = models.DateField(null=True)
    why = models.CharField(max_length=300)
    is_estimate = models.BooleanField(default=False)
    extended_from = models.DateField(null=True)
    rolls = models.BooleanField(default=True, db_default=True)
    state = models.CharField(max_length=10, choices=DeadlineState, default=DeadlineState.RUNNING)
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "state", "due_on"], name="deadline_by_due"),
            models.Index(fields=["committee", "kind", "object_id"], name="deadline_by_subject"),
        ]

    def __str__(self) -> str:
        return self.why


class DeadlinePause(CommitteeModel):
    """The clock stands still (暂停) from a day, inclusive, to the day it goes on, exclusive."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "deadline"], name="one_open_pause", condition=models.Q(until_on__isnull=True)
            )
        ]


class DeadlineExtension(CommitteeModel):
    """A deadline was extended (延期): from which date to which, by whom, why."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    granted_on = models.DateField()
    granted_by = models.CharField(max_length=60)
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.CharField(max_length=500)
