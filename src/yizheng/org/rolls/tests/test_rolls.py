"""Rolls as they are printed. All names are invented."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.kernel import tenancy
from yizheng.kernel.papers import Cards, Group
from yizheng.org.enums import BodyKind, MembershipRole, UnitCategory
from yizheng.org.models import (
    Body,
    GrassrootsMembership,
    Membership,
    OrgUnit,
    PastSector,
    Person,
    ReadingLog,
    Seat,
    Sector,
    SectorConvener,
    Term,
)
from yizheng.org.papers import GROUPS
from yizheng.org.rolls import bodies, contacts, members
from yizheng.org.strokes import stroke_key
from yizheng.plan.tests.factories import CommitteeFactory, moment, seat

FROM = date(2024, 1, 1)


@pytest.fixture
def house(db, monkeypatch):
    standing = moment(22)
    monkeypatch.setattr(timezone, "now", lambda: standing)
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        yield committee


@pytest.fixture
def term(house):
    return Term.objects.create(ordinal=3, start_date=FROM)


@pytest.fixture
def sectors(term):
    return [
        Sector.objects.create(term=term, name=name, order=order, quota=3)
        for order, name in enumerate(("中共", "经济"), start=1)
    ]


@pytest.fixture
def clerk(house):
    return seat(Role.OFFICE_CLERK)


def member(sector, name, role=MembershipRole.MEMBER, **person):
    made = Person.objects.create(name=name, sort_key=name, stroke_key=stroke_key(name), **person)
    return Membership.objects.create(person=made, term=sector.term, sector=sector, role=role, joined_on=FROM)


def lines(table):
    return [row.title if isinstance(row, Group) else row for row in table.rows]


def test_the_roll_stands_by_sector_then_by_strokes_and_annotates_women_and_peoples(clerk, sectors):
    member(sectors[1], "魏启", employer="云溪纺织公司", title="经理")
    member(sectors[1], "丁兰", gender="f", ethnicity="回族")
    member(sectors[0], "何书", gender="f", ethnicity="汉族")
    member(sectors[0], "王珂", ethnicity="苗族")

    assert lines(members.by_sector(clerk, {})) == [
        "中共（2人）",
        ("1", "王珂", "（苗族）", ""),
        ("2", "何书", "（女）", ""),
        "经济（2人）",
        ("1", "丁兰", "（女，回族）", ""),
        ("2", "魏启", "", "云溪纺织公司经理"),
    ]
    assert sorted(ReadingLog.objects.values_list("person__name", "purpose")) == sorted(
        (name, "roll") for name in ("丁兰", "王珂", "何书", "魏启")
    )


CHANGED = date(2025, 3, 1)
LAST_DAY = {"on": "2025-02-28"}


def moved(sectors, name):
    """Make a member who was of the first sector until the change."""
    row = member(sectors[1], name)
    PastSector.objects.create(membership=row, sector=sectors[0], valid_from=FROM, valid_to=CHANGED)
    return row


def test_a_roll_of_an_earlier_day_shows_the_sectors_of_that_day(clerk, sectors):
    moved(sectors, "魏启")
    member(sectors[1], "丁兰")
    joined = member(sectors[0], "王珂")
    Membership.objects.filter(pk=joined.pk).update(joined_on=CHANGED)

    then = members.by_sector(clerk, LAST_DAY)

    assert lines(then) == ["中共（1人）", ("1", "魏启", "", ""), "经济（1人）", ("1", "丁兰", "", "")]
    assert then.subtitle == "共2人，截至2025年2月28日"
    assert lines(members.by_sector(clerk, {"on": "2025-03-01"})) == lines(members.by_sector(clerk, {}))
    assert lines(members.by_sector(clerk, {}))[0] == "中共（1人）"
    assert [row[2] for row in lines(members.quota(clerk, LAST_DAY))] == ["1", "1", "2"]
    assert [row[2] for row in lines(members.quota(clerk, {}))] == ["1", "2", "3"]


def test_rosters_of_an_earlier_day_name_the_sectors_of_that_day(clerk, sectors):
    row = moved(sectors, "丁兰")
    body = Body.objects.create(
        kind=BodyKind.SPECIAL_COMMITTEE, full_name="经济委员会", short_name="经济委", valid_from=FROM
    )
    Seat.objects.create(membership=row, body=body, valid_from=FROM)
    place = Body.objects.create(
        kind=BodyKind.LIAISON_OFFICE, full_name="北街联络处", short_name="北街", valid_from=FROM
    )
    GrassrootsMembership.objects.create(body=place, person=row.person, membership=row, valid_from=FROM)

    named = [[lines(roster(clerk, on))[1][2] for on in (LAST_DAY, {})] for roster in (bodies.seats, bodies.grassroots)]

    assert named == [["中共", "经济"], ["中共", "经济"]]


@pytest.mark.parametrize("day", ["2026-11-23", "昨天"])
def test_a_roll_of_a_day_that_cannot_be_is_not_drawn(day, clerk, sectors):
    member(sectors[0], "丁兰")

    answer = browser(clerk).get("/yunxi/papers/roll-by-sector.xlsx", {"on": day})

    assert answer.status_code == 404
    assert ReadingLog.objects.count() == 0


def test_the_page_of_an_earlier_day_offers_what_is_kept_with_its_days(clerk, sectors):
    page = browser(clerk).get("/yunxi/org/rolls/", {"on": "2025-02-28"}).content.decode()

    kept = ("roll-by-sector", "roll-quota", "roll-seats", "roll-conveners", "roll-grassroots")
    assert re.findall(r'"/yunxi/papers/([^"]+)"', page) == [
        f"{code}.{kind}?on=2025-02-28" for code in kept for kind in ("docx", "xlsx", "pdf")
    ]


def test_the_page_refuses_a_day_to_come(clerk, sectors):
    page = browser(clerk).get("/yunxi/org/rolls/", {"on": "2026-11-23"}).content.decode()

    assert "这一天还没有到，请选今天或以前的日期。" in page
    assert "/yunxi/papers/roll-by-sector.xlsx" in page
    assert ".xlsx?on=" not in page


def test_a_day_before_the_first_term_has_no_rolls(clerk, sectors):
    page = browser(clerk).get("/yunxi/org/rolls/", {"on": "2023-12-31"}).content.decode()

    assert "这一天没有名册" in page


def test_two_characters_are_padded_in_print_only(clerk, sectors):
    table = members.by_sector(clerk, {})

    assert [column.title for column in table.columns if column.pad_names] == ["姓名"]


def test_the_standing_committee_stands_by_strokes_alone(clerk, sectors):
    member(sectors[0], "魏启", MembershipRole.STANDING_MEMBER)
    member(sectors[1], "丁兰", MembershipRole.STANDING_MEMBER)
    member(sectors[1], "王珂")

    assert [row[1] for row in members.standing(clerk, {}).rows] == ["丁兰", "魏启"]


def test_the_makeup_gives_counts_shares_and_n_of_m(clerk, sectors):
    member(sectors[0], "丁兰", gender="f", affiliation="中共", birth_date="1991-11-23", ethnicity="回族")
    member(sectors[0], "王珂", gender="m", affiliation="民盟", birth_date="1991-11-22")
    member(sectors[1], "魏启", gender="m", affiliation="中共")

    assert lines(members.makeup(clerk, {})) == [
        "政治面貌",
        ("中共", "2", "66.7%", "2/3"),
        ("民盟", "1", "33.3%", "1/3"),
        "性别",
        ("男", "2", "66.7%", "2/3"),
        ("女", "1", "33.3%", "1/3"),
        "年龄",
        ("35岁及以下", "2", "66.7%", "2/3"),
        ("未填", "1", "33.3%", "1/3"),
        "民族",
        ("少数民族", "1", "33.3%", "1/3"),
        ("未填", "2", "66.7%", "2/3"),
    ]


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("1991-11-22", "35岁及以下"),
        ("1990-11-23", "35岁及以下"),
        ("1990-11-22", "36至45岁"),
        ("1950-01-01", "61岁及以上"),
    ],
)
def test_an_age_is_full_years_on_the_day(born, band):
    assert members.age_band(born, date(2026, 11, 22)) == band


def test_quota_beside_filled_with_the_sum(clerk, sectors):
    member(sectors[0], "丁兰")

    assert lines(members.quota(clerk, {})) == [
        ("中共", "3", "1", "2"),
        ("经济", "3", "0", "3"),
        ("合计", "6", "1", "5"),
    ]


def test_seats_stand_by_duty_then_strokes(clerk, sectors):
    body = Body.objects.create(
        kind=BodyKind.SPECIAL_COMMITTEE, full_name="经济委员会", short_name="经济委", valid_from=FROM
    )
    for name, duty in (("丁兰", "委员"), ("魏启", "主任"), ("王珂", "委员")):
        Seat.objects.create(membership=member(sectors[0], name), body=body, duty=duty, valid_from=FROM)

    assert lines(bodies.seats(clerk, {})) == [
        "经济委员会（3人）",
        ("主任", "魏启", "中共", ""),
        ("委员", "丁兰", "中共", ""),
        ("委员", "王珂", "中共", ""),
    ]


def test_conveners_grassroots_and_units(clerk, sectors):
    row = member(sectors[1], "丁兰")
    SectorConvener.objects.create(sector=sectors[1], membership=row, valid_from=FROM)
    place = Body.objects.create(
        kind=BodyKind.LIAISON_OFFICE, full_name="北街联络处", short_name="北街", valid_from=FROM
    )
    GrassrootsMembership.objects.create(body=place, person=row.person, membership=row, valid_from=FROM)
    OrgUnit.objects.create(name="区教育局", category=UnitCategory.GOVERNMENT, order=2, valid_from=FROM)
    OrgUnit.objects.create(name="区委宣传部", category=UnitCategory.PARTY, order=9, valid_from=FROM)
    OrgUnit.objects.create(name="区财政局", category=UnitCategory.GOVERNMENT, order=1, valid_from=FROM)

    assert lines(bodies.conveners(clerk, {})) == [("经济", "召集人", "丁兰", "")]
    assert lines(bodies.grassroots(clerk, {})) == ["北街联络处（1人）", ("成员", "丁兰", "经济", "")]
    assert lines(bodies.units(clerk, {})) == [
        "党委部门（1个）",
        ("1", "区委宣传部"),
        "政府部门（2个）",
        ("1", "区财政局"),
        ("2", "区教育局"),
    ]


def test_the_address_book_says_more_the_more_confidential_it_is(clerk, sectors):
    member(sectors[0], "丁兰", employer="云溪中学", title="校长", phone="13800001234")

    assert lines(contacts.public_book(clerk, {})) == ["中共", ("丁兰",)]
    assert lines(contacts.internal_book(clerk, {})) == ["中共", ("丁兰", "云溪中学校长")]
    assert ReadingLog.objects.count() == 0
    assert lines(contacts.confidential_book(clerk, {})) == ["中共", ("丁兰", "云溪中学校长", "13800001234")]
    assert list(ReadingLog.objects.values_list("field_names", "reader_name")) == [(["phone"], clerk.name)]


def test_desk_cards_stand_in_the_order_of_the_roll(clerk, sectors):
    member(sectors[1], "丁兰")
    member(sectors[0], "魏启")

    assert contacts.member_cards(clerk, {}) == Cards("第三届委员桌签", ("魏启", "丁兰"))


def browser(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_the_page_lists_every_paper_and_names_that_cannot_be_ordered(clerk, sectors):
    member(sectors[0], "孟㛃")

    page = browser(clerk).get("/yunxi/org/rolls/").content.decode()

    assert all(paper.label in page for _, papers in GROUPS for paper in papers)
    assert "孟㛃" in page


def test_a_special_committees_clerk_prints_no_sealed_roll(house, term):
    client = browser(seat(Role.COMMITTEE_CLERK))

    page = client.get("/yunxi/org/rolls/").content.decode()

    assert "各界别名额和在任人数" in page
    assert "委员构成表" not in page
    assert client.get("/yunxi/papers/roll-makeup.xlsx").status_code == 403
    assert ReadingLog.objects.count() == 0


def test_a_member_prints_no_rolls(house, term):
    assert browser(seat(Role.MEMBER)).get("/yunxi/org/rolls/").status_code == 403


def test_without_a_term_the_page_says_what_to_do(clerk):
    assert "还没有开启一届" in browser(clerk).get("/yunxi/org/rolls/").content.decode()


@pytest.mark.parametrize("paper", [paper for _, papers in GROUPS for paper in papers], ids=lambda paper: paper.code)
def test_every_paper_is_drawn_in_every_format(clerk, sectors, paper):
    member(sectors[0], "丁兰", MembershipRole.STANDING_MEMBER)
    client = browser(clerk)

    answers = [client.get(f"/yunxi/papers/{paper.code}.{kind}").status_code for kind in paper.formats]

    assert answers == [200] * len(paper.formats)


def test_a_roll_asks_as_often_for_three_members_as_for_one(clerk, sectors):
    counts = []
    for names in (("丁兰",), ("王珂", "魏启")):
        for name in names:
            moved(sectors, name)
        with CaptureQueriesContext(connection) as queries:
            members.by_sector(clerk, LAST_DAY)
        counts.append(len(queries))

    assert counts[0] == counts[1]
