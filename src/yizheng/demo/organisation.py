"""The main demo committee: term, people, posts, bodies, seats, units (handbook 18.2)."""

from __future__ import annotations

from datetime import date

from yizheng.kernel import ledger
from yizheng.kernel.acting import SYSTEM
from yizheng.org import services as org
from yizheng.org.enums import MembershipRole, PostKind
from yizheng.org.models import Membership, OrgUnit, Person, Seat, Sector, Term, UnitAlias
from yizheng.org.names import sort_key
from yizheng.org.order import stroke_key_of

from . import belonging
from . import bodies as plan
from .house import House
from .people import KNOWN_MEMBERS, LEADERS, Invented, members
from .sectors import SECTORS
from .today import moment
from .units import UNITS

STANDING_MEMBERS = 45
POSTS = (PostKind.CHAIRPERSON, *[PostKind.VICE_CHAIRPERSON] * 5, PostKind.SECRETARY_GENERAL)
SECOND_SEAT_EVERY = 9


def build(house: House) -> Term:
    """Make everything that does not depend on logins; return the running term."""
    term = _terms(house)
    _people(house, term)
    _bodies(house)
    _posts(house)
    _seats(house)
    _units(house)
    belonging.build(house, term)
    return term


def _terms(house: House) -> Term:
    start = house.days.term_start
    before = date(start.year - 5, 1, 14)
    org.open_term(
        ordinal=4, start_date=before, end_date=date(start.year, 1, 11), member_quota=210, by=SYSTEM, at=moment(before)
    )
    return org.open_term(ordinal=5, start_date=start, member_quota=220, by=SYSTEM, at=moment(start))


def _people(house: House, term: Term) -> None:
    invented = members()
    persons = Person.objects.bulk_create(_person(one, place) for place, one in enumerate(invented))
    sectors = _sectors(term)
    standing = _standing(invented)
    rows = Membership.objects.bulk_create(
        Membership(
            person=person,
            term=term,
            sector=sectors[one.sector],
            role=MembershipRole.STANDING_MEMBER if one.name in standing else MembershipRole.MEMBER,
            joined_on=term.start_date,
        )
        for one, person in zip(invented, persons, strict=True)
    )
    house.people = {person.name: person for person in persons}
    house.seats = {row.person.name: row for row in rows}
    ledger.record("import_roll", term, by=SYSTEM, at=moment(term.start_date), fields={"members": len(rows)})


def _person(one: Invented, place: int) -> Person:
    return Person(
        name=one.name, sort_key=sort_key(one.name), stroke_key=stroke_key_of(one.name), gender=one.gender,
        employer=one.employer, title=one.title, **belonging.sealed_fields(one, place),
    )  # fmt: skip


def _sectors(term: Term) -> dict[str, Sector]:
    rows = Sector.objects.bulk_create(
        Sector(term=term, name=sector.name, order=order, quota=sector.seats)
        for order, sector in enumerate(SECTORS, start=1)
    )
    return {row.name: row for row in rows}


def _standing(invented: list[Invented]) -> set[str]:
    """The leaders, and members spread evenly over the sectors, up to the size of the standing committee."""
    leaders = {leader.name for leader in LEADERS}
    known = {member.name for member in KNOWN_MEMBERS}
    others = [one.name for one in invented if one.name not in leaders | known]
    wanted = STANDING_MEMBERS - len(leaders)
    return leaders | {others[place * len(others) // wanted] for place in range(wanted)}


def _bodies(house: House) -> None:
    days = house.days
    for order, each in enumerate(plan.BODIES, start=1):
        decided = days.split_decided_on if each.since_split else days.term_start
        body = org.make_body(
            kind=each.kind,
            full_name=each.full_name,
            short_name=each.short_name,
            order=order,
            valid_from=days.split_on if each.since_split else days.term_start,
            valid_to=days.split_on if each.until_split else None,
            aliases=(*each.aliases, *each.new_names),
            by=SYSTEM,
            at=moment(decided),
        )
        body.aliases.bulk_create(  # names that went out of use with the split
            body.aliases.model(body=body, text=text, valid_from=days.term_start, valid_to=days.split_on)
            for text in each.old_names
        )
        house.bodies[each.short_name] = body


def _posts(house: House) -> None:
    days = house.days
    for rank, (leader, post) in enumerate(zip(LEADERS, POSTS, strict=True), start=1):
        org.appoint(
            person=house.people[leader.name], post=post, rank=rank, valid_from=days.term_start,
            by=SYSTEM, at=moment(days.term_start, 15),
        )  # fmt: skip
    for charge in plan.CHARGES:
        decided = days.split_decided_on if charge.since_split else days.term_start
        org.put_in_charge(
            person=house.people[charge.leader],
            body=house.bodies[charge.body],
            valid_from=days.split_on if charge.since_split else days.term_start,
            valid_to=days.split_on if charge.until_split else None,
            by=SYSTEM,
            at=moment(decided, 16),
        )


def _seats(house: House) -> None:
    """Each member but the leaders sits in a special committee, some in two; the joint body's seats ended."""
    leaders = {leader.name for leader in LEADERS}
    sitting = [row for name, row in house.seats.items() if name not in leaders]
    rows = [seat for place, row in enumerate(sitting) for seat in _seats_of(house, row, place)]
    Seat.objects.bulk_create(rows)


SEATING = (plan.PROPOSALS, plan.MEMBERS_AFFAIRS, plan.ECONOMY, plan.URBAN, plan.EDUCATION, plan.SOCIAL)


def _seats_of(house: House, row: Membership, place: int) -> list[Seat]:
    count = 2 if place % SECOND_SEAT_EVERY == 0 else 1
    names = [SEATING[(place + n * 2) % len(SEATING)] for n in range(count)]
    duty = "主任" if place < len(SEATING) else "副主任" if place < 3 * len(SEATING) else "委员"
    seats = [_seat(house, row, name, duty if n == 0 else "委员") for n, name in enumerate(names)]
    if any(name in (plan.PROPOSALS, plan.MEMBERS_AFFAIRS) for name in names):
        days = house.days
        joint = house.bodies[plan.JOINT]
        seats.append(Seat(membership=row, body=joint, valid_from=days.term_start, valid_to=days.split_on))
    return seats


def _seat(house: House, row: Membership, name: str, duty: str) -> Seat:
    body = house.bodies[name]
    return Seat(membership=row, body=body, duty=duty, valid_from=body.valid_from)


def _units(house: House) -> None:
    since = house.days.term_start
    rows = OrgUnit.objects.bulk_create(
        OrgUnit(name=unit.name, category=unit.category, order=order, valid_from=since)
        for order, unit in enumerate(UNITS, start=1)
    )
    house.units = {row.name: row for row in rows}
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=house.units[unit.name], text=text, valid_from=since) for unit in UNITS for text in unit.aliases
    )
