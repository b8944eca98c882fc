"""What was voted on in a meeting, how, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yizheng.kernel.models import CommitteeModel, PublicModel

from ..enums import Choice, MajorityBase, VoteMethod, VoteState
from .gathering import AgendaItem, Invitation, Meeting


class Vote(PublicModel):
    """
    One vote (表决) with its denominators: `total` all who may vote, `present` those there, `needed` in favour.

    `issued`, `returned` and `invalid` count paper ballots. `ballot` is the secret electronic ballot, where one is.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="votes")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    method = models.CharField(max_length=10, choices=VoteMethod)
    state = models.CharField(max_length=10, choices=VoteState, default=VoteState.OPEN)
    base = models.CharField(max_length=10, choices=MajorityBase, default=MajorityBase.ALL)
    total = models.IntegerField()
    present = models.IntegerField()
    needed = models.IntegerField()
    invalid = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    issued = models.IntegerField(default=0)
    scrutineers = models.CharField(max_length=120, blank=True)
    tellers = models.CharField(max_length=120, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    ballot = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="ballots_come_back", condition=Q(returned__lte=F("issued"))),
            models.CheckConstraint(name="invalid_were_returned", condition=Q(invalid__lte=F("returned"))),
        ]
        ordering = ["opened_at", "id"]

    def __str__(self) -> str:
        return self.title


class VoteLine(CommitteeModel):
    """One thing or one candidate that was voted on, in the order of the list."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="lines", db_index=False)
    order = models.IntegerField()
    name = models.CharField(max_length=120)
    in_favour = models.IntegerField(default=0)
    against = models.IntegerField(default=0)
    abstained = models.IntegerField(default=0)
    not_voting = models.IntegerField(default=0)
    is_passed = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "vote", "order"], name="one_line_of_a_vote")]
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class NamedVote(CommitteeModel):
    """How one person voted by name; said once."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="named", db_index=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "vote", "invitation"], name="voted_once")]
