"""Parties and people's organisations; societies with their terms of office."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import EncryptedTextField

from ..enums import AssociationKind, AssociationState, ParticipatingKind
from .dated import Dated
from .people import Person


class ParticipatingBody(Dated, PublicModel):
    """A party, the federation, non-party people, a people's organisation (党派团体), in statutory order."""

    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    kind = models.CharField(max_length=30, choices=ParticipatingKind)
    order = models.IntegerField(default=0)
    contact_name = models.CharField(max_length=40, blank=True, default="")
    contact_phone = EncryptedTextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["committee", "order"], name="participating_by_order")]

    def __str__(self) -> str:
        return self.short_name


class Association(PublicModel):
    """
    A society (社团、联谊会、研究会). `ends_on` is the last day of the running council's term of office.

    `warned_on`: the day the house said that the term of office runs out; a new election clears it.
    """

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=30, choices=AssociationKind)
    founded_on = models.DateField()
    term_years = models.SmallIntegerField(default=5)
    ends_on = models.DateField()
    supervisor = models.ForeignKey("org.Body", models.PROTECT, null=True, blank=True, related_name="associations")
    state = models.CharField(max_length=20, choices=AssociationState, default=AssociationState.ACTIVE)
    warned_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "ends_on"], name="association_by_end")]

    def __str__(self) -> str:
        return self.name


class Election(CommitteeModel):
    """An election of a society's council (换届): on paper, its result entered here."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="elections")
    held_on = models.DateField()
    ordinal = models.SmallIntegerField()
    ends_on = models.DateField()
    head = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.IntegerField(null=True, blank=True)
    present = models.IntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "association", "ordinal"], name="one_election_per_ordinal"),
        ]


class AssociationMember(Dated, CommitteeModel):
    """A person belongs to a society for a time."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="associations")
    duty = models.CharField(max_length=20, default="会员")
