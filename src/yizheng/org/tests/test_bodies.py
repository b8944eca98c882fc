"""Bodies, seats, grassroots units: names that change, bodies that split, choices; edge cases 4 and F017, F020."""

from __future__ import annotations

from datetime import date

import pytest

from yizheng.kernel import subjects
from yizheng.kernel.errors import Refused
from yizheng.org import queries, services
from yizheng.org.configuration import get
from yizheng.org.enums import BodyKind, SeatState
from yizheng.org.models import BodyAlias, Seat, Setting

from .house import ACT, START, TODAY, House, body, member, nominee, nothing_changes, seat

SPLIT = date(2024, 7, 1)


def test_a_joint_body_is_named_before_the_split_and_both_heirs_after(house: House) -> None:
    joint = body("提案和委员工作委员会", "提案和委员工委")
    proposals, affairs = body("提案委员会", "提案委"), body("委员工作委员会", "委员工委")
    row = member(house.education)
    services.seat_member(membership=row, body=joint, on=START, **ACT)

    services.split_body(body=joint, into=[proposals, affairs], on=SPLIT, **ACT)

    assert queries.bodies_called("提案和委员工委", date(2024, 1, 15)) == [joint]
    assert queries.bodies_called("提案和委员工委", SPLIT) == [proposals, affairs]
    assert queries.bodies_called("提案委", SPLIT) == [proposals]
    assert not queries.roster_of(joint, SPLIT).exists()


def test_a_split_into_one_is_refused(house: House) -> None:
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.split_body(body=house.economic, into=[house.urban], on=TODAY, **ACT)

    assert refusal.value.message == "分设要选定两个以上的新机构。"


def test_one_alias_may_name_two_bodies_from_a_day(house: House) -> None:
    services.share_alias(text="经科和城建委", bodies=[house.economic, house.urban], valid_from=SPLIT, **ACT)

    assert queries.bodies_called("经科和城建委", SPLIT) == [house.economic, house.urban]
    assert queries.bodies_called("经科和城建委", date(2024, 6, 30)) == []


def test_a_renamed_body_is_found_by_its_old_name_until_that_day(house: House) -> None:
    renamed = services.rename_body(body=house.economic, full_name="经济委员会", short_name="经济委", on=SPLIT, **ACT)

    assert queries.bodies_called("经科委", date(2024, 1, 1)) == [renamed]
    assert queries.bodies_called("经科委", SPLIT) == []
    assert queries.bodies_called("经济委", SPLIT) == [renamed]
    assert {alias.text for alias in BodyAlias.objects.filter(body=renamed)} == {"经济科技委员会", "经科委"}


def test_a_name_in_use_is_refused(house: House) -> None:
    for refused in (
        lambda: services.rename_body(
            body=house.economic, full_name="城市建设委员会", short_name="城建", on=TODAY, **ACT
        ),
        lambda: body("经济科技委员会", "新经科委"),
        lambda: services.rename_body(
            body=house.economic, full_name="经济科技委员会", short_name="经科委", on=TODAY, **ACT
        ),
    ):
        with nothing_changes(), pytest.raises(Refused):
            refused()


def test_a_closed_body_keeps_its_roster_of_earlier_days(house: House) -> None:
    row = member(house.education)
    held = services.seat_member(membership=row, body=house.economic, on=START, **ACT)

    services.close_body(body=house.economic, on=SPLIT, reason="机构调整", **ACT)

    assert list(queries.roster_of(house.economic, date(2024, 6, 30))) == [held]
    assert not queries.roster_of(house.economic, SPLIT).exists()
    assert house.economic not in queries.bodies_in_force(SPLIT)
    with nothing_changes(), pytest.raises(Refused):
        services.close_body(body=house.economic, on=SPLIT, **ACT)


def test_a_liaison_office_founded_mid_term_takes_members_with_a_date(house: House) -> None:
    rows = [member(house.education) for _ in range(2)]
    office = services.found_body(
        kind=BodyKind.LIAISON_OFFICE, full_name="政协溪山湖联络处", short_name="溪山湖联络处", valid_from=SPLIT, **ACT
    )

    with nothing_changes(), pytest.raises(Refused):
        services.move_to_grassroots_unit(people=[rows[0].person], to=office, on=date(2024, 6, 30), **ACT)
    services.move_to_grassroots_unit(people=[row.person for row in rows], to=office, on=SPLIT, **ACT)

    assert [stay.person for stay in queries.grassroots_of(office, SPLIT)] == [row.person for row in rows]
    assert not queries.grassroots_of(office, date(2024, 6, 30)).exists()


def test_a_second_choice_is_kept_and_counted_in_both_rosters(house: House) -> None:
    row = member(house.education)
    chosen = services.choose_seats(membership=row, bodies=[house.economic, house.urban], **ACT)
    assert not queries.roster_of(house.economic, TODAY).exists()

    for each in chosen:
        services.approve_seat(seat=each, on=TODAY, **ACT)

    assert [each.choice_order for each in chosen] == [1, 2]
    for one in (house.economic, house.urban):
        assert [held.membership for held in queries.roster_of(one, TODAY)] == [row]


def test_a_new_choice_replaces_the_one_that_waits(house: House) -> None:
    row = member(house.education)
    services.choose_seats(membership=row, bodies=[house.economic], **ACT)

    services.choose_seats(membership=row, bodies=[house.urban, house.economic], **ACT)

    states = list(Seat.objects.order_by("id").values_list("body__short_name", "state", "choice_order"))
    assert states == [("经科委", "withdrawn", 1), ("城建委", "chosen", 1), ("经科委", "chosen", 2)]


def test_a_declined_choice_gives_the_reason(house: House) -> None:
    [chosen] = services.choose_seats(membership=member(house.education), bodies=[house.economic], **ACT)

    with nothing_changes(), pytest.raises(Refused):
        services.decline_seat(seat=chosen, reason=" ", **ACT)
    declined = services.decline_seat(seat=chosen, reason="名额已满", **ACT)

    assert declined.state == SeatState.DECLINED
    assert not queries.roster_of(house.economic, TODAY).exists()


def test_more_choices_than_allowed_are_refused(house: House) -> None:
    row = member(house.education)
    services.seat_member(membership=row, body=house.social, on=START, **ACT)

    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.choose_seats(membership=row, bodies=[house.economic, house.urban], **ACT)

    assert refusal.value.message == "每位委员最多参加2个专委会，现在已有1个，请减少所选的专委会。"


@pytest.mark.parametrize(("name", "value"), [("org.multi_seat_allowed", False), ("org.max_seats_per_member", 1)])
def test_the_office_may_allow_one_seat_only(name: str, value: object, house: House) -> None:
    Setting.objects.create(key=get(name).name, value=value, valid_from=START)
    row = member(house.education)

    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.choose_seats(membership=row, bodies=[house.economic, house.urban], **ACT)

    assert refusal.value.message == "每位委员最多参加1个专委会，请减少所选的专委会。"


def test_a_nominee_and_a_street_are_no_choice(house: House) -> None:
    for membership, wish in ((nominee(house.education), house.economic), (member(house.education), house.east)):
        with nothing_changes(), pytest.raises(Refused):
            services.choose_seats(membership=membership, bodies=[wish], **ACT)


def test_a_choice_waits_on_the_desk_of_the_office(house: House) -> None:
    [chosen] = services.choose_seats(membership=member(house.education), bodies=[house.economic], **ACT)

    owed = list(subjects.of(chosen).owed(chosen))
    done = services.approve_seat(seat=chosen, on=TODAY, by=seat(), at=ACT["at"])

    assert [(each.act, each.role) for each in owed] == [("approve_seat", "office_clerk")]
    assert list(subjects.of(done).owed(done)) == []
