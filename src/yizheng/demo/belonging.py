"""Who belongs where in the demo: streets, conveners, parties, societies, contacts, guests, nominees, choices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Level
from yizheng.org import services as org
from yizheng.org.enums import AssociationKind, BodyKind, ContactLevel, DecidingBody, ParticipatingKind, UnitCategory
from yizheng.org.models import GrassrootsMembership, Membership, SectorConvener, Term
from yizheng.org.services import Ruling

from . import bodies as plan
from .house import House
from .people import LEADERS, Invented
from .today import moment

PARTIES = ("民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟")
PARTICIPATING = (
    *((f"{name}云岭区基层组织", name, ParticipatingKind.PARTY) for name in PARTIES[:7]),
    ("云岭区工商业联合会", "区工商联", ParticipatingKind.FEDERATION),
    ("无党派人士联谊组织", "无党派", ParticipatingKind.NON_PARTY),
    ("云岭区总工会", "区总工会", ParticipatingKind.PEOPLE_ORG),
    ("共青团云岭区委员会", "团区委", ParticipatingKind.PEOPLE_ORG),
    ("云岭区妇女联合会", "区妇联", ParticipatingKind.PEOPLE_ORG),
)
MINORITIES = ("回族", "满族", "壮族", "苗族")
EVERY_MINORITY = 17
LEVELS = (ContactLevel.OFFICE, ContactLevel.COLLEAGUES, ContactLevel.MEMBERS)


def sealed_fields(one: Invented, place: int) -> dict[str, Any]:
    """Invent what is sealed; numbers begin with 199 0000, which nobody answers."""
    is_minority = one.sector == "少数民族" or place % EVERY_MINORITY == 0
    return {
        "phone": f"1990000{place:04}",
        "birth_date": date(1958 + place * 7 % 34, 1 + place % 12, 1 + place % 28).isoformat(),
        "ethnicity": MINORITIES[place % len(MINORITIES)] if is_minority else "汉族",
        "affiliation": _affiliation(one, place),
        "education": ("大学", "研究生", "大专")[place % 3],
        "address": f"云岭区松泉街道{place % 40 + 1}号",
        "contact_level": LEVELS[place % len(LEVELS)],
    }


def _affiliation(one: Invented, place: int) -> str:
    if one.sector in (*PARTIES, "中共", "无党派"):
        return one.sector
    return ("中共", "群众", "无党派")[place % 3]


def build(house: House, term: Term) -> None:
    """Fill the rolls around the memberships."""
    _sessions(house, term)
    _streets(house)
    _conveners(house)
    _parties(house)
    _societies(house)
    _contacts_and_merger(house)
    _guests(house, term)
    _changes(house)


def _act(on: date, hour: int = 10) -> dict[str, Any]:
    return {"by": SYSTEM, "at": moment(on, hour)}


def _others(house: House) -> list[Membership]:
    leaders = {leader.name for leader in LEADERS}
    return [row for name, row in house.seats.items() if name not in leaders]


def _sessions(house: House, term: Term) -> None:
    start = term.start_date
    for ordinal in range(1, house.days.year - start.year + 2):
        opens, closes = house.days.plenary(start.year + ordinal - 1)
        org.open_session(
            term=term, ordinal=ordinal, opens=opens, closes=closes,
            cut_off=moment(opens + timedelta(days=1), 17), **_act(start, 11),
        )  # fmt: skip


def _streets(house: House) -> None:
    """Each member belongs to a street's work committee; a liaison office was founded in mid-term."""
    since, bodies = house.days.term_start, [house.bodies[name] for name in plan.GRASSROOTS]
    GrassrootsMembership.objects.bulk_create(
        GrassrootsMembership(
            body=bodies[place % len(bodies)], person=row.person, membership=row, valid_from=since,
            duty="副主任" if place < len(bodies) else "成员",
        )
        for place, row in enumerate(_others(house))
    )  # fmt: skip
    founded = house.days.split_decided_on
    office = org.found_body(
        kind=BodyKind.LIAISON_OFFICE, full_name="政协望澜湖度假区联络处", short_name="望澜湖联络处", place="望澜街道",
        parent=house.bodies[plan.GRASSROOTS[3]], valid_from=founded, **_act(founded),
    )  # fmt: skip
    people = [row.person for row in _others(house)[3:48:9]]
    org.move_to_grassroots_unit(people=people, to=office, on=founded, **_act(founded, 11))


def _conveners(house: House) -> None:
    first: dict[int, Membership] = {}
    for row in _others(house):
        if row.sector_id is not None:
            first.setdefault(row.sector_id, row)
    SectorConvener.objects.bulk_create(
        SectorConvener(sector_id=pk, membership=row, valid_from=house.days.term_start) for pk, row in first.items()
    )


def _parties(house: House) -> None:
    since = house.days.term_start
    for order, (name, short, kind) in enumerate(PARTICIPATING, start=1):
        org.register_participating_body(
            name=name, short_name=short, kind=kind, order=order, valid_from=since,
            contact_name=f"{'程秦陆祝卓温'[order % 6]}联", contact_phone=f"1990001{order:04}", **_act(since, 12),
        )  # fmt: skip


def _societies(house: House) -> None:
    since, today = house.days.term_start, house.days.today
    for place, (name, kind, ends_on) in enumerate((
        ("云岭区政协理论研究会", AssociationKind.THEORY, today + timedelta(days=90)),
        ("云岭区政协联谊会", AssociationKind.FRIENDSHIP, today + timedelta(days=700)),
        ("云岭区书画诗词研究会", AssociationKind.RESEARCH, today - timedelta(days=20)),
    )):  # fmt: skip
        club = org.found_association(name=name, kind=kind, founded_on=since, ends_on=ends_on, **_act(since, 13))
        for row in _others(house)[place::40]:
            org.join_association(association=club, person=row.person, on=since, **_act(since, 14))


def _contacts_and_merger(house: House) -> None:
    since, merged = house.days.term_start, house.days.split_decided_on
    units = list(house.units.values())
    for place, unit in enumerate(units):
        org.add_unit_contact(
            unit=unit, name=f"{'何施张孔曹严'[place % 6]}文", duty="提案联络员", phone=f"1990002{place:04}",
            valid_from=since, **_act(since, 15),
        )  # fmt: skip
    heir = next(unit for unit in units if unit.category == UnitCategory.GOVERNMENT)
    old = org.found_unit(
        name="区经济协作办公室",
        category=UnitCategory.GOVERNMENT,
        valid_from=since,
        aliases=["区协作办"],
        **_act(since, 16),
    )
    org.merge_units(units=[old], into=heir, on=merged, **_act(merged, 15))


def _guests(house: House, term: Term) -> None:
    since = house.days.term_start
    for name, level in (("欧阳清", Level.PREFECTURE), ("𠮷承志", Level.PREFECTURE), ("纪㛃", Level.PROVINCE)):
        guest = org.register_person(name=name, employer="青澜职业技术学院", title="教授", **_act(since, 16))
        org.invite_superior_member(person=guest, term=term, level=level, joined_on=since, **_act(since, 17))


def _changes(house: House) -> None:
    """Members moved away, resigned, rest; one is nominated in a place, two wait for a special committee."""
    on, rows = house.days.split_decided_on, _others(house)
    free = [row for row in rows[100:] if row.person.name not in _relied_upon(house)]
    leaver, resigned, resting = free[0], free[41], free[77]
    ruling = Ruling(DecidingBody.STANDING_COMMITTEE, "五届十一次常委会议", on)
    org.transfer(membership=leaver, ruling=ruling, on=on, reason="调往外地工作", **_act(on, 16))
    org.resign(membership=resigned, ruling=ruling, on=on, reason="因身体原因本人书面申请", **_act(on, 16))
    chairs = Ruling(DecidingBody.CHAIRPERSONS_MEETING, "五届三十八次主席会议", on)
    org.suspend(membership=resting, ruling=chairs, on=on, reason="正在接受有关部门了解情况", **_act(on, 16))
    assert leaver.sector is not None
    person = org.register_person(name="岳和宁", gender="m", employer="云岭区统计局", title="科长", **_act(on, 17))
    org.propose_member(
        person=person, sector=leaver.sector, joined_on=on, join_basis="区委统战部建议名单", **_act(on, 17)
    )
    chosen = house.bodies[plan.ECONOMY]
    for row in (rows[61], rows[62]):
        held = set(row.seats.values_list("body_id", flat=True))
        wish = chosen if chosen.pk not in held else house.bodies[plan.URBAN]
        org.choose_seats(membership=row, bodies=[wish], **_act(house.days.today - timedelta(days=1)))


def _relied_upon(house: House) -> set[str]:
    """Return the members whose names the rest of the demo relies on."""
    return set(list(house.people)[:60])
