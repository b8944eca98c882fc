"""What a meeting decided, and what the hall's screen shows while it sits."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Body

from ..enums import DecisionState, FollowKind
from .gathering import AgendaItem, Meeting
from .voting import Vote


class MeetingDecision(PublicModel):
    """One decision of a meeting (决定), numbered in its minutes, and what follows from it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", db_index=False)
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="+", db_index=False)
    number = models.IntegerField()
    text = models.CharField(max_length=500)
    follow = models.CharField(max_length=10, choices=FollowKind, default=FollowKind.NONE)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.NOTED)
    done_note = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "meeting", "number"], name="one_decision_a_number"),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return self.text


class HallScreen(CommitteeModel):
    """What the screen in the hall shows now: the point, who speaks since when and for how long, which vote."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="screen")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="+", db_index=False)
    speaker = models.CharField(max_length=60, blank=True)
    speaking_since = models.DateTimeField(null=True)
    speaking_minutes = models.IntegerField(default=0)
    vote = models.ForeignKey(Vote, models.SET_NULL, null=True, related_name="+", db_index=False)
