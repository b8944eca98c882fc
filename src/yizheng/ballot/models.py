"""
A ballot, its voters, its box (docs/adr/0014-secret-ballots.md).

Voters and box carry neither time nor order: their keys are random, and no row belongs to one vote.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from yizheng.kernel.models import Committee, PublicModel
from yizheng.kernel.scoping import current_committee_id
from yizheng.kernel.secrets import EncryptedTextField

from .enums import BallotKind, BallotState


class SecretModel(models.Model):
    """A walled row that says nothing of when it was made: a random key, no time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, default=current_committee_id, editable=False, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Ballot(PublicModel):
    """
    A secret ballot (无记名投票).

    `items` are [{key, label}] in order, `options` the same for `rate`; `choose_most` limits `pick`.
    `seal_word` signs slips while the ballot is open and is destroyed when it closes. `counts` is empty until then.
    `keeper` is the room that runs it by permissions of its own (`permissions.keep`); empty: the office does, here.
    """

    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=6, choices=BallotKind)
    items = models.JSONField(default=list)
    options = models.JSONField(default=list)
    choose_most = models.SmallIntegerField(default=0)
    keeper = models.CharField(max_length=20, blank=True, default="")
    state = models.CharField(max_length=10, choices=BallotState, default=BallotState.PREPARED)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    seal_word = EncryptedTextField(blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["committee", "state"], name="ballot_by_state")]

    def __str__(self) -> str:
        return self.title


class Voter(SecretModel):
    """One person who may vote, and whether they took their slip: never when, never which."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="voters", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    has_taken = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "ballot", "user"], name="one_slip_a_voter")]

    def __str__(self) -> str:
        return self.name


class BallotBox(SecretModel):
    """
    What was cast, in one row: three lists, each in its own alphabetical order, so that none tells of another.

    `spent` are digests of used slips, `receipts` digests of receipt codes, `papers` the ballots as text.
    """

    ballot = models.OneToOneField(Ballot, models.PROTECT, related_name="box")
    spent = models.JSONField(default=list)
    receipts = models.JSONField(default=list)
    papers = models.JSONField(default=list)
