"""Who is near whom: leaders and the members of what they lead, colleagues of one sector or body."""

from __future__ import annotations

from django.utils import timezone

from yizheng.kernel.acting import Actor

from .enums import ContactLevel, MembershipState
from .models import GrassrootsMembership, Membership, Oversight, Person, Seat, in_force

IN_OFFICE = (MembershipState.ACTIVE, MembershipState.SUSPENDED)


def leads(actor: Actor, person: Person) -> bool:
    """Tell whether the actor is today in charge of a body the person sits in or belongs to."""
    if actor.user_id is None:
        return False
    led = Oversight.objects.filter(in_force(timezone.localdate()), person__user_id=actor.user_id)
    return not bodies_of(person).isdisjoint(led.values_list("body_id", flat=True))


def bodies_of(person: Person) -> set[int]:
    """Return the special committees and grassroots units a person sits in today."""
    today = timezone.localdate()
    seats = Seat.objects.held(today).filter(membership__person=person).values_list("body_id", flat=True)
    stays = GrassrootsMembership.objects.filter(in_force(today), person=person).values_list("body_id", flat=True)
    return {*seats, *stays}


def shares_a_place(actor: Actor, person: Person) -> bool:
    """
    Tell whether the person's privacy level lets this colleague see the telephone number.

    A clerk of a body rings its members whatever the level: Rule: our decision, a clerk has to call meetings.
    """
    if actor.hat.scope_kind == "body" and actor.hat.scope_id in bodies_of(person):
        return True
    if person.contact_level == ContactLevel.MEMBERS:
        return True
    return person.contact_level == ContactLevel.COLLEAGUES and _are_colleagues(actor, person)


def _are_colleagues(actor: Actor, person: Person) -> bool:
    if actor.user_id is None:
        return False
    mine = Membership.objects.filter(person__user_id=actor.user_id, state__in=IN_OFFICE).select_related("person")
    theirs = Membership.objects.filter(person=person, state__in=IN_OFFICE).values_list("sector_id", flat=True)
    own = list(mine)
    if {row.sector_id for row in own} & {*theirs} - {None}:
        return True
    return any(not bodies_of(row.person).isdisjoint(bodies_of(person)) for row in own)
