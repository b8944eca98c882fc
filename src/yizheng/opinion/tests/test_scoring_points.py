"""Points: written in the act that earns them, shared to the hundredth, counted by the rule of the year (6.4; F079)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.opinion import points
from yizheng.opinion.authorship import PUBLIC
from yizheng.opinion.enums import AdoptionKind, AuthorRole, OpinionState, PointEvent, SourceKind, UpLevel
from yizheng.opinion.models import OpinionAuthor, PointEntry
from yizheng.opinion.services import adopting, scoring
from yizheng.opinion.services.scoring import shares_of
from yizheng.org.models import Setting

from . import factories as make

S, E = OpinionState, PointEvent
TODAY = date(2026, 3, 16)
POINTS = "/yunxi/settings/opinion.scoring.points/"


def award(piece, event, at=None):
    return scoring.award(opinion=piece, event=event, by=SYSTEM, at=at or make.moment())


def adopted_by(piece, level, organ="市政协"):
    adopted = adopting.Adopted(level, AdoptionKind.SINGLE, date(2026, 3, 16), organ, "2026年第3期")
    return adopting.record(opinion=piece, adopted=adopted, by=make.clerk(), at=make.moment())


def totals(year=2026):
    rule = points.rule_of(year, TODAY)
    return {each.author.name: each.total for each in points.by_author(points.entries_of_year(year), rule)}


@pytest.mark.parametrize(
    ("given", "authors", "percent", "shares"),
    [
        ("5", 1, 60, ["5"]), ("5", 2, 60, ["3.00", "2.00"]), ("10", 4, 60, ["6.00", "1.34", "1.33", "1.33"]),
        ("5", 4, 60, ["3.00", "0.67", "0.67", "0.66"]), ("1", 8, 60, ["0.60", *["0.06"] * 5, "0.05", "0.05"]),
        ("0.01", 3, 60, ["0.01", "0.00", "0.00"]), ("40", 3, 0, ["0.00", "20.00", "20.00"]),
    ],
)  # fmt: skip
def test_shares_add_up_to_the_hundredth(given, authors, percent, shares):
    found = shares_of(Decimal(given), authors, percent)

    assert found == [Decimal(each) for each in shares]
    assert sum(found) == Decimal(given)


def test_a_merged_piece_brings_the_main_author_sixty_and_the_others_forty_percent(house):
    piece = make.opinion(S.APPROVED)
    for _ in range(3):
        make.co_author(piece)

    award(piece, E.ADOPTED_CITY)

    rows = PointEntry.objects.order_by("id").values_list("points", "share_percent")
    assert [str(points_) for points_, _ in rows] == ["6.00", "1.34", "1.33", "1.33"]
    assert [percent for _, percent in rows] == [60, 13, 13, 13]


def test_who_wrote_two_parts_has_one_share(house):
    owner = make.member()
    piece = make.opinion(S.APPROVED, by=owner)
    make.co_author(piece, owner, part=make.opinion(S.MERGED, by=owner))
    make.co_author(piece)

    award(piece, E.ADOPTED_SELF)

    assert [str(row.points) for row in PointEntry.objects.order_by("id")] == ["3.00", "2.00"]


def test_the_public_takes_no_share_of_a_piece_it_was_merged_into(house):
    piece = make.opinion(S.APPROVED, by=make.member("林书远"))
    OpinionAuthor.objects.create(opinion=piece, order=2, role=AuthorRole.CO, name=PUBLIC)

    award(piece, E.ADOPTED_SELF)

    assert totals() == {"林书远": Decimal("5.00")}


def test_the_points_page_says_what_each_author_is_in_as_many_statements_for_three_as_for_one(browser):
    page, taken = browser(make.clerk()), []
    page.get("/yunxi/opinion-points/", {"year": 2026})
    for number in (1, 2):
        for _ in range(number):
            body_clerk = make.committee_clerk(make.BodyFactory())
            award(make.opinion(S.ISSUED, by=body_clerk, source_kind=SourceKind.SOLICITED), E.ADOPTED_SELF)
        with CaptureQueriesContext(connection) as seen:
            shown = page.get("/yunxi/opinion-points/", {"year": 2026}).content.decode()
        taken.append(len(seen))

    assert taken[0] == taken[1]
    assert "专委会" in shown
    assert "约稿" not in shown.split("<table")[1]


def test_an_event_earns_once_but_each_instruction_counts(house):
    piece = make.opinion(S.ISSUED)

    assert [len(award(piece, E.ADOPTED_SELF)) for _ in range(2)] == [1, 0]
    assert [len(award(piece, E.INSTRUCTED_DISTRICT)) for _ in range(2)] == [1, 1]
    assert LedgerEntry.objects.filter(act="award_points").count() == 3


def test_only_the_highest_adoption_counts_and_instructions_are_added(house):
    piece = make.opinion(S.ISSUED, by=make.member("林书远"))
    for event in (E.SUBMITTED, E.ADOPTED_SELF, E.ADOPTED_CITY, E.INSTRUCTED_DISTRICT):
        award(piece, event)

    assert totals() == {"林书远": Decimal("16.00")}
    Setting.objects.create(key="opinion.scoring.cumulative", value=True, valid_from=date(2026, 1, 1))
    assert totals() == {"林书远": Decimal("21.00")}


def test_submitted_points_are_capped_a_year_and_an_author(house):
    owner = make.member("林书远")
    for _ in range(7):
        award(make.opinion(S.SUBMITTED, by=owner), E.SUBMITTED)

    (found,) = points.by_author(points.entries_of_year(2026), points.rule_of(2026, TODAY))

    assert (found.total, [row.why for row in found.rows]) == (Decimal("5.00"), ["", *[""] * 4, *["报送分已到上限"] * 2])


def test_a_changed_key_changes_no_row_that_was_earned(house):
    piece = make.opinion(S.ISSUED)
    award(piece, E.ADOPTED_SELF)

    Setting.objects.create(key="opinion.scoring.points", value=["adopted_self=8"], valid_from=date(2026, 1, 1))
    award(make.opinion(S.ISSUED), E.ADOPTED_SELF)

    assert [str(row.points) for row in PointEntry.objects.order_by("id")] == ["5.00", "8.00"]


def test_the_settings_name_the_events_and_keep_their_codes(browser):
    client = browser(make.as_role(Role.SYS_ADMIN))
    shown = client.get(POINTS).content.decode()
    assert "市级采用：10" in client.get("/yunxi/settings/").content.decode()

    typed = "报送： 1\r\n市级采用:１２.5\r\nadopted_nation=40"
    done = client.post(POINTS, {"value": typed, "valid_from": "2026-03-16"})

    assert "报送：1\n本级采用：5\n市级采用：10" in shown
    assert "=10" not in shown
    assert (done.status_code, Setting.objects.get().value) == (
        302, ["submitted=1", "adopted_city=12.5", "adopted_nation=40"],
    )  # fmt: skip
    assert "报送：1、市级采用：12.5、全国采用：40" in client.get(POINTS).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("市级采纳：10", "“市级采纳：10”看不懂。请写成“本级采用：5”的样子"),
        ("市级采用", "“市级采用”看不懂。请写成“本级采用：5”的样子"),
        ("市级采用：十", "“市级采用”的分数要写成0到10000之间的数"),
        ("市级采用：10001", "“市级采用”的分数要写成0到10000之间的数"),
        ("市级采用：10\n市级采用：12", "“市级采用”写了两行，请只留一行。"),
        ("市级采用：10\n市级采用：10", "“市级采用：10”写了两次，请去掉一个。"),
    ],
)
def test_a_wrong_line_of_points_is_named_as_it_was_typed(browser, typed, said):
    answer = browser(make.as_role(Role.SYS_ADMIN)).post(POINTS, {"value": typed, "valid_from": "2026-03-16"})

    assert said in answer.content.decode()
    assert f">\n{typed}</textarea>" in answer.content.decode().replace("\r", "")
    assert (Setting.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_adoption_above_brings_points_and_a_solicited_piece_more(house):
    plain, asked = make.opinion(S.ISSUED), make.opinion(S.ISSUED, call=make.call())

    adopted_by(plain, UpLevel.CITY)
    adopted_by(asked, UpLevel.PROVINCE)

    rows = PointEntry.objects.order_by("id").values_list("opinion", "event", "points")
    assert list(rows) == [
        (plain.pk, "adopted_city", Decimal("10.00")), (asked.pk, "adopted_province", Decimal("20.00")),
        (asked.pk, "solicited", Decimal("5.00")),
    ]  # fmt: skip


def test_copied_work_loses_its_points_and_its_author_is_warned(house):
    owner = make.member("林书远")
    piece = make.opinion(S.ISSUED, by=owner)
    award(piece, E.SUBMITTED)
    award(piece, E.ADOPTED_SELF)

    scoring.void(opinion=piece, reason="与网络文章雷同", by=make.clerk(), at=make.moment())

    assert totals() == {"林书远": Decimal("0.00")}
    told = Notice.objects.filter(recipient_id=owner.person.user_id, receipt__message__text__contains="积分作废")
    assert told.count() == 1
    assert LedgerEntry.objects.get(act="void_opinion_points").reason == "与网络文章雷同"


@pytest.mark.parametrize("by", [make.secretary_general, make.leader, lambda: make.as_member(make.member())])
def test_only_the_information_office_voids_points(house, by):
    piece = make.opinion(S.ISSUED)
    award(piece, E.ADOPTED_SELF)

    with pytest.raises(PermissionDenied):
        scoring.void(opinion=piece, reason="重复", by=by(), at=make.moment())

    assert PointEntry.objects.get().is_void is False


def test_an_author_reads_the_own_points_and_nobody_elses(browser):
    one, other = make.member("林书远"), make.member("许知行")
    for owner in (one, other):
        award(make.opinion(S.ISSUED, by=owner), E.ADOPTED_SELF)
    author = PointEntry.objects.get(author__name="许知行").author
    client = browser(make.as_member(one))

    own = client.get("/yunxi/opinion-points/own/").content.decode()

    assert "5.00" in own
    assert "许知行" not in own
    assert client.get("/yunxi/opinion-points/").status_code == 403
    assert client.get(f"/yunxi/opinion-points/{author.public_id}/").status_code == 403


def test_the_office_drills_from_an_author_to_the_rows_and_the_rule(browser):
    piece = make.opinion(S.ISSUED, by=make.member("林书远"))
    award(piece, E.ADOPTED_SELF)
    award(piece, E.ADOPTED_CITY)
    client = browser(make.clerk())

    listed = client.get("/yunxi/opinion-points/").content.decode()
    rows = client.get(f"/yunxi/opinion-points/{piece.authors.get().public_id}/").content.decode()

    assert "林书远" in listed
    assert "10.00" in listed
    for word in ("市级采用", "只计最高一级", "报送分每年最多5分"):
        assert word in rows
