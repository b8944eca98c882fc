"""Whose telephone number may be read: `org.read_phone` asked of many people at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from .enums import ContactLevel
from .leading import IN_OFFICE
from .models import GrassrootsMembership, Membership, Oversight, Person, Seat, in_force
from .permissions import READERS


def ringable(actor: Actor, people: Iterable[Person]) -> set[int]:
    """
    Return the ids of those whose number the actor may read, in a fixed number of queries.

    It offers buttons; reading itself asks `org.read_phone` again and is noted (office-practice 5).
    """
    asked = list(people)
    if may("org.read_phone", actor):
        return {person.pk for person in asked}
    if actor.user_id is None:
        return set()
    near = _Near(actor, actor.user_id, [person.pk for person in asked])
    return {person.pk for person in asked if near.may(person)}


class _Near:
    """What `leads` and `shares_a_place` look at, read once for all."""

    def __init__(self, actor: Actor, user_id: int, ids: list[int]) -> None:
        self.actor, today = actor, timezone.localdate()
        own = list(Membership.objects.filter(person__user_id=user_id, state__in=IN_OFFICE))
        self.own_sectors = {row.sector_id for row in own} - {None}
        own_people = {row.person_id for row in own}
        self.bodies: dict[int, set[int]] = {}
        everybody = [*ids, *own_people]
        seats = Seat.objects.held(today).filter(membership__person__in=everybody)
        stays = GrassrootsMembership.objects.filter(in_force(today), person__in=everybody)
        for person, body in (
            *seats.values_list("membership__person", "body"), *stays.values_list("person", "body")
        ):  # fmt: skip
            self.bodies.setdefault(person, set()).add(body)
        self.own_bodies = {body for person in own_people for body in self.bodies.get(person, ())}
        self.sectors: dict[int, set[int | None]] = {}
        rows = Membership.objects.filter(person__in=ids, state__in=IN_OFFICE).values_list("person", "sector")
        for person, sector in rows:
            self.sectors.setdefault(person, set()).add(sector)
        led = Oversight.objects.filter(in_force(today), person__user_id=user_id).values_list("body", flat=True)
        self.led = set(led) if actor.wears(Role.LEADER) else set()

    def may(self, person: Person) -> bool:
        """Tell it of one person."""
        bodies = self.bodies.get(person.pk, set())
        if person.user_id == self.actor.user_id or self.led & bodies:
            return True
        return self.actor.wears(*READERS) and self._shares_a_place(person, bodies)

    def _shares_a_place(self, person: Person, bodies: set[int]) -> bool:
        if self.actor.hat.scope_kind == "body" and self.actor.hat.scope_id in bodies:
            return True
        if person.contact_level == ContactLevel.MEMBERS:
            return True
        near = bool(self.own_sectors & self.sectors.get(person.pk, set()) or self.own_bodies & bodies)
        return person.contact_level == ContactLevel.COLLEAGUES and near
