"""Whom everybody in the house may know of: nominees are for named persons only (office-practice 5)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from .enums import MembershipState
from .models import Membership, Person

NOT_YET = (MembershipState.PROPOSED, MembershipState.DROPPED)
"""Nominees: never in a count, a search or a list for others."""


def known_people() -> QuerySet[Person]:
    """Return the persons that everybody may know of: those who are not merely nominees."""
    of_person = Membership.objects.filter(person=OuterRef("pk"))
    nominated, known = of_person.filter(state__in=NOT_YET), of_person.exclude(state__in=NOT_YET)
    return Person.objects.filter(~Exists(nominated) | Exists(known))
