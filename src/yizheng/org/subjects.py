"""What the shared rooms must know of terms, persons, bodies, units and memberships."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject

from . import indexed, queries
from .enums import AssociationState, SeatState
from .models import Association, Body, Membership, OrgUnit, ParticipatingBody, Person, Seat, Sector, Session, Term


def _whole(model: type[Model]) -> Callable[[Actor], QuerySet[Any]]:
    """Names of the house are read by everybody in it; other committees are kept out by the wall."""

    def visible_to(actor: Actor) -> QuerySet[Any]:
        return model._default_manager.all()

    return visible_to


def _page(name: str) -> Callable[[Any], str]:
    return lambda row: address(f"org:{name}", public_id=row.public_id)


def _terms(_row: Model) -> str:
    return address("org:terms")


def _person_of(membership: Membership) -> str:
    return address("org:person", public_id=membership.person.public_id)


def _seats_visible_to(actor: Actor) -> QuerySet[Seat]:
    return Seat.objects.filter(membership__in=queries.memberships_visible_to(actor))


def _owed_on_seat(seat: Seat) -> Iterable[Owed]:
    if seat.state == SeatState.CHOSEN:
        yield Owed("approve_seat", "审核专委会选择", role=Role.OFFICE_CLERK)


def _owed_on_association(association: Association) -> Iterable[Owed]:
    if association.state == AssociationState.ACTIVE and association.warned_on is not None:
        yield Owed("record_election", "督促换届", role=Role.OFFICE_CLERK, due_on=association.ends_on)


SUBJECTS = (
    Subject("term", Term, "届", _terms, _whole(Term)),
    Subject("session", Session, "次会议", _terms, _whole(Session)),
    Subject("sector", Sector, "界别", _page("sector"), _whole(Sector)),
    Subject(
        "person",
        Person,
        "人员",
        _page("person"),
        queries.people_visible_to,
        caption=lambda person: person.title,
        indexed=indexed.person_indexed,
    ),
    Subject(
        "membership",
        Membership,
        "委员",
        _person_of,
        queries.memberships_visible_to,
        indexed_with=lambda membership: [("person", membership.person_id)],
    ),
    Subject("seat", Seat, "专委会选择", lambda _seat: address("org:choices"), _seats_visible_to, owed=_owed_on_seat),
    Subject(
        "body",
        Body,
        "机构",
        _page("body"),
        _whole(Body),
        title=lambda body: body.full_name,
        indexed=indexed.body_indexed,
    ),
    Subject(
        "org_unit",
        OrgUnit,
        "单位",
        _page("unit"),
        _whole(OrgUnit),
        caption=lambda unit: unit.get_category_display(),
        indexed=indexed.unit_indexed,
    ),
    Subject("participating_body", ParticipatingBody, "党派团体", _page("participating"), _whole(ParticipatingBody)),
    Subject("association", Association, "社团", _page("association"), _whole(Association), owed=_owed_on_association),
)
