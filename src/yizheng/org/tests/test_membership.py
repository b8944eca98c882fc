"""Memberships from nomination to the end of the term; edge cases 3 and 11 of handbook 18.3."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, Level
from yizheng.org import queries, services
from yizheng.org.enums import MembershipRole, MembershipState, PostKind
from yizheng.org.models import Decision, GrassrootsMembership, Membership, Seat
from yizheng.org.queries import share_of_year

from .house import ACT, START, TODAY, House, chairs, lead, member, nominee, nothing_changes, person, standing

S = MembershipState


def acts(row: Membership) -> list[str]:
    return [entry.act for entry in ledger.history("membership", row.pk)]


def test_a_nominee_takes_office_by_a_decision(house: House) -> None:
    row = nominee(house.education, "江一")

    active = services.activate(membership=row, ruling=standing(), on=TODAY, **ACT)

    assert (active.state, active.joined_on, str(active.join_decision)) == (
        S.ACTIVE, TODAY, "五届三次常委会议（2026年11月22日）",
    )  # fmt: skip
    assert acts(row) == ["propose_member", "activate"]


def test_a_whole_list_takes_office_in_one_act_with_a_row_each(house: House) -> None:
    rows = [nominee(house.education) for _ in range(3)]

    services.activate_list(term=house.term, ruling=standing(), on=TODAY, **ACT)

    entries = LedgerEntry.objects.filter(act="activate")
    assert {entry.object_id for entry in entries} == {row.pk for row in rows}
    assert len({entry.act_id for entry in entries}) == 1
    assert Decision.objects.count() == 1


def test_a_list_over_the_quota_is_refused_whole(house: House) -> None:
    house.term.member_quota = 1
    house.term.save(update_fields=["member_quota"])
    nominee(house.education), nominee(house.education)

    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.activate_list(term=house.term, ruling=standing(), on=TODAY, **ACT)

    assert refusal.value.message == "第五届名额1名，已有0名在任，再加2名就超了，请核对。"


def test_nobody_is_nominated_twice_in_a_term(house: House) -> None:
    row = nominee(house.education, "江一")

    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.propose_member(person=row.person, sector=house.economy, joined_on=TODAY, **ACT)

    assert refusal.value.message == "江一在第五届已经有委员资格记录，不能再提一次。"


@pytest.mark.parametrize(
    ("leave", "state"),
    [
        (services.resign, S.RESIGNED),
        (services.transfer, S.TRANSFERRED),
    ],
)
def test_who_leaves_keeps_their_history_and_their_seats_end(leave: Any, state: str, house: House) -> None:
    row = member(house.education, "江一")
    seat = services.seat_member(membership=row, body=house.economic, on=START, **ACT)
    services.move_to_grassroots_unit(people=[row.person], to=house.east, on=START, **ACT)
    services.appoint_convener(sector=house.education, membership=row, on=START, **ACT)
    services.appoint(person=row.person, post=PostKind.VICE_CHAIRPERSON, rank=3, valid_from=START, **ACT)
    yesterday = TODAY - timedelta(days=1)

    left = leave(membership=row, ruling=standing(), on=TODAY, **ACT)

    assert (left.state, left.left_on) == (state, TODAY)
    assert list(queries.members_of(house.term, yesterday)) == [row]
    assert list(queries.members_of(house.term, TODAY)) == []
    assert list(queries.roster_of(house.economic, yesterday)) == [seat]
    assert not queries.roster_of(house.economic, TODAY).exists()
    assert not queries.grassroots_of(house.east, TODAY).exists()
    assert not queries.conveners_of(house.term, TODAY).exists()
    assert queries.holders_of(PostKind.VICE_CHAIRPERSON, TODAY) == []


def test_who_joins_in_june_and_leaves_in_october_has_their_share_of_the_year(house: House) -> None:
    row = member(house.education, on=date(2026, 6, 1))
    left = services.resign(membership=row, ruling=standing(on=date(2026, 10, 9)), on=date(2026, 10, 10), **ACT)

    assert share_of_year(left, 2026) == Decimal("0.3589")  # 131 of 365 days
    assert share_of_year(left, 2025) == Decimal("0.0000")
    assert share_of_year(left, 2027) == Decimal("0.0000")
    assert list(queries.members_of(house.term, date(2026, 9, 1))) == [row]


def test_days_of_rest_leave_the_denominator(house: House) -> None:
    row = member(house.education)
    first, last = date(2026, 3, 1), date(2026, 4, 1)
    services.suspend(membership=row, ruling=chairs(first), on=first, reason="接受调查", **ACT)
    services.reinstate(membership=row, on=last, **ACT)
    row.refresh_from_db()

    assert share_of_year(row, 2026) == Decimal("0.9151")  # 334 of 365 days
    assert list(queries.members_of(house.term, date(2026, 3, 15))) == []
    assert list(queries.members_of(house.term, last)) == [row]


@pytest.mark.parametrize(
    ("whole", "present", "in_favour", "code"),
    [(45, 40, 22, "no_majority"), (44, 40, 22, "no_majority"), (None, 40, 30, "no_counts"), (45, 30, 31, "miscounted")],
)
def test_a_removal_needs_more_than_half_of_all(
    whole: int | None, present: int, in_favour: int, code: str, house: House
) -> None:
    row = member(house.education)
    ruling = standing(whole=whole, present=present, in_favour=in_favour)

    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.remove(membership=row, ruling=ruling, on=TODAY, reason="违反章程", **ACT)

    assert refusal.value.code == code


def test_a_removal_with_the_majority_of_all_is_recorded(house: House) -> None:
    row = member(house.education)

    gone = services.remove(
        membership=row, ruling=standing(whole=45, present=40, in_favour=23), on=TODAY, reason="违反章程", **ACT
    )

    assert gone.state == S.REMOVED
    assert gone.leave_decision is not None
    assert (gone.leave_decision.whole, gone.leave_decision.in_favour) == (45, 23)


def test_only_the_standing_committee_accepts_a_resignation(house: House) -> None:
    row = member(house.education)

    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.resign(membership=row, ruling=chairs(), on=TODAY, **ACT)

    assert refusal.value.message == "这件事要由常委会议决定，请核对。"


def test_closing_a_term_lets_each_membership_expire_with_its_own_row(house: House) -> None:
    rows = [member(house.education) for _ in range(3)]
    services.suspend(membership=rows[2], ruling=chairs(), on=TODAY, reason="接受调查", **ACT)
    services.seat_member(membership=rows[0], body=house.economic, on=START, **ACT)
    hidden = nominee(house.education)

    services.close_term(term=house.term, on=TODAY, basis="六届一次会议召开", **ACT)

    entries = LedgerEntry.objects.filter(act__in=("expire", "close_term"))
    assert entries.count() == 4
    assert len({entry.act_id for entry in entries}) == 1
    assert set(Membership.objects.filter(pk__in=[r.pk for r in rows]).values_list("state", flat=True)) == {S.EXPIRED}
    hidden.refresh_from_db()
    assert hidden.state == S.PROPOSED
    assert queries.members_of(house.term, TODAY).count() == 2
    assert not queries.members_of(house.term, TODAY + timedelta(days=1)).exists()
    assert not Seat.objects.held(TODAY + timedelta(days=1)).exists()


def test_a_closed_term_cannot_be_closed_or_changed_again(house: House) -> None:
    row, other = nominee(house.education), person()
    services.close_term(term=house.term, on=TODAY, basis="", **ACT)
    house.economy.refresh_from_db()
    house.term.refresh_from_db()

    for refused in (
        lambda: services.close_term(term=house.term, on=TODAY, basis="", **ACT),
        lambda: services.activate(membership=row, ruling=standing(), on=TODAY, **ACT),
        lambda: services.open_session(term=house.term, ordinal=9, opens=TODAY, closes=TODAY, **ACT),
        lambda: services.propose_member(person=other, sector=house.economy, joined_on=TODAY, **ACT),
    ):
        with nothing_changes(), pytest.raises(Refused):
            refused()


def test_a_new_term_sets_up_the_sectors_of_the_dictionary_in_its_order(house: House) -> None:
    services.close_term(term=house.term, on=date(2026, 11, 20), basis="", **ACT)

    sixth = services.open_term(ordinal=6, start_date=date(2026, 11, 21), with_sectors=True, **ACT)

    names = list(sixth.sectors.order_by("order").values_list("name", flat=True))
    assert len(names) == 32
    assert names.index("台联") < names.index("侨联")
    assert names.index("环境资源") < names.index("少数民族")
    assert "共青团和青联" in names


def test_a_session_is_counted_within_its_term(house: House) -> None:
    session = services.open_session(
        term=house.term, ordinal=1, opens=date(2022, 1, 12), closes=date(2022, 1, 15), **ACT
    )

    assert session.label == "五届一次会议"
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.open_session(term=house.term, ordinal=1, opens=date(2023, 1, 1), closes=date(2023, 1, 3), **ACT)
    assert refusal.value.message == "第五届已经有这一次会议了，请核对次数。"


def test_a_guest_from_a_higher_committee_is_listed_and_never_counted(house: House) -> None:
    guest = services.invite_superior_member(
        person=person("上官云"), term=house.term, level=Level.PROVINCE, joined_on=START, **ACT
    )

    assert list(queries.superior_members(TODAY)) == [guest]
    assert not queries.members_of(house.term, TODAY).exists()
    assert share_of_year(guest, 2026) == Decimal("0.0000")
    assert queries.composition(house.term, TODAY).total == 0
    with nothing_changes(), pytest.raises(Refused):
        services.seat_member(membership=guest, body=house.economic, on=TODAY, **ACT)


def test_a_leader_in_charge_expands_to_the_person_of_the_day(house: House) -> None:
    first = lead("沈若水", house.economic)
    services.end_charge(person=first, body=house.economic, on=date(2024, 6, 1), **ACT)
    second = lead("陶清和", house.economic)

    assert queries.leaders_in_charge_of(house.economic, date(2024, 5, 31)) == [first, second]
    assert queries.leaders_in_charge_of(house.economic, date(2024, 6, 1)) == [second]


def test_a_post_expands_to_those_who_hold_it_on_the_day(house: House) -> None:
    old, new = person("梁旧"), person("梁新")
    holding = services.appoint(person=old, post=PostKind.CHAIRPERSON, rank=1, valid_from=START, **ACT)
    with nothing_changes(), pytest.raises(Refused):
        services.appoint(person=new, post=PostKind.CHAIRPERSON, rank=1, valid_from=TODAY, **ACT)

    services.end_post(holding=holding, on=date(2024, 6, 1), **ACT)
    services.appoint(person=new, post=PostKind.CHAIRPERSON, rank=1, valid_from=date(2024, 6, 1), **ACT)

    assert queries.holders_of(PostKind.CHAIRPERSON, date(2024, 5, 31)) == [old]
    assert queries.holders_of(PostKind.CHAIRPERSON, date(2024, 6, 1)) == [new]


def test_moving_to_another_street_keeps_where_one_was(house: House) -> None:
    row = member(house.education)
    services.move_to_grassroots_unit(people=[row.person], to=house.east, on=START, **ACT)

    services.move_to_grassroots_unit(people=[row.person], to=house.west, on=date(2024, 6, 1), **ACT)

    assert queries.unit_of(row.person, date(2024, 5, 31)) == [house.east]
    assert queries.unit_of(row.person, date(2024, 6, 1)) == [house.west]
    assert GrassrootsMembership.objects.count() == 2
    with nothing_changes(), pytest.raises(Refused):
        services.move_to_grassroots_unit(people=[row.person], to=house.west, on=TODAY, **ACT)


def test_composition_is_counted_from_sealed_fields(house: House) -> None:
    member(house.education, gender="f", affiliation="民盟盟员", ethnicity="回族")
    member(house.education, gender="m", affiliation="中共党员", ethnicity="汉族")
    member(house.economy, gender="f", affiliation="群众")
    known = member(house.economy)
    earlier = services.open_term(ordinal=4, start_date=date(2017, 1, 1), end_date=date(2022, 1, 1), **ACT)
    Membership.objects.create(
        person=known.person, term=earlier, sector=services.make_sector(term=earlier, name="经济", **ACT),
        state=S.EXPIRED, joined_on=date(2017, 1, 1), left_on=date(2022, 1, 2),
    )  # fmt: skip
    nominee(house.economy, gender="f", affiliation="民盟")

    made = queries.composition(house.term, TODAY)

    assert made == queries.Composition(
        total=4, newly=3, again=1, ccp=1, non_ccp=2, parties=0, women=2, minorities=1, unknown=1
    )


def test_quota_stands_beside_what_is_filled(house: House) -> None:
    member(house.education)
    nominee(house.education)

    fills = queries.quota_and_filled(house.term, TODAY)

    assert [(fill.sector.name, fill.quota, fill.filled, fill.vacant) for fill in fills] == [
        ("教育", 10, 1, 9), ("经济", 12, 0, 12),
    ]  # fmt: skip


def test_a_member_changes_sector_and_convenes_the_old_one_no_longer(house: House) -> None:
    row = member(house.education)
    services.appoint_convener(sector=house.education, membership=row, on=START, **ACT)

    moved = services.change_sector(membership=row, sector=house.economy, on=TODAY, **ACT)

    assert moved.sector == house.economy
    assert not queries.conveners_of(house.term, TODAY).exists()
    with nothing_changes(), pytest.raises(Refused):
        services.change_sector(membership=moved, sector=house.economy, on=TODAY, **ACT)


def test_a_standing_member_counts_in_the_base_of_majorities(house: House) -> None:
    member(house.education, role=MembershipRole.STANDING_MEMBER)
    row = member(house.education)
    services.change_role(membership=row, role=MembershipRole.STANDING_MEMBER, **ACT)

    assert queries.standing_members(house.term, TODAY).count() == 2


def test_a_clerk_of_a_body_cannot_remove_a_member(house: House) -> None:
    row = member(house.education)
    clerk = Actor(user_id=None, name="许岚", hat=Hat("committee_clerk"))

    with nothing_changes(), pytest.raises(PermissionDenied):
        services.record_death(membership=row, on=TODAY, by=clerk, at=ACT["at"])
