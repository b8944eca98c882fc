"""Who held which post, and what a body was called, on a date."""

from datetime import date

import pytest

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.org import queries
from yizheng.org.enums import BodyKind, MembershipState, PostKind
from yizheng.org.models import (
    Body,
    BodyAlias,
    Membership,
    OrgUnit,
    Oversight,
    Person,
    PostHolding,
    Sector,
    Term,
    UnitAlias,
)
from yizheng.org.names import sort_key
from yizheng.org.resolving import resolve

pytestmark = pytest.mark.django_db
START, CHANGE = date(2024, 1, 10), date(2026, 2, 20)
BEFORE, AFTER = date(2026, 2, 19), date(2026, 2, 20)


@pytest.fixture
def scoped():
    committee = Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")
    with tenancy.scope(committee):
        yield committee


def person(name):
    return Person.objects.create(name=name, sort_key=sort_key(name))


def holding(name, post, rank, valid_from=START, valid_to=None):
    return PostHolding.objects.create(
        person=person(name), post=post, rank=rank, valid_from=valid_from, valid_to=valid_to
    ).person


def body(full_name, short_name, *aliases, valid_from=START, valid_to=None, order=1, kind=BodyKind.SPECIAL_COMMITTEE):
    made = Body.objects.create(
        kind=kind, full_name=full_name, short_name=short_name, order=order, valid_from=valid_from, valid_to=valid_to
    )
    for text in aliases:
        BodyAlias.objects.create(body=made, text=text, valid_from=valid_from, valid_to=valid_to)
    return made


def split_bodies():
    """The joint body, and the two it was split into on the day of the change (handbook 18.3 case 4)."""
    joint = body("提案和委员工作委员会", "提案和委员工委", "提案委", "委员工委", valid_to=CHANGE)
    proposals = body("提案委员会", "提案委", "提案和委员工委", valid_from=CHANGE, order=2)
    members = body("委员工作委员会", "委员工委", "提案和委员工委", valid_from=CHANGE, order=3)
    return joint, proposals, members


def test_an_alias_names_the_joint_body_before_the_change_and_two_bodies_after(scoped):
    joint, proposals, members = split_bodies()

    assert queries.bodies_called("提案和委员工委", BEFORE) == [joint]
    assert queries.bodies_called("提案和委员工委", AFTER) == [proposals, members]
    assert queries.bodies_called("提案委", BEFORE) == [joint]
    assert queries.bodies_called("提案委", AFTER) == [proposals]
    assert queries.bodies_called("城建委", AFTER) == []


def test_bodies_in_force_stand_in_official_order_by_kind(scoped):
    joint, proposals, members = split_bodies()
    office = body("办公室", "办公室", kind=BodyKind.OFFICE, order=0)

    assert list(queries.bodies_in_force(BEFORE)) == [office, joint]
    assert list(queries.bodies_in_force(AFTER)) == [office, proposals, members]
    assert list(queries.bodies_in_force(AFTER, BodyKind.OFFICE)) == [office]


def test_holders_of_a_post_stand_in_official_rank_on_the_date(scoped):
    second = holding("安然", PostKind.VICE_CHAIRPERSON, 3)
    first = holding("周倩", PostKind.VICE_CHAIRPERSON, 2)
    left = holding("曾敏", PostKind.VICE_CHAIRPERSON, 4, valid_to=CHANGE)
    came = holding("单雯", PostKind.VICE_CHAIRPERSON, 5, valid_from=CHANGE)
    holding("任远", PostKind.CHAIRPERSON, 1)

    assert queries.holders_of(PostKind.VICE_CHAIRPERSON, BEFORE) == [first, second, left]
    assert queries.holders_of(PostKind.VICE_CHAIRPERSON, AFTER) == [first, second, came]
    assert [post.person.name for post in queries.leaders(AFTER)] == ["任远", "周倩", "安然", "单雯"]


def test_the_leader_in_charge_changes_with_the_date(scoped):
    economy = body("经济科技委员会", "经科委")
    before = holding("周倩", PostKind.VICE_CHAIRPERSON, 2)
    after = holding("安然", PostKind.VICE_CHAIRPERSON, 3)
    Oversight.objects.create(body=economy, person=before, valid_from=START, valid_to=CHANGE)
    Oversight.objects.create(body=economy, person=after, valid_from=CHANGE)

    assert queries.leaders_in_charge_of(economy, BEFORE) == [before]
    assert queries.leaders_in_charge_of(economy, AFTER) == [after]


def test_the_current_term_is_the_one_the_date_lies_in(scoped):
    fourth = Term.objects.create(ordinal=4, start_date=date(2019, 1, 8), end_date=date(2024, 1, 9))
    fifth = Term.objects.create(ordinal=5, start_date=START)

    assert queries.current_term(date(2024, 1, 9)) == fourth
    assert queries.current_term(START) == fifth
    assert queries.current_term(date(2040, 1, 1)) == fifth
    assert queries.current_term(date(2018, 1, 1)) is None


def test_members_of_a_term_are_those_in_office_on_the_date(scoped):
    term = Term.objects.create(ordinal=5, start_date=START)
    second, first = (Sector.objects.create(term=term, name=n, order=o) for n, o in (("教育", 2), ("中共", 1)))

    def member(name, sector, **changed):
        return Membership.objects.create(
            person=person(name), term=term, sector=sector, **{"joined_on": START, **changed}
        )

    teacher, chair = member("安然", second), member("周倩", first)
    left = member("曾敏", first, left_on=CHANGE)
    member("单雯", first, state=MembershipState.PROPOSED)

    assert list(queries.members_of(term, BEFORE)) == [left, chair, teacher]
    assert list(queries.members_of(term, AFTER)) == [chair, teacher]


def test_a_unit_that_was_closed_is_no_longer_in_force(scoped):
    open_unit = OrgUnit.objects.create(name="区教育局", category="government", valid_from=START)
    OrgUnit.objects.create(name="区旅游局", category="government", valid_from=START, valid_to=CHANGE)

    assert list(queries.units_in_force(AFTER)) == [open_unit]


def test_nothing_of_another_committee_is_found(scoped):
    neighbour = Committee.objects.create(full_name="政协邻区委员会", short_name="邻区政协", slug="lin")
    with tenancy.scope(neighbour):
        body("提案委员会", "提案委")
        holding("周倩", PostKind.CHAIRPERSON, 1)
        Term.objects.create(ordinal=5, start_date=START)

    assert queries.bodies_called("提案委", AFTER) == []
    assert queries.leaders(AFTER) == []
    assert queries.current_term(AFTER) is None


def understood(text, on, *departments):
    return resolve(text, queries.name_candidates(on), on=on, departments=departments)


def read(text, on, *departments):
    return understood(text, on, *departments).targets


def test_names_in_a_plan_are_read_from_what_stood_on_the_day(scoped):
    joint, proposals, members = split_bodies()
    chair = holding("任远", PostKind.CHAIRPERSON, 1)
    vice = holding("尹嵩", PostKind.VICE_CHAIRPERSON, 2)
    Oversight.objects.create(body=proposals, person=vice, valid_from=CHANGE)
    unit_of_street = OrgUnit.objects.create(name="松泉街道", category="street", valid_from=START)
    UnitAlias.objects.create(unit=unit_of_street, text="松泉街道办事处", valid_from=START)
    grassroots = body("政协松泉街道工作委员会", "松泉街道政协工委", kind=BodyKind.GRASSROOTS_UNIT)

    assert [t.id for t in read("提案和委员工委", BEFORE)] == [joint.pk]
    assert [t.id for t in read("提案和委员工委", AFTER)] == [proposals.pk, members.pk]
    assert [t.id for t in read("各专委会", AFTER)] == [proposals.pk, members.pk]
    assert [t.id for t in read("主  席", AFTER)] == [chair.pk]
    assert [t.id for t in read("尹　嵩", AFTER)] == [vice.pk]
    assert [t.id for t in read("分管主席", AFTER, understood("提案委", AFTER))] == [vice.pk]
    assert [(t.kind, t.id) for t in read("各街道政协工委", AFTER)] == [("body", grassroots.pk)]
    assert [(t.kind, t.id) for t in read("各街道工委", AFTER)] == [("unit", unit_of_street.pk)]
    assert [(t.kind, t.id) for t in read("松泉街道办事处", AFTER)] == [("unit", unit_of_street.pk)]


def test_reading_all_names_asks_the_same_few_questions_for_any_number(scoped, django_assert_num_queries):
    split_bodies()
    holding("任远", PostKind.CHAIRPERSON, 1)

    with django_assert_num_queries(7):
        queries.name_candidates(AFTER)


def test_what_ended_long_ago_is_no_longer_meant_by_any_name(scoped):
    body("工业委员会", "工业委", valid_from=date(2003, 1, 1), valid_to=date(2012, 1, 1))
    recent, *_ = split_bodies()

    assert next(one.id for one in queries.name_candidates(AFTER)) == recent.pk
    assert "工业委员会" not in [one.name for one in queries.name_candidates(AFTER)]
