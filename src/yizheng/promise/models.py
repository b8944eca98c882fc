"""Promises, what is noted about them, and each time their date was put off."""

from __future__ import annotations

from django.db import models

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import OrgUnit

from .enums import PromiseState


class Promise(PublicModel):
    """
    Something a unit promised to do by a date (承诺).

    `origin_kind` and `origin_id` name where it was made: a reply. `first_due_on` is the date first promised,
    `due_on` the one that holds now. `explanation` says why a promise was not kept.
    """

    origin_kind = models.CharField(max_length=40)
    origin_id = models.BigIntegerField()
    promiser_unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="promises", db_index=False)
    promiser_name = models.CharField(max_length=80)
    text = models.CharField(max_length=500)
    made_on = models.DateField()
    first_due_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=PromiseState, default=PromiseState.RUNNING)
    reported_on = models.DateField(null=True)
    evidence_words = models.CharField(max_length=500, blank=True)
    evidence_on = models.DateField(null=True)
    evidence_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_on = models.DateField(null=True)
    explanation = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "state", "due_on"], name="promise_by_due"),
            models.Index(fields=["committee", "origin_kind", "origin_id"], name="promise_by_origin"),
            models.Index(fields=["committee", "promiser_unit", "state"], name="promise_by_unit"),
        ]
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.text


class PromiseNote(CommitteeModel):
    """One line on how it goes."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    who = models.CharField(max_length=80)
    words = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "id"]


class PromiseMove(CommitteeModel):
    """The date was put off: from, to, why and by whom."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="moves")
    moved_on = models.DateField()
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.CharField(max_length=500)
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["moved_on", "id"]
