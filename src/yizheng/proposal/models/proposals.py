"""A proposal, its suggestions, versions and signers (handbook 5.2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Body, Membership, ParticipatingBody, Sector, Session

from ..enums import (
    CollectiveKind,
    Consent,
    EntrySource,
    Outcome,
    PeriodKind,
    ProposalState,
    ProposerKind,
    PublicLevel,
    ReasonCode,
    Secrecy,
    SignerRole,
)

MOST_TITLE_CHARS = 80
"""What the column holds; the office's limit for titles is configuration (`proposal.title_chars`)."""


class Proposal(PublicModel):
    """
    A proposal (提案).

    `reception_no` is given at submission, `filed_no` in the batch after review; neither is ever reused.
    `filed_between` tells the series a filed number belongs to: the session's own, or that of 平时提案.
    `year` is the one it is counted in. `round` grows with each redo. `shared_on`: members may read it from then.
    `first_proposer` and `proposer_name` repeat the first signer, so that lists need no join.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="proposals")
    period_kind = models.CharField(max_length=10, choices=PeriodKind, default=PeriodKind.PLENARY)
    year = models.IntegerField()
    reception_no = models.CharField(max_length=30, blank=True)
    filed_no = models.IntegerField(null=True, blank=True)
    filed_between = models.BooleanField(default=False)
    title = models.CharField(max_length=MOST_TITLE_CHARS)
    background = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    research_basis = models.TextField(blank=True)
    category = models.CharField(max_length=20, blank=True)
    keywords = models.JSONField(default=list)
    proposer_kind = models.CharField(max_length=12, choices=ProposerKind, default=ProposerKind.INDIVIDUAL)
    first_proposer = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    proposer_name = models.CharField(max_length=80)
    collective_kind = models.CharField(max_length=20, choices=CollectiveKind, blank=True)
    party_body = models.ForeignKey(ParticipatingBody, models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed_on = models.DateField(null=True)
    confirmed_by_name = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=10, choices=EntrySource, default=EntrySource.WEB)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    secrecy = models.CharField(max_length=12, choices=Secrecy, default=Secrecy.OPEN)
    declared_unclassified = models.BooleanField(default=False)
    publish_consent = models.CharField(max_length=10, choices=PublicLevel, default=PublicLevel.SUMMARY)
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.DRAFT)
    round = models.SmallIntegerField(default=1)
    touched_at = models.DateTimeField()
    edition = models.IntegerField(default=1)
    submitted_at = models.DateTimeField(null=True)
    revise_by = models.DateField(null=True)
    review_outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    review_reason_code = models.CharField(max_length=20, choices=ReasonCode, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_on = models.DateField(null=True)
    filed_on = models.DateField(null=True)
    assigned_on = models.DateField(null=True)
    replied_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    shared_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    is_key = models.BooleanField(default=False)
    is_important = models.BooleanField(default=False)
    is_comprehensive = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "reception_no"], name="one_reception_no", condition=~Q(reception_no="")
            ),
            models.UniqueConstraint(
                fields=["committee", "session", "filed_between", "filed_no"],
                name="one_filed_no",
                condition=Q(filed_no__isnull=False),
            ),
            models.CheckConstraint(
                name="merged_into_something",
                condition=~Q(state=ProposalState.MERGED) | Q(merged_into__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "session", "state", "reception_no"], name="proposal_by_reception"),
            models.Index(fields=["committee", "session", "filed_no"], name="proposal_by_filed_no"),
            models.Index(fields=["committee", "state", "-submitted_at"], name="proposal_by_state"),
            models.Index(fields=["committee", "year", "-submitted_at"], name="proposal_by_year"),
            models.Index(fields=["committee", "first_proposer"], name="proposal_by_proposer"),
            models.Index(fields=["committee", "merged_into"], name="proposal_by_main"),
        ]

    def __str__(self) -> str:
        return self.title or "（还没有案由）"

    @property
    def number(self) -> str:
        """Return how the proposal is called: 第058号 once it is filed, before that its reception number."""
        if self.filed_no is None:
            return self.reception_no
        return f"{'平时' if self.filed_between else ''}第{self.filed_no:03d}号"


class Suggestion(CommitteeModel):
    """One numbered suggestion (建议); each is answered in turn."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="suggestions")
    order = models.SmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "proposal", "order"], name="one_suggestion_a_place")
        ]
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text


class ProposalVersion(CommitteeModel):
    """The text as it stood at submission, resubmission or after a clerk's edit; never changed."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="versions")
    ordinal = models.SmallIntegerField()
    title = models.CharField(max_length=MOST_TITLE_CHARS)
    background = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    suggestions = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "proposal", "ordinal"], name="one_version_a_place")]
        ordering = ["ordinal"]


class Signer(PublicModel):
    """
    One who signs (提案者): a member, or the body of a collective proposal.

    `order` 1 is the first proposer. After a merger the signers of all proposals stand at the main one;
    `came_from` is the proposal they signed.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="signers")
    came_from = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+", db_index=False)
    order = models.SmallIntegerField()
    role = models.CharField(max_length=10, choices=SignerRole, default=SignerRole.CO)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="signatures", db_index=False)
    party_body = models.ForeignKey(ParticipatingBody, models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+", db_index=False)
    display_name = models.CharField(max_length=80)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.INVITED)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=60, blank=True)
    withdrew_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "proposal", "membership"], name="signs_once", condition=Q(membership__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "membership", "proposal"], name="signer_by_member"),
            models.Index(fields=["committee", "proposal", "order"], name="signer_by_order"),
        ]
        ordering = ["order"]

    def __str__(self) -> str:
        return self.display_name


class SecretRegisterEntry(PublicModel):
    """
    The register entry of a paper item that is 工作秘密: it is never on the internet (office-practice 1).

    Number, date and custodian only; no title, no text.
    """

    number = models.CharField(max_length=40)
    registered_on = models.DateField()
    custodian = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "number"], name="one_entry_per_paper")]

    def __str__(self) -> str:
        return self.number
