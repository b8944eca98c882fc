"""Reply letters, their answers to each suggestion, and the feedback they get (handbook 5.7, 5.8)."""

from __future__ import annotations

from django.db import models

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import CommitteeModel, PublicModel

from ..enums import AnswerVerdict, FeedbackSource, FeedbackState, PublicLevel, Rating, ReplyKind, ReplyState
from .handlings import Handling
from .proposals import Proposal, Signer, Suggestion


class Reply(PublicModel):
    """
    A reply letter (答复) of one answering unit in one round.

    `class_mark` with `class_wording` as it stood that year: statistics keep the words of their year. `body` is
    used by a reply that is accepted unsplit, as is `own_file`, the unit's own Word form; otherwise `answers` hold
    one answer a suggestion. `commitments` are rows of text and due_on until they become promises at issue. `due_on`
    is the date that held when it was issued: a later round moves the handling's own.
    """

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=10, choices=ReplyKind, default=ReplyKind.FIRST)
    round = models.SmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ReplyState, default=ReplyState.DRAFT)
    opening = models.TextField(blank=True)
    body = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    class_mark = models.CharField(max_length=2, blank=True)
    class_wording = models.CharField(max_length=60, blank=True)
    doc_no = models.CharField(max_length=60, blank=True)
    signed_by_name = models.CharField(max_length=40, blank=True)
    signed_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    contact_person = models.CharField(max_length=40, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    copies = models.JSONField(default=list)
    public_level = models.CharField(max_length=10, choices=PublicLevel, default=PublicLevel.SUMMARY)
    sealed_scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    own_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    commitments = models.JSONField(default=list)
    checked_on = models.DateField(null=True)
    reject_reason = models.CharField(max_length=500, blank=True)
    on_paper = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "handling", "kind", "round"],
                name="one_reply_a_kind_and_round",
                condition=~models.Q(kind=ReplyKind.SECOND),  # what is carried over is answered year after year
            )
        ]
        indexes = [models.Index(fields=["committee", "state", "sent_on"], name="reply_by_state")]

    def __str__(self) -> str:
        return f"{self.handling.unit}{self.get_kind_display()}"


class ReplyAnswer(CommitteeModel):
    """What a reply says to one suggestion: accepted, partly or not, with measures, timetable, reason."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="answers")
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(max_length=15, choices=AnswerVerdict)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "reply", "suggestion"], name="answered_once")]
        ordering = ["suggestion__order"]


class Feedback(PublicModel):
    """
    One proposer is asked what they think of one unit's reply (征询意见), and what they said.

    Handling satisfaction is `result_rating`, implementation satisfaction `implementation_rating`; the two rates
    are never mixed. The second is asked on its own after a second reply (`implementation_asked_on`). Which ratings
    stand for the reply says `joint_rule`. `scan` is the paper form that a clerk entered.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="feedback")
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="feedback")
    signer = models.ForeignKey(Signer, models.PROTECT, related_name="feedback", db_index=False)
    is_asked = models.BooleanField(default=True)
    state = models.CharField(max_length=15, choices=FeedbackState, default=FeedbackState.ASKED)
    attitude_rating = models.CharField(max_length=15, choices=Rating, blank=True)
    result_rating = models.CharField(max_length=15, choices=Rating, blank=True)
    implementation_rating = models.CharField(max_length=15, choices=Rating, blank=True)
    comment = models.TextField(blank=True)
    asked_on = models.DateField()
    due_on = models.DateField()
    reminded_on = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    source = models.CharField(max_length=10, choices=FeedbackSource, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed_on = models.DateField(null=True)
    implementation_asked_on = models.DateField(null=True)
    implementation_due_on = models.DateField(null=True)
    implementation_given_on = models.DateField(null=True)
    implementation_closed_on = models.DateField(null=True)
    implementation_comment = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "reply", "signer"], name="asked_once_a_reply")]
        indexes = [
            models.Index(fields=["committee", "proposal", "state"], name="feedback_by_proposal"),
            models.Index(fields=["committee", "state", "due_on"], name="feedback_by_due"),
        ]


class LookBack(PublicModel):
    """A proposal answered earlier is visited again (回头看): what was found, and the class it has now."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="look_backs")
    handling = models.ForeignKey(Handling, models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    class_before = models.CharField(max_length=2)
    class_now = models.CharField(max_length=2, blank=True)
    sampled_on = models.DateField()
    visited_on = models.DateField(null=True)
    finding = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year", "handling"], name="looked_at_once_a_year")]
        indexes = [models.Index(fields=["committee", "proposal", "year"], name="look_back_by_proposal")]
