"""Groups a notice can be sent to (发送范围): all members, the standing committee, a sector, a body, the office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from yizheng.accounts.enums import STAFF, Role
from yizheng.accounts.queries import holders
from yizheng.kernel.acting import Actor
from yizheng.org.enums import GRASSROOTS_KINDS, BodyKind
from yizheng.org.models import Body, Sector, Term
from yizheng.org.queries import (
    bodies_in_force,
    current_term,
    grassroots_of,
    leaders,
    members_of,
    roster_of,
    standing_members,
)

from .addressees import Addressee

OFFICE_ROLES = (Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.PROPOSAL_CLERK, Role.OPINION_CLERK)


@dataclass(frozen=True)
class Group:
    """One group: how a form names it, what it is called, who belongs to it now."""

    code: str
    label: str
    addressees: Callable[[], list[Addressee]]


def offered(actor: Actor, *, on: date) -> list[Group]:
    """
    Return the groups this person may write to.

    The office writes to everybody; a special committee or a work committee writes to its own people.
    Rule: our decision.
    """
    if actor.wears(*OFFICE_ROLES):
        return [*_of_committee(on), *_bodies(bodies_in_force(on), on)]
    return list(_bodies(bodies_in_force(on).filter(pk=actor.hat.scope_id or 0), on))


def _of_committee(on: date) -> Iterator[Group]:
    term = current_term(on)
    if term is not None:
        yield Group("members", "全体委员", lambda: _persons(row.person_id for row in members_of(term, on)))
        yield Group("standing", "常委会组成人员", lambda: _standing(term, on))
    yield Group("leaders", "主席、副主席、秘书长", lambda: _persons(row.person_id for row in leaders(on)))
    yield Group("staff", "机关和专委会工作人员", lambda: _staff(on))
    if term is not None:
        yield from _sectors(term, on)


def _sectors(term: Term, on: date) -> Iterator[Group]:
    for sector in Sector.objects.filter(term=term).order_by("order", "id"):
        yield Group(f"sector-{sector.public_id}", f"界别：{sector.name}", _of_sector(sector, term, on))


def _of_sector(sector: Sector, term: Term, on: date) -> Callable[[], list[Addressee]]:
    return lambda: _persons(row.person_id for row in members_of(term, on).filter(sector=sector))


def _bodies(bodies: Iterable[Body], on: date) -> Iterator[Group]:
    for body in bodies:
        if body.kind == BodyKind.SPECIAL_COMMITTEE or body.kind in GRASSROOTS_KINDS:
            yield Group(f"body-{body.public_id}", f"{body.get_kind_display()}：{body.short_name}", _of_body(body, on))


def _of_body(body: Body, on: date) -> Callable[[], list[Addressee]]:
    if body.kind == BodyKind.SPECIAL_COMMITTEE:
        return lambda: _persons(seat.membership.person_id for seat in roster_of(body, on))
    return lambda: _persons(row.person_id for row in grassroots_of(body, on))


def _standing(term: Term, on: date) -> list[Addressee]:
    chairs = [row.person_id for row in leaders(on)]
    return _persons([*chairs, *(row.person_id for row in standing_members(term, on))])


def _staff(on: date) -> list[Addressee]:
    users = {user for role in STAFF for user in holders(role, "", None, on=on)}
    return [Addressee(user_id=user) for user in sorted(users)]


def _persons(ids: Iterable[int]) -> list[Addressee]:
    return [Addressee(person_id=pk) for pk in dict.fromkeys(ids)]
