"""The logins of the demo and the roles they are given."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.accounts import services as accounts
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel.acting import SYSTEM
from yizheng.org.models import ParticipatingBody

from .house import House, login
from .identities import IDENTITIES, HatPlan, Identity
from .today import Days, moment


def give_hats(house: House) -> None:
    """Make the logins of the main committee with their hats, and join them to their persons."""
    for identity in IDENTITIES:
        user = login(identity.username, identity.name)
        for rank, hat in enumerate(identity.hats):
            house.grants.append(_give(house, identity, user, hat, rank))
        if identity.name in house.people:
            person = house.people[identity.name]
            person.user = user
            person.save(update_fields=["user"])


def _give(house: House, identity: Identity, user: User, hat: HatPlan, rank: int) -> RoleGrant:
    since, until = _span(house.days, hat)
    decided = house.days.split_decided_on if hat.since_split else house.days.term_start
    return accounts.grant_role(
        user=user, role=hat.role, label=hat.label, valid_from=since, valid_to=until, rank=rank,
        by=SYSTEM, at=moment(decided, 17), **_scope(house, identity, hat),
    )  # fmt: skip


def _span(days: Days, hat: HatPlan) -> tuple[date, date | None]:
    return days.split_on if hat.since_split else days.term_start, days.split_on if hat.until_split else None


def _scope(house: House, identity: Identity, hat: HatPlan) -> dict[str, Any]:
    if hat.body:
        return {"scope_kind": "body", "scope_id": house.bodies[hat.body].pk}
    if hat.unit:
        return {"scope_kind": "org_unit", "scope_id": house.units[hat.unit].pk}
    if hat.party:
        return {"scope_kind": "participating_body", "scope_id": ParticipatingBody.objects.get(short_name=hat.party).pk}
    if hat.sector:
        sector = house.seats[identity.name].sector_id
        return {"scope_kind": "sector", "scope_id": sector}
    if hat.side:
        return {"scope_kind": "side", "scope_id": hat.side}
    if hat.own_seat:
        return {"scope_kind": "membership", "scope_id": house.seats[identity.name].pk}
    return {}
