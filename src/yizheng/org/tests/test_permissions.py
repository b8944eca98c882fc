"""Who may do what in the organisation: a table that a clerk can check."""

from __future__ import annotations

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import SYSTEM, Actor, Hat
from yizheng.kernel.permissions import may, registered
from yizheng.org import services
from yizheng.org.models import Membership
from yizheng.org.permissions import OFFICE_ACTS

from .house import ACT, START, House, lead, member, seat

OFFICE, CHIEF, LEADER, OTHER_LEADER = "办公室", "秘书长", "分管领导", "别的领导"
STREET, OTHER_STREET, COMMITTEE = "本街道工委", "别的街道工委", "专委会"
OWN, MEMBER, ASSIGNER, UNIT, ADMIN, HOUSE = "本人", "别的委员", "督查室", "承办单位", "系统管理员", "系统"
INSIDE = {OFFICE, CHIEF, LEADER, OTHER_LEADER, STREET, OTHER_STREET, COMMITTEE, OWN, MEMBER}

ON_PERSON = {
    "org.read": INSIDE | {HOUSE},
    "org.read_units": INSIDE | {HOUSE, ASSIGNER, UNIT},
    "org.see_nominees": {OFFICE, CHIEF, HOUSE},
    "org.read_sealed": {OFFICE, CHIEF, LEADER, OWN, HOUSE},
    "org.read_phone": {OFFICE, CHIEF, LEADER, OWN, HOUSE, COMMITTEE, STREET},
    "org.read_unit_phone": {OFFICE, ASSIGNER, HOUSE},
    "org.read_composition": {OFFICE, CHIEF, LEADER, OTHER_LEADER, HOUSE},
    "org.read_log": {OFFICE, CHIEF},
    "org.warn_of_term_end": {HOUSE},
    **{act: {OFFICE, HOUSE} for act in OFFICE_ACTS},
}
ON_MEMBERSHIP = {"org.choose_seats": {OFFICE, OWN, HOUSE}, "org.withdraw_choice": {OFFICE, OWN, HOUSE}}
ON_BODY = {"org.move_to_grassroots_unit": {OFFICE, STREET, HOUSE}}


@pytest.fixture
def row(house: House) -> Membership:
    made = member(house.education, "江一")
    services.seat_member(membership=made, body=house.economic, on=START, **ACT)
    services.move_to_grassroots_unit(people=[made.person], to=house.east, on=START, **ACT)
    return made


@pytest.fixture
def everybody(house: House, row: Membership) -> dict[str, Actor]:
    def plain(role: Role) -> Actor:
        return Actor(user_id=None, name="某人", hat=Hat(role))

    other = member(house.economy, "江二")
    return {
        OFFICE: plain(Role.OFFICE_CLERK), CHIEF: plain(Role.SECRETARY_GENERAL),
        LEADER: seat(Role.LEADER, of=lead("沈领", house.economic)),
        OTHER_LEADER: seat(Role.LEADER, of=lead("陶领", house.urban)),
        STREET: seat(Role.GRASSROOTS_CLERK, scope=house.east),
        OTHER_STREET: seat(Role.GRASSROOTS_CLERK, scope=house.west),
        COMMITTEE: seat(Role.COMMITTEE_CLERK, scope=house.economic),
        OWN: seat(Role.MEMBER, scope=row, of=row.person), MEMBER: seat(Role.MEMBER, scope=other, of=other.person),
        ASSIGNER: plain(Role.ASSIGNER), UNIT: plain(Role.UNIT_CLERK), ADMIN: plain(Role.SYS_ADMIN), HOUSE: SYSTEM,
    }  # fmt: skip


def test_the_table_holds_for_every_role(house: House, row: Membership, everybody: dict[str, Actor]) -> None:
    on = {
        **{act: (row.person, who) for act, who in ON_PERSON.items()},
        **{act: (row, who) for act, who in ON_MEMBERSHIP.items()},
        **{act: (house.east, who) for act, who in ON_BODY.items()},
    }

    found = {act: {who for who, actor in everybody.items() if may(act, actor, obj)} for act, (obj, _) in on.items()}

    assert found == {act: who for act, (_, who) in on.items()}


def test_no_permission_of_the_rolls_is_left_out_of_the_table() -> None:
    ours = {act for act in registered() if act.startswith("org.") and "setting" not in act and "config" not in act}
    ours -= {"org.print_rolls", "org.print_sealed_rolls"}  # their table stands with the rolls

    named = {*ON_PERSON, *ON_MEMBERSHIP, *ON_BODY}
    assert named <= ours
    assert {act for act in ours - named if "import" not in act} == set()
