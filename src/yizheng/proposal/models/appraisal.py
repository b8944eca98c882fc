"""Two-way appraisal, appraisal meetings of units, excellent proposals (handbook 5.9)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yizheng.kernel.models import PublicModel
from yizheng.org.models import OrgUnit

from .handlings import Handling
from .proposals import Proposal


class RoundState(models.TextChoices):
    """Where a round of appraisal stands; scores can be read only from `closed` on."""

    PREPARED = "prepared", "准备中"
    OPEN = "open", "评议中"
    CLOSED = "closed", "已结束"
    PUBLISHED = "published", "已公布"


class ScoreSide(models.TextChoices):
    """Who scores what: proposers score the handling, units score the proposal."""

    PROPOSER = "proposer", "提案人评办理"
    UNIT = "unit", "单位评提案"
    CLERK = "clerk", "提案委评提案"


class AppraisalRound(PublicModel):
    """
    A round of two-way appraisal (双向评议), back to back: nobody reads scores before it is closed.

    `criteria` and `grades` are copies of the configuration of the day it was opened.
    """

    year = models.IntegerField()
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.PREPARED)
    opened_on = models.DateField(null=True)
    closes_on = models.DateField()
    closed_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    publish_basis = models.CharField(max_length=300, blank=True)
    criteria = models.JSONField(default=dict)
    grades = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["committee", "year"], name="appraisal_by_year")]

    def __str__(self) -> str:
        return self.title


class AppraisalScore(PublicModel):
    """
    One side's scores of one handling in one round. Read it only through `queries_appraisal.scores_visible_to`.

    `scores` maps each criterion to its points; `total` is their sum, 0–100.
    """

    round = models.ForeignKey(AppraisalRound, models.PROTECT, related_name="scores")
    handling = models.ForeignKey(Handling, models.PROTECT, related_name="scores")
    side = models.CharField(max_length=10, choices=ScoreSide)
    scores = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    comment = models.CharField(max_length=500, blank=True)
    scored_on = models.DateField(null=True)
    scored_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "round", "handling", "side"], name="scored_once_a_side")
        ]


class AppraisalSubject(models.TextChoices):
    """What an anonymous vote is about."""

    UNITS = "units", "评议承办单位"
    KEYS = "keys", "评议重点提案办理"


class UnitAppraisal(PublicModel):
    """
    An appraisal meeting of units (民主评议): self-report, questions, anonymous vote, rectification, look-back.

    With the subject `keys` members appraise in the same way how key proposals were handled (F061).
    The vote itself lies in the room `ballot` (`ballot_id`); results are grades, published only after a
    recorded decision of both sides (office-practice 4).
    """

    year = models.IntegerField()
    title = models.CharField(max_length=80)
    subject = models.CharField(max_length=6, choices=AppraisalSubject, default=AppraisalSubject.UNITS)
    held_on = models.DateField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.PREPARED)
    ballot_id = models.BigIntegerField(null=True)
    decided_by_cppcc = models.CharField(max_length=120, blank=True)
    decided_by_office = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True)
    show_ranks = models.BooleanField(default=False)
    published_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.title


class AppraisedUnit(PublicModel):
    """
    One unit at an appraisal meeting: its report, the questions, its result, what it has to put right.

    Where key proposals are appraised, `proposal` stands in the place of `unit`.
    """

    appraisal = models.ForeignKey(UnitAppraisal, models.CASCADE, related_name="units")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+", db_index=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+", db_index=False)
    order = models.SmallIntegerField(default=0)
    self_report = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    satisfied = models.IntegerField(null=True)
    basic = models.IntegerField(null=True)
    not_satisfied = models.IntegerField(null=True)
    score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    grade = models.CharField(max_length=10, blank=True)
    put_right_by = models.DateField(null=True)
    put_right_words = models.TextField(blank=True)
    put_right_report = models.TextField(blank=True)
    looked_back_on = models.DateField(null=True)
    looked_back_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "appraisal", "unit"], name="appraised_once"),
            models.UniqueConstraint(fields=["committee", "appraisal", "proposal"], name="key_appraised_once"),
            models.CheckConstraint(
                name="appraises_one_thing", condition=Q(unit__isnull=True) ^ Q(proposal__isnull=True)
            ),
        ]
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.unit or self.proposal)


class AwardState(models.TextChoices):
    """Where the selection of excellent proposals stands."""

    NOMINATING = "nominating", "推荐中"
    SHORTLISTED = "shortlisted", "初选完成"
    VOTED = "voted", "提案委会议评定"
    DECIDED = "decided", "已审定"
    PUBLISHED = "published", "已公布"


class AwardSelection(PublicModel):
    """The selection of excellent proposals of a year (优秀提案评选), with its quota and share of collectives."""

    year = models.IntegerField()
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=15, choices=AwardState, default=AwardState.NOMINATING)
    filed_count = models.IntegerField(default=0)
    quota = models.IntegerField(default=0)
    collective_min = models.IntegerField(default=0)
    ballot_id = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    published_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year"], name="one_selection_a_year")]

    def __str__(self) -> str:
        return self.title


class Nomination(PublicModel):
    """A proposal nominated for an award, by whom and how far it came."""

    selection = models.ForeignKey(AwardSelection, models.PROTECT, related_name="nominations")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="nominations")
    nominated_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)
    is_shortlisted = models.BooleanField(default=False)
    votes = models.IntegerField(null=True)
    is_awarded = models.BooleanField(default=False)
    certificate_no = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "selection", "proposal"], name="nominated_once"),
            models.UniqueConstraint(
                fields=["committee", "certificate_no"], name="one_certificate_no", condition=~Q(certificate_no="")
            ),
        ]
