"""What is public of a proposal, frozen figures, quality (handbook 5.10, 5.11; office-practice 4)."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import PublicModel

from ..enums import PublicationState, PublicLevel
from .proposals import Proposal


class Publication(PublicModel):
    """
    The public copy of a proposal and its replies: a projection with everything personal taken out.

    Public pages read this table and no other. `level` is the lowest of what proposer, unit and clerk allow.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="publication")
    state = models.CharField(max_length=12, choices=PublicationState, default=PublicationState.PREPARED)
    level = models.CharField(max_length=10, choices=PublicLevel)
    title = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    session_label = models.CharField(max_length=40)
    category = models.CharField(max_length=20, blank=True)
    proposer = models.CharField(max_length=80)
    units = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    reply_text = models.TextField(blank=True)
    removed = models.JSONField(default=list)
    confidentiality_review = models.CharField(max_length=120, blank=True)
    first_reader = models.CharField(max_length=60, blank=True)
    second_reader = models.CharField(max_length=60, blank=True)
    final_reader = models.CharField(max_length=60, blank=True)
    leader = models.CharField(max_length=60, blank=True)
    prepared_on = models.DateField()
    published_on = models.DateField(null=True)
    year = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["committee", "state", "-published_on"], name="publication_by_day")]

    def __str__(self) -> str:
        return self.title


class FigureSnapshot(PublicModel):
    """The figures of a year or session frozen as of a moment; never changed, a correction is a new snapshot."""

    year = models.IntegerField()
    label = models.CharField(max_length=80)
    as_of = models.DateTimeField()
    figures = models.JSONField()
    made_by_name = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["committee", "year", "-as_of"], name="snapshot_by_year")]

    def __str__(self) -> str:
        return self.label


class QualityScore(PublicModel):
    """The score of a proposal's quality by the office (F070); `scores` maps criteria to points, `total` 0–100."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="quality")
    scores = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=7, decimal_places=2)
    scored_on = models.DateField()
    scored_by_name = models.CharField(max_length=60)
