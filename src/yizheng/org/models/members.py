"""Sectors, memberships with their states, suspensions."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from yizheng.kernel.models import CommitteeModel, Level, PublicModel

from ..enums import MembershipRole, MembershipState
from .dated import Dated
from .people import Person
from .terms import Decision, Term

_SUPERIOR = Q(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER)


class Sector(PublicModel):
    """A sector (界别) of a term, in the order of rolls."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sectors")
    name = models.CharField(max_length=40)
    order = models.IntegerField()
    quota = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "term", "name"], name="one_sector_per_name")]

    def __str__(self) -> str:
        return self.name


class Membership(PublicModel):
    """
    A person's seat in a term; all duty hangs on it, not on the person.

    `sector` is the present one, since `sector_since` (empty: from the beginning); `queries.sectors_on` knows which
    one it was on a day. It is empty only for a member of a higher committee living here (`superior_level` says
    which one): invited, never counted. `renominated` is empty where nobody said; then earlier terms decide.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    term = models.ForeignKey(Term, models.PROTECT, related_name="memberships")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="memberships", null=True, blank=True)
    sector_since = models.DateField(null=True, blank=True)
    role = models.CharField(max_length=30, choices=MembershipRole, default=MembershipRole.MEMBER)
    state = models.CharField(max_length=20, choices=MembershipState, default=MembershipState.ACTIVE)
    superior_level = models.CharField(max_length=20, choices=Level, blank=True, default="")
    renominated = models.BooleanField(null=True, blank=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    join_basis = models.CharField(max_length=120, blank=True, default="")
    leave_basis = models.CharField(max_length=120, blank=True, default="")
    join_decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="joins")
    leave_decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="leaves")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "term", "person"], name="one_seat_per_term", condition=~_SUPERIOR
            ),
            models.UniqueConstraint(
                fields=["committee", "term", "person"], name="one_invitation_per_term", condition=_SUPERIOR
            ),
            models.CheckConstraint(name="only_superior_without_sector", condition=_SUPERIOR | Q(sector__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def in_sector_since(self) -> date:
        """The first day of the present sector."""
        return self.sector_since or self.joined_on


class PastSector(Dated, CommitteeModel):
    """
    A sector that a membership had before the present one (以前的界别); `valid_to` is the day of the change.

    Rule: our decision. Changes made before this table existed are not rebuilt: the ledger kept the moment they were
    entered, not the day they held from.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="past_sectors", db_index=False)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "membership", "valid_from"], name="one_past_sector_a_day"),
            models.CheckConstraint(
                name="past_sector_ended", condition=Q(valid_to__isnull=False, valid_to__gt=F("valid_from"))
            ),
        ]
        indexes = [models.Index(fields=["committee", "valid_to"], name="past_sector_by_end")]


class Suspension(Dated, CommitteeModel):
    """A membership rests (暂停履职) for a time; these days are in no denominator."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="suspensions")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="suspensions")


class SectorConvener(Dated, CommitteeModel):
    """A member convenes a sector (界别召集人) for a time."""

    sector = models.ForeignKey(Sector, models.PROTECT, related_name="conveners")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="convenes")
    duty = models.CharField(max_length=20, default="召集人")
