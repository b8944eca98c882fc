"""An opinion, its authors, its versions, and what the author is told (handbook 6.2)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Body, Membership, OrgUnit, ParticipatingBody, Sector

from ..enums import (
    AuthorRole,
    ConsentState,
    ConversionTarget,
    EntrySource,
    FeedbackKind,
    FeedbackState,
    OpinionState,
    RejectReason,
    Secrecy,
    SourceKind,
    UpLevel,
    Urgency,
    VersionKind,
)

MOST_TITLE_CHARS = 80


class Opinion(PublicModel):
    """
    One piece (社情民意信息). `situation`, `problem` and `suggestion` are the author's own words.

    `edited_title` and `edited_body` are the editors' text, empty before editing; every text that counted stands as a
    version. `number` is {year}-{seq:04}, given at submission. `edition` counts the saves of a draft; `working_edition`
    those of the edited text. `merged_into` is the comprehensive piece (综合稿) that took this one in: the authors of
    all parts are its authors. `fact_note` says how the facts were checked; `signer_user_id` whom it was sent to to be
    signed. `published_on`: a decision of its own after issue (handbook 6.3), by default never.
    """

    year = models.IntegerField()
    seq = models.IntegerField(null=True)
    number = models.CharField(max_length=20, blank=True)
    source_kind = models.CharField(max_length=20, choices=SourceKind)
    source = models.CharField(max_length=12, choices=EntrySource, default=EntrySource.WEB)
    source_name = models.CharField(max_length=80)
    started_by_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=MOST_TITLE_CHARS, blank=True)
    situation = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    place = models.CharField(max_length=120, blank=True)
    street = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    urgent_reason = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=40, blank=True)
    level_suggested = models.CharField(max_length=12, choices=UpLevel, blank=True)
    secrecy = models.CharField(max_length=12, choices=Secrecy, default=Secrecy.INTERNAL)
    declared_unclassified = models.BooleanField(default=False)
    edited_title = models.CharField(max_length=MOST_TITLE_CHARS, blank=True)
    edited_body = models.TextField(blank=True)
    editor_name = models.CharField(max_length=60, blank=True)
    fact_note = models.CharField(max_length=300, blank=True)
    secrecy_checked_by = models.CharField(max_length=60, blank=True)
    secrecy_checked_on = models.DateField(null=True)
    signer_user_id = models.BigIntegerField(null=True)
    signer_name = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=15, choices=OpinionState, default=OpinionState.DRAFT)
    edition = models.IntegerField(default=0)
    working_edition = models.IntegerField(default=0)
    touched_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    review_due = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    reject_reason = models.CharField(max_length=12, choices=RejectReason, blank=True)
    signed_by_name = models.CharField(max_length=60, blank=True)
    approved_on = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    feedback_due = models.DateField(null=True)
    fed_back_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", db_index=False)
    call = models.ForeignKey("opinion.TopicCall", models.PROTECT, null=True, related_name="pieces", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "seq"], name="one_opinion_per_number"),
            models.CheckConstraint(
                name="numbered_once_submitted",
                condition=Q(state__in=[OpinionState.DRAFT, OpinionState.WITHDRAWN]) | Q(seq__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "review_due"], name="opinion_by_state"),
            models.Index(fields=["committee", "year", "category"], name="opinion_by_category"),
            models.Index(fields=["committee", "-submitted_at"], name="opinion_by_time"),
            models.Index(fields=["committee", "merged_into"], name="opinion_by_whole"),
            models.Index(fields=["committee", "call"], name="opinion_by_call"),
        ]

    def __str__(self) -> str:
        return self.edited_title or self.title or "（未写标题）"


class OpinionAuthor(PublicModel):
    """
    Who wrote a piece, or a part of the one it was merged into; exactly one of the four owners, or only a name.

    `part` is the piece this author wrote where several were merged: points are shared by it (handbook 6.4).
    `user_id` is the login of an information officer, who has no membership.
    """

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="authors")
    part = models.ForeignKey(Opinion, models.PROTECT, null=True, related_name="+", db_index=False)
    order = models.SmallIntegerField(default=1)
    role = models.CharField(max_length=6, choices=AuthorRole, default=AuthorRole.MAIN)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    party_body = models.ForeignKey(ParticipatingBody, models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey("opinion.Officer", models.PROTECT, null=True, related_name="pieces", db_index=False)
    name = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "opinion", "order"], name="author_by_opinion"),
            models.Index(fields=["committee", "membership"], name="author_by_member"),
            models.Index(fields=["committee", "party_body"], name="author_by_party"),
            models.Index(fields=["committee", "body"], name="author_by_body"),
            models.Index(fields=["committee", "sector"], name="author_by_sector"),
            models.Index(fields=["committee", "officer"], name="author_by_officer"),
        ]

    def __str__(self) -> str:
        return self.name


class OpinionVersion(PublicModel):
    """A text that counted (handbook 6.2 `opinion_edit`): what was submitted, edited, merged, signed."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="versions")
    ordinal = models.SmallIntegerField()
    kind = models.CharField(max_length=8, choices=VersionKind)
    title = models.CharField(max_length=MOST_TITLE_CHARS)
    body = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "opinion", "ordinal"], name="one_opinion_version"),
        ]
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return f"{self.opinion} 第{self.ordinal}稿"


class OpinionRecipient(CommitteeModel):
    """A named recipient: somebody who may read this piece beside authors, editors and leaders (handbook 1.6)."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="recipients")
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    named_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "opinion", "user_id"], name="named_once"),
        ]
        indexes = [models.Index(fields=["committee", "user_id"], name="opinion_recipient_by_user")]


class OpinionFeedback(PublicModel):
    """
    What the authors of a piece are to be told (反馈), by when, when they were told (handbook 6.5).

    A row is made in the act that the authors shall hear of, with a sentence prepared; the office sends it.
    `author` empty: all authors of the piece, those of merged parts too. `adoption`: which one it speaks
    of, where it does. `seen_at`: when the first of them saw it; who did, and when, stands in `FeedbackSeen`.
    """

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="feedback")
    author = models.ForeignKey(OpinionAuthor, models.CASCADE, null=True, related_name="+")
    adoption = models.ForeignKey(
        "opinion.OpinionAdoption", models.PROTECT, null=True, related_name="feedback", db_index=False
    )
    kind = models.CharField(max_length=12, choices=FeedbackKind)
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=FeedbackState, default=FeedbackState.OWED)
    owed_on = models.DateField()
    due_on = models.DateField()
    given_on = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "opinion", "given_on"], name="feedback_by_opinion"),
            models.Index(fields=["committee", "state", "due_on"], name="opinion_feedback_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.opinion}"


class FeedbackSeen(CommitteeModel):
    """An author saw what the authors of a piece were told (知道了): one row an author, by the first row they have."""

    feedback = models.ForeignKey(OpinionFeedback, models.CASCADE, related_name="seen")
    author = models.ForeignKey(OpinionAuthor, models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "feedback", "author"], name="seen_once_an_author")]


class Conversion(PublicModel):
    """A piece that shall become something else, and what its author says to that (handbook 6.3)."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="conversions")
    target = models.CharField(max_length=20, choices=ConversionTarget)
    state = models.CharField(max_length=10, choices=ConsentState, default=ConsentState.ASKED)
    words = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "opinion"], name="conversion_by_opinion")]

    def __str__(self) -> str:
        return f"{self.opinion}转{self.get_target_display()}"


class SecretOpinion(PublicModel):
    """The register entry of a paper item marked 工作秘密: number, day, custodian; no word of it (office-practice 1)."""

    year = models.IntegerField()
    paper_number = models.CharField(max_length=60)
    registered_on = models.DateField()
    custodian = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "paper_number"], name="one_secret_opinion"),
        ]

    def __str__(self) -> str:
        return self.paper_number


class OpinionUnitHint(CommitteeModel):
    """A unit that editors noted as competent while editing; the slip is made from it."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="unit_hints")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "opinion", "unit"], name="hinted_once")]
