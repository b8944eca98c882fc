"""Bodies inside the committee: names, who is in charge, who sits in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel

from ..enums import BodyKind, SeatState
from .dated import Dated, in_force
from .members import Membership
from .people import Person


class Body(Dated, PublicModel):
    """
    A body inside the committee: office, special committee, grassroots unit (handbook 1.4).

    `place` is the town or street of a grassroots unit; `parent` the work committee of a group.
    """

    kind = models.CharField(max_length=30, choices=BodyKind)
    full_name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    order = models.IntegerField(default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    place = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["committee", "kind", "order"], name="body_by_order")]

    def __str__(self) -> str:
        return self.short_name


class BodyAlias(Dated, CommitteeModel):
    """What a body is or was called; one alias may name two bodies."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="aliases")
    text = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["committee", "text"], name="alias_by_text")]

    def __str__(self) -> str:
        return self.text


class Oversight(Dated, CommitteeModel):
    """A leader is in charge of a body (分管) for a time; 分管主席 in a task expands by it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="oversights")
    person = models.ForeignKey(Person, models.PROTECT, related_name="oversights")


class SeatQuerySet(models.QuerySet["Seat"]):
    """Filters of seats."""

    def held(self, on: object) -> SeatQuerySet:
        """Return the approved seats that are held on a date; a mere choice is none."""
        return self.filter(in_force(on), state=SeatState.APPROVED)


class Seat(Dated, PublicModel):
    """
    A member sits in a special committee; a member may hold several seats (handbook 1.2).

    A chosen seat waits for the office; `choice_order` 1 is the first wish. Use `objects.held(on)` for rosters.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="seats")
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    duty = models.CharField(max_length=20, default="委员")
    state = models.CharField(max_length=20, choices=SeatState, default=SeatState.APPROVED)
    choice_order = models.SmallIntegerField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "membership", "body"], name="one_open_choice",
                condition=Q(state=SeatState.CHOSEN),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.membership} {self.body}"


class GrassrootsMembership(Dated, CommitteeModel):
    """
    A person belongs to a grassroots unit (工委、联络处、活动小组) for a time; moving keeps what was.

    `membership` is empty for heads and helpers who are not members.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="grassroots")
    person = models.ForeignKey(Person, models.PROTECT, related_name="grassroots")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="grassroots")
    duty = models.CharField(max_length=20, default="成员")

    class Meta:
        indexes = [models.Index(fields=["committee", "body"], name="grassroots_by_body")]
