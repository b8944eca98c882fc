"""Units that merge and change their names; parties in order; societies whose term of office ends (F027)."""

from __future__ import annotations

from datetime import date

import pytest

from yizheng.kernel import subjects
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org import queries, services
from yizheng.org.configuration import get
from yizheng.org.daily import warn_of_term_ends
from yizheng.org.enums import AssociationKind, ParticipatingKind, UnitCategory
from yizheng.org.models import Association, OrgUnit, ParticipatingBody, Setting, UnitAlias
from yizheng.org.phones import bare_phone

from .house import ACT, AT, START, TODAY, House, member, nominee, nothing_changes, person

MERGED = date(2024, 3, 1)


def unit(name: str, *aliases: str) -> OrgUnit:
    return services.found_unit(name=name, category=UnitCategory.GOVERNMENT, valid_from=START, aliases=aliases, **ACT)


def test_a_merger_keeps_every_row_and_its_names_lead_to_the_heir(house: House) -> None:
    planning, land, heir = unit("区规划局", "规划局"), unit("区国土局", "国土局"), unit("区自然资源局")
    services.add_unit_contact(unit=land, name="何联", duty="联络员", phone="0512-6800 1234", valid_from=START, **ACT)

    services.merge_units(units=[planning, land], into=heir, on=MERGED, **ACT)

    for old in (planning, land):
        old.refresh_from_db()
        assert (old.merged_into, old.valid_to) == (heir, MERGED)
    assert list(queries.units_in_force(MERGED)) == [heir]
    assert list(queries.units_in_force(date(2024, 2, 29))) == [planning, land, heir]
    names = set(heir.aliases.filter(valid_from=MERGED).values_list("text", flat=True))
    assert names == {"区规划局", "规划局", "区国土局", "国土局"}
    assert land.contacts.get().valid_to == MERGED
    entries = LedgerEntry.objects.filter(act__in=("merge_unit", "take_over_units"))
    assert entries.count() == 3
    assert len({entry.act_id for entry in entries}) == 1


def test_a_merged_unit_cannot_be_changed_again(house: House) -> None:
    old, heir = unit("区规划局"), unit("区自然资源局")
    services.merge_units(units=[old], into=heir, on=MERGED, **ACT)

    for refused in (
        lambda: services.rename_unit(unit=old, name="新规划局", on=TODAY, **ACT),
        lambda: services.merge_units(units=[old], into=heir, on=TODAY, **ACT),
        lambda: services.merge_units(units=[heir], into=heir, on=TODAY, **ACT),
        lambda: services.close_unit(unit=old, on=TODAY, **ACT),
    ):
        with nothing_changes(), pytest.raises(Refused):
            refused()


def test_a_renamed_unit_keeps_its_former_names_with_their_dates(house: House) -> None:
    row = unit("区环保局")
    services.rename_unit(unit=row, name="区生态环境局", on=MERGED, **ACT)
    services.rename_unit(unit=row, name="区环境局", on=TODAY, **ACT)

    former = UnitAlias.objects.filter(unit=row, is_former=True).order_by("id")
    assert [(each.text, each.valid_from, each.valid_to) for each in former] == [
        ("区环保局", START, MERGED), ("区生态环境局", MERGED, TODAY),
    ]  # fmt: skip


def test_a_contact_is_kept_with_a_bare_number(house: House) -> None:
    row = unit("区环保局")

    contact = services.add_unit_contact(
        unit=row, name="何联", duty="提案联络员", phone="（0512）6800-1234", valid_from=START, **ACT
    )

    assert contact.phone == "051268001234"
    with nothing_changes(), pytest.raises(Refused) as refusal:
        services.add_unit_contact(unit=row, name="何联", duty="联络员", phone="请转接", valid_from=START, **ACT)
    assert refusal.value.message == "电话号码看不明白，请只填数字，如 13800001234 或 0512-68001234。"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0000 1234", "13800001234"),
        ("＋８６１３８００００１２３４", "13800001234"),
        ("", ""),
        ("68001234", "68001234"),
    ],
)
def test_a_number_is_found_however_it_was_typed(typed: str, kept: str) -> None:
    assert bare_phone(typed) == kept


def test_persons_sharing_a_phone_are_found(house: House) -> None:
    one, two = person("甘一", phone="138-0000-1234"), person("甘二", phone="13800001234")
    person("甘三", phone="13800005678")

    assert list(queries.sharing_phone("138 0000 1234")) == sorted([one, two], key=lambda each: each.sort_key)
    assert list(queries.sharing_phone("13800001234", but=one)) == [two]
    assert list(queries.sharing_phone("")) == []


def test_the_ledger_never_holds_what_is_sealed(house: House) -> None:
    row = person("江一", phone="13811112222", ethnicity="满族")
    services.correct_person(person=row, address="东溪街道五号", **ACT)

    written = str(list(LedgerEntry.objects.values_list("fields", flat=True)))

    for sealed in ("13811112222", "满族", "东溪街道五号"):
        assert sealed not in written
    assert "address" in written


def test_parties_stand_in_their_order_and_once(house: House) -> None:
    for order, name in ((2, "民盟"), (1, "民革")):
        services.register_participating_body(
            name=name, short_name=name, kind=ParticipatingKind.PARTY, order=order, valid_from=START, **ACT
        )

    assert [row.name for row in ParticipatingBody.objects.order_by("order")] == ["民革", "民盟"]
    with nothing_changes(), pytest.raises(Refused):
        services.register_participating_body(
            name="民盟", short_name="民盟", kind=ParticipatingKind.PARTY, valid_from=START, **ACT
        )


def society(ends_on: date) -> Association:
    return services.found_association(
        name=f"研究会{ends_on}", kind=AssociationKind.RESEARCH, founded_on=START, ends_on=ends_on, **ACT
    )


def test_a_society_is_warned_of_once_and_the_office_owes_its_election(house: House) -> None:
    soon, late = society(date(2027, 5, 1)), society(date(2028, 1, 1))

    assert warn_of_term_ends(on=TODAY, at=AT) == 1
    assert warn_of_term_ends(on=TODAY, at=AT) == 0

    soon.refresh_from_db(), late.refresh_from_db()
    assert [(each.act, each.due_on) for each in subjects.of(soon).owed(soon)] == [("record_election", date(2027, 5, 1))]
    assert list(subjects.of(late).owed(late)) == []


def test_an_election_begins_a_new_term_of_office_and_ends_the_reminder(house: House) -> None:
    club, head = society(date(2027, 1, 1)), member(house.education).person
    warn_of_term_ends(on=TODAY, at=AT)

    election = services.record_election(
        association=club, held_on=TODAY, ends_on=date(2031, 12, 31), head=head, due=40, present=36, **ACT
    )

    club.refresh_from_db()
    assert (club.ends_on, club.warned_on, election.ordinal) == (date(2031, 12, 31), None, 1)
    assert list(subjects.of(club).owed(club)) == []
    with nothing_changes(), pytest.raises(Refused):
        services.record_election(association=club, held_on=TODAY, ends_on=date(2031, 12, 31), due=40, present=41, **ACT)


def test_the_months_of_warning_are_the_offices_choice(house: House) -> None:
    society(date(2027, 11, 1))
    assert not queries.associations_ending(TODAY).exists()

    Setting.objects.create(key=get("org.association_warning_months").name, value=12, valid_from=START)

    assert queries.associations_ending(TODAY).count() == 1


def test_a_nominee_is_no_name_that_a_plan_can_mean(house: House) -> None:
    nominee(house.education, "秘而不宣")
    member(house.education, "公之于众")

    names = {each.name for each in queries.name_candidates(TODAY) if each.kind == "person"}

    assert names == {"公之于众"}
