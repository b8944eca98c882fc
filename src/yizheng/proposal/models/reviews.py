"""Review, the decisions of the review body, mergers, conversions, planned units (handbook 5.2–5.5)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import OrgUnit, Session

from ..enums import ConversionKind, Outcome, ReasonCode, ReviewBody, ReviewStage, ShareRole, ShareSource
from .proposals import Proposal


class ReviewRecord(CommitteeModel):
    """One person's opinion at one stage of review."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="reviews")
    stage = models.CharField(max_length=10, choices=ReviewStage)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason_code = models.CharField(max_length=20, choices=ReasonCode, blank=True)
    opinion = models.TextField(blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    reviewer_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee", "proposal", "at"], name="review_by_proposal")]


class ReviewDecision(PublicModel):
    """
    A meeting of the review body decided about a batch (审查决定). The meeting itself is linked later by thread.

    `numbered_at`: the numbers of the batch were given; the decision is closed then.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    body = models.CharField(max_length=40, choices=ReviewBody)
    decided_on = models.DateField()
    persons = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    numbered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "session", "decided_on"], name="review_decision_by_day")]

    def __str__(self) -> str:
        return f"{self.get_body_display()}{self.decided_on.month}月{self.decided_on.day}日审查决定"


class DecisionLine(CommitteeModel):
    """What a decision says about one proposal."""

    decision = models.ForeignKey(ReviewDecision, models.CASCADE, related_name="lines")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="decision_lines")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason_code = models.CharField(max_length=20, choices=ReasonCode, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "decision", "proposal"], name="decided_once")]
        indexes = [models.Index(fields=["committee", "proposal"], name="decision_by_proposal")]


class ConsentAsk(PublicModel):
    """
    A proposer is asked to agree to a merger, a conversion or a withdrawal (handbook 5.4).

    `kind` is merge, convert or withdraw; `target` the main proposal of a merger. Answered in the system,
    or by the clerk from paper (`source` of the act says which).
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="consent_asks")
    kind = models.CharField(max_length=10)
    target = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+", db_index=False)
    conversion = models.CharField(max_length=10, choices=ConversionKind, blank=True)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=60)
    words = models.CharField(max_length=300, blank=True)
    agreed = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=60, blank=True)
    is_paper = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "proposal", "kind"], name="one_open_ask", condition=Q(agreed__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["committee", "proposal", "asked_at"], name="ask_by_proposal")]


class Conversion(PublicModel):
    """
    As what a proposal goes on that is not handled as one (转社情民意、转参阅).

    The opinion room takes `opinion` rows over; the row stays and keeps the link.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="conversion")
    kind = models.CharField(max_length=10, choices=ConversionKind)
    sent_to = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.proposal.title}"


class PlannedShare(PublicModel):
    """
    A unit named for a proposal before it is assigned, and why (拟交办).

    `comment` is what the unit said before the conference; `objects` marks that it thinks it is not its affair.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="planned")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=10, choices=ShareRole)
    source = models.CharField(max_length=10, choices=ShareSource)
    reason = models.CharField(max_length=300, blank=True)
    order = models.SmallIntegerField(default=0)
    comment = models.CharField(max_length=500, blank=True)
    objects_to_it = models.BooleanField(default=False)
    commented_at = models.DateTimeField(null=True)
    commented_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "proposal", "unit", "source"], name="planned_once_a_source")
        ]
        indexes = [
            models.Index(fields=["committee", "proposal", "order"], name="planned_by_proposal"),
            models.Index(fields=["committee", "unit", "proposal"], name="planned_by_unit"),
        ]
