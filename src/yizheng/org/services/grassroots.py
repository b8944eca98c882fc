"""Grassroots units: who belongs where, since when, and moving on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import GRASSROOTS_KINDS, MembershipRole, MembershipState
from ..models import Body, GrassrootsMembership, Membership, Person, in_force
from .ending import end_at


@transaction.atomic
def move_to_grassroots_unit(
    *, people: Iterable[Person], to: Body, on: date, duty: str = "成员", by: Actor, at: datetime
) -> list[GrassrootsMembership]:
    """
    Let people belong to a grassroots unit (编入、转入) from a day; a stay in another of its kind ends then.

    Who belonged where on an earlier day stays readable. Rule: F019, F020; our decision: one unit of each kind.
    Raises: Refused `not_grassroots`, `closed`, `already`, `backwards`; nothing is changed then.
    """
    require("org.move_to_grassroots_unit", by, to)
    if to.kind not in GRASSROOTS_KINDS:
        raise Refused("not_grassroots", f"{to.short_name}不是基层单位，请重新选。")
    if to.valid_from > on or (to.valid_to is not None and to.valid_to <= on):
        raise Refused("closed", f"{to.short_name}在这一天不存在，请核对日期。")
    act_id = uuid.uuid4()
    return [_move(person, to, on, duty, by, at, act_id) for person in people]


def _move(
    person: Person, to: Body, on: date, duty: str, by: Actor, at: datetime, act_id: uuid.UUID
) -> GrassrootsMembership:
    # Two moves of one person at once must not leave two stays.
    Person.objects.select_for_update().get(pk=person.pk)
    stays = GrassrootsMembership.objects.filter(person=person, body__kind=to.kind, valid_to__isnull=True)
    for stay in stays.select_related("body"):
        _check_stay(stay, to, on)
    left = list(stays.values_list("body_id", flat=True))
    end_at(stays, on)
    row = GrassrootsMembership.objects.create(
        body=to, person=person, membership=_seat_of(person, on), duty=duty, valid_from=on
    )
    fields = {"to_body_id": to.pk, "from_body_ids": left, "valid_from": on, "duty": duty}
    ledger.record("move_to_grassroots_unit", person, by=by, at=at, fields=fields, act_id=act_id)
    return row


def _check_stay(stay: GrassrootsMembership, to: Body, on: date) -> None:
    if stay.body_id == to.pk:
        raise Refused("already", f"{stay.person.name}已经在{to.short_name}，不用再编入。")
    if stay.valid_from > on:
        raise Refused("backwards", f"{stay.person.name}是那以后才到{stay.body.short_name}的，请核对日期。")


def _seat_of(person: Person, on: date) -> Membership | None:
    rows = Membership.objects.filter(person=person, joined_on__lte=on, left_on__isnull=True)
    in_office = rows.exclude(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER)
    return in_office.exclude(state__in=(MembershipState.PROPOSED, MembershipState.DROPPED)).first()


@transaction.atomic
def end_stay(*, person: Person, body: Body, on: date, by: Actor, at: datetime) -> None:
    """Let a person belong to a grassroots unit no longer (移出), from a day. Raises: Refused `none`."""
    require("org.move_to_grassroots_unit", by, body)
    rows = GrassrootsMembership.objects.filter(in_force(on), person=person, body=body)
    if not rows.exists():
        raise Refused("none", f"{person.name}这一天不在{body.short_name}。")
    end_at(rows, on)
    ledger.record("end_stay", person, by=by, at=at, fields={"body_id": body.pk, "valid_to": on})
