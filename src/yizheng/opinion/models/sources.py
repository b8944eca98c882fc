"""Where pieces come from: calls for topics, information officers, matters told at contact points; points earned."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import EncryptedTextField
from yizheng.org.models import Body, Membership, ParticipatingBody, Sector

from ..enums import CallState, MatterState, PointEvent
from .opinions import Opinion, OpinionAuthor


class TopicCall(PublicModel):
    """A call for pieces on a topic (约稿; F080): to whom, until when, what came of it."""

    year = models.IntegerField()
    title = models.CharField(max_length=80)
    guide = models.TextField(blank=True)
    due_on = models.DateField()
    called_on = models.DateField()
    is_to_all = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=CallState, default=CallState.OPEN)

    class Meta:
        indexes = [models.Index(fields=["committee", "state", "due_on"], name="call_by_state")]

    def __str__(self) -> str:
        return self.title


class CallInvitee(CommitteeModel):
    """Somebody who is asked for a piece: one of the owners, with a name."""

    call = models.ForeignKey(TopicCall, models.CASCADE, related_name="invitees")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    party_body = models.ForeignKey(ParticipatingBody, models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey("opinion.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["committee", "call"], name="invitee_by_call")]


class Officer(PublicModel):
    """
    An information officer (信息员), perhaps an invited one (特约信息员); no member, with a login or without (F076).

    `least_pieces` a year; `trained_on` is the last training (F079), kept in `OfficerTraining`.
    """

    name = models.CharField(max_length=40)
    sort_key = models.CharField(max_length=120, blank=True)
    workplace = models.CharField(max_length=120, blank=True)
    phone = EncryptedTextField(blank=True, default="")
    is_invited = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    appointed_on = models.DateField()
    ended_on = models.DateField(null=True)
    least_pieces = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "ended_on", "sort_key"], name="officer_by_name"),
            models.Index(fields=["committee", "user"], name="officer_by_user"),
        ]

    def __str__(self) -> str:
        return self.name


class OfficerTraining(PublicModel):
    """A training of information officers (信息员培训; F079): day, topic, who came."""

    held_on = models.DateField()
    topic = models.CharField(max_length=80)
    place = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "-held_on"], name="training_by_day")]

    def __str__(self) -> str:
        return self.topic


class TrainingPresence(CommitteeModel):
    """An officer was at a training."""

    training = models.ForeignKey(OfficerTraining, models.CASCADE, related_name="presences")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="presences")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "training", "officer"], name="present_once")]


class ContactMatter(PublicModel):
    """
    A matter told at an offline contact point or online studio (联络站、委员工作室; F074).

    Who told it is sealed. `opinion` is the piece it became.
    """

    point = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    told_on = models.DateField()
    teller = EncryptedTextField(blank=True, default="")
    title = models.CharField(max_length=80)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MatterState, default=MatterState.TOLD)
    disposal = models.CharField(max_length=300, blank=True)
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["committee", "point", "-told_on"], name="matter_by_point")]

    def __str__(self) -> str:
        return self.title


class PointEntry(CommitteeModel):
    """
    Points that a piece brought its author (积分; handbook 6.4), written in the act that earned them.

    `points` are hundredths' exact: Decimal(7,2). What counts in the end (highest only, or all) is worked out from
    these rows by the keys of the year, so that a change of the rule never changes a row.
    """

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="points")
    author = models.ForeignKey(OpinionAuthor, models.PROTECT, related_name="points")
    event = models.CharField(max_length=20, choices=PointEvent)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    share_percent = models.SmallIntegerField(default=100)
    earned_on = models.DateField()
    year = models.IntegerField()
    is_void = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "year", "author"], name="points_by_author"),
            models.Index(fields=["committee", "opinion"], name="points_by_opinion"),
        ]
