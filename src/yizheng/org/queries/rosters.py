"""Who sits in which body on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When

from ..enums import GRASSROOTS_KINDS, SeatState
from ..models import Body, GrassrootsMembership, Person, Seat, in_force

DUTIES = ("主任", "组长", "召集人", "常务副主任", "副主任", "副组长", "秘书长", "委员", "成员")
"""Duties in the order of rosters; others stand last."""


def _by_duty() -> Case:
    whens = [When(duty=duty, then=Value(place)) for place, duty in enumerate(DUTIES)]
    return Case(*whens, default=Value(len(DUTIES)), output_field=IntegerField())


def roster_of(body: Body, on: date) -> QuerySet[Seat]:
    """Return the seats of a special committee held on a date, by duty, then by name."""
    rows = Seat.objects.held(on).filter(body=body).select_related("membership__person", "membership__sector")
    return rows.order_by(_by_duty(), "membership__person__sort_key", "id")


def grassroots_of(body: Body, on: date) -> QuerySet[GrassrootsMembership]:
    """Return who belongs to a grassroots unit on a date, its head first."""
    rows = GrassrootsMembership.objects.filter(in_force(on), body=body)
    return rows.select_related("person", "membership__sector").order_by(_by_duty(), "person__sort_key", "id")


def unit_of(person: Person, on: date) -> list[Body]:
    """Return the grassroots units a person belongs to on a date, in official order."""
    stays = GrassrootsMembership.objects.filter(in_force(on), person=person).values("body_id")
    return list(Body.objects.filter(pk__in=stays, kind__in=GRASSROOTS_KINDS).order_by("order", "id"))


def stays_of(person: Person) -> QuerySet[GrassrootsMembership]:
    """Return where a person belonged and belongs, the latest first."""
    return GrassrootsMembership.objects.filter(person=person).select_related("body").order_by("-valid_from", "-id")


def chosen_seats() -> QuerySet[Seat]:
    """Return the choices that wait for the office, in the order they came."""
    rows = Seat.objects.filter(state=SeatState.CHOSEN)
    return rows.select_related("membership__person", "membership__sector", "body").order_by("id")


def seats_on(on: date) -> QuerySet[Seat]:
    """Return the seats held on a date in any body."""
    return Seat.objects.held(on)


def stays_on(on: date) -> QuerySet[GrassrootsMembership]:
    """Return who belongs to any grassroots unit on a date."""
    return GrassrootsMembership.objects.filter(in_force(on))
