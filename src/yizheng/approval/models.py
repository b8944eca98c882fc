"""An approval and its steps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Source
from yizheng.kernel.models import PublicModel

from .enums import ApprovalState, StepKind, StepState


class Approval(PublicModel):
    """
    One object on its way through a chain (呈批件).

    Its steps were copied from the configuration of the day it began: what runs keeps its steps.
    """

    subject_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    chain = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ApprovalState, default=ApprovalState.RUNNING)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "subject_kind", "object_id"],
                name="one_running_approval",
                condition=Q(state="running"),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "-begun_at"], name="approval_by_state"),
            models.Index(fields=["committee", "subject_kind", "object_id"], name="approval_by_subject"),
        ]

    def __str__(self) -> str:
        return self.title


class ApprovalStep(PublicModel):
    """
    One step: who decides, and how it was decided.

    `role` signs a decision on screen; meetings and replies are recorded by the clerk. `decided_by_name` is the
    person, meeting or organ that decided, `entered_by_name` the clerk who entered it from paper.
    """

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps")
    order = models.IntegerField()
    label = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=StepKind)
    role = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20, choices=StepState, default=StepState.PENDING)
    decided_on = models.DateField(null=True)
    decided_by_name = models.CharField(max_length=60, blank=True)
    meeting = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Source], blank=True)
    entered_by_name = models.CharField(max_length=60, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "approval", "order"], name="one_step_per_place")]

    def __str__(self) -> str:
        return self.label
