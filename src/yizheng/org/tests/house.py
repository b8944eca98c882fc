"""A small invented committee for tests: 溪山区政协, its fifth term, two sectors, committees, streets, people."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.org import services
from yizheng.org.enums import BodyKind, DecidingBody, MembershipRole, MembershipState, PostKind
from yizheng.org.models import Body, Membership, Person, Sector, Term
from yizheng.org.services import Ruling

START = date(2022, 1, 12)
AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ACT: dict[str, Any] = {"by": SYSTEM, "at": AT}
_numbers = itertools.count(1)


@dataclass
class House:
    """What the tests act upon."""

    term: Term
    education: Sector
    economy: Sector
    economic: Body
    urban: Body
    social: Body
    east: Body
    west: Body


def build() -> House:
    """Make the committee in the open scope."""
    term = services.open_term(ordinal=5, start_date=START, member_quota=220, **ACT)
    return House(
        term,
        services.make_sector(term=term, name="教育", quota=10, **ACT),
        services.make_sector(term=term, name="经济", quota=12, **ACT),
        body("经济科技委员会", "经科委"),
        body("城市建设委员会", "城建委"),
        body("社会法制委员会", "社法委"),
        body("政协东溪街道工作委员会", "东溪工委", BodyKind.GRASSROOTS_UNIT),
        body("政协西溪街道工作委员会", "西溪工委", BodyKind.GRASSROOTS_UNIT),
    )


def body(full_name: str, short_name: str, kind: BodyKind = BodyKind.SPECIAL_COMMITTEE) -> Body:
    return services.found_body(kind=kind, full_name=full_name, short_name=short_name, valid_from=START, **ACT)


def person(name: str = "", **given: Any) -> Person:
    return services.register_person(name=name or f"林书{next(_numbers)}", **given, **ACT)


def nominee(sector: Sector, name: str = "", **given: Any) -> Membership:
    return services.propose_member(person=person(name, **given), sector=sector, joined_on=START, **ACT)


def member(
    sector: Sector, name: str = "", *, on: date = START, role: MembershipRole = MembershipRole.MEMBER, **given: Any
) -> Membership:
    """Make somebody a member in office."""
    return Membership.objects.create(
        person=person(name, **given), term=sector.term, sector=sector, role=role,
        state=MembershipState.ACTIVE, joined_on=on,
    )  # fmt: skip


def standing(
    *, whole: int | None = None, in_favour: int | None = None, present: int | None = None, on: date = TODAY
) -> Ruling:
    """Return a decision of the standing committee."""
    return Ruling(DecidingBody.STANDING_COMMITTEE, "五届三次常委会议", on, whole, present, in_favour)


def chairs(on: date = TODAY) -> Ruling:
    """Return a decision of the chairpersons' meeting."""
    return Ruling(DecidingBody.CHAIRPERSONS_MEETING, "五届九次主席会议", on)


def lead(name: str, led: Body) -> Person:
    """Make a vice-chairperson in charge of a body."""
    leader = person(name)
    services.appoint(person=leader, post=PostKind.VICE_CHAIRPERSON, rank=2, valid_from=START, **ACT)
    services.put_in_charge(person=leader, body=led, valid_from=START, **ACT)
    return leader


def seat(
    role: Role = Role.OFFICE_CLERK, name: str = "周文清", *, scope: Body | Membership | None = None,
    of: Person | None = None,
) -> Actor:  # fmt: skip
    """Give a login a role, narrowed to a body or a membership, joined to a person; return them wearing it."""
    user = User.objects.create_user(f"user-{next(_numbers)}", name)
    kind = "" if scope is None else "body" if isinstance(scope, Body) else "membership"
    grant = RoleGrant.objects.create(
        user=user, role=role, label=role.label, scope_kind=kind, scope_id=scope.pk if scope else None, valid_from=START
    )
    if of is not None:
        of.user = user
        of.save(update_fields=["user"])
    return Actor(user_id=user.pk, name=name, hat=grant.hat(), hats=(grant.hat(),))


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of the room and the ledger; sealed text compares as its plain form."""
    models = [*apps.get_app_config("org").get_models(), LedgerEntry]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Assert that the block leaves every row of the room and the ledger as it was."""
    before = everything()
    yield
    assert everything() == before
