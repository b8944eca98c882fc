"""Figures, trends and the month's bulletin: counted once, opening their lists only to whoever may read them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.opinion import charts, counting, cross_tables, measuring
from yizheng.opinion.bulletin import Bulletin
from yizheng.opinion.enums import OpinionState as S
from yizheng.opinion.enums import UpLevel
from yizheng.opinion.models import Opinion, OpinionAdoption, OpinionAuthor
from yizheng.opinion.trends import Line, Month, Trend
from yizheng.proposal.tests.factories import moment

from . import factories as make

MARCH = Month(2026, 3)


def adopted(opinion, level=UpLevel.SELF):
    """Record that a piece was adopted at a level."""
    return OpinionAdoption.objects.create(
        opinion=opinion, level=level, adopted_on=date(2026, 3, 14), recorded_by_name="方以诚"
    )


def whole_of(*parts):
    """Make a comprehensive piece of three others, as editors do."""
    whole = make.opinion(S.ISSUED, source="clerk")
    for part in parts:
        Opinion.objects.filter(pk=part.pk).update(state=S.MERGED, merged_into=whole)
    return whole


def test_received_is_the_sum_of_its_parts_and_no_whole_counts_twice(house):
    for state in S:
        make.opinion(state)
    parts = [make.opinion() for _ in range(3)]
    whole_of(*parts)

    found = counting.counts(Opinion.objects.all())

    assert found["received"] == len(S) - 1 + 3
    assert found["received"] == sum(found[each.code] for each in counting.PARTS)


def test_what_became_of_the_whole_became_of_each_part(house):
    parts = [make.opinion() for _ in range(3)]
    whole = whole_of(*parts)
    adopted(whole)
    adopted(whole, UpLevel.CITY)

    found = counting.counts(Opinion.objects.all())

    assert (found["adopted"], found["adopted_up"], found["adopted_city"], found["adopted_nation"]) == (3, 3, 3, 0)


def test_every_figure_opens_the_list_of_just_what_it_counts(house, browser):
    adopted(make.opinion(S.ISSUED, urgency="urgent"))
    make.opinion(S.REJECTED)
    make.opinion(S.ARCHIVED, reject_reason="old")
    make.opinion(S.SUBMITTED)
    page = browser(make.clerk())

    found = measuring.Year.read(2026, make.clerk())
    for each in counting.FIGURES:
        listed = page.get(measuring.list_url(year=2026, counted=each.code)).context["page"].paginator.count
        assert listed == found.found[each.code], each.code


def test_pieces_are_counted_by_every_source_kind(house):
    for by in make.everybody().values():
        make.opinion(by=by)

    rows = cross_tables.rows_of(Opinion.objects.all(), cross_tables.cut_by("source"))

    assert {row.label: row.found["received"] for row in rows} == {
        "委员": 1, "党派团体": 1, "专委会": 1, "界别": 1, "基层单位": 1, "信息员": 1,
    }  # fmt: skip


@pytest.mark.parametrize("cut", [cut.code for cut in cross_tables.CUTS])
def test_every_cut_can_be_drawn_and_counts_nothing_twice(house, browser, cut):
    for by in make.everybody().values():
        make.opinion(by=by)
    answer = browser(make.clerk()).get("/yunxi/opinions/figures/", {"year": 2026, "cut": cut})

    rows = cross_tables.rows_of(Opinion.objects.all(), cross_tables.cut_by(cut))
    assert answer.status_code == 200
    assert sum(row.found["received"] for row in rows) <= 6


def test_a_leader_sees_totals_that_open_nothing(house, browser):
    adopted(make.opinion(S.ISSUED))

    text = browser(make.leader()).get("/yunxi/opinions/figures/", {"year": 2026}).content.decode()

    assert "counted=" not in text
    assert make.TITLE not in text


@pytest.mark.parametrize("page", ["figures", "trend", "bulletin"])
def test_members_and_units_see_no_figures(house, browser, page):
    for actor in (make.as_member(make.member()), make.unit()[1]):
        assert browser(actor).get(f"/yunxi/opinions/{page}/").status_code == 403
    assert Client().get(f"/yunxi/opinions/{page}/").status_code == 302


def test_a_topic_rises_when_it_is_spoken_of_half_as_much_again(house):
    assert Line("充电桩", (0,) * 8 + (2, 2, 2, 3)).rises
    assert not Line("充电桩", (0,) * 8 + (2, 2, 3, 3)).rises
    assert not Line("充电桩", (0,) * 11 + (2,)).rises


def test_the_paragraph_says_what_the_table_says(house):
    for day in (3, 4, 5):
        make.opinion(submitted_at=moment(12).replace(day=day), category="城乡建设", topic="充电桩")
    make.opinion(submitted_at=moment(12).replace(month=2), category="城乡建设", topic="充电桩")

    found = Trend.read(Opinion.objects.all(), MARCH)

    assert (found.total.now, found.categories[0].numbers[-2:]) == (3, (1, 3))
    assert found.said() == [
        "2026年3月收到社情民意信息3篇，比上月多2篇。",
        "较多的是城乡建设3篇。",
        "明显增多的是充电桩3篇（前三个月平均0.3篇）、城乡建设3篇（前三个月平均0.3篇）。",
    ]


def test_whoever_sees_totals_only_reads_no_topic(house, browser):
    for _ in range(3):
        make.opinion(topic="鹊桥闸口")

    assert "鹊桥闸口" in browser(make.clerk()).get("/yunxi/opinions/trend/?month=2026-03").content.decode()
    assert "鹊桥闸口" not in browser(make.leader()).get("/yunxi/opinions/trend/?month=2026-03").content.decode()


def test_a_month_without_pieces_says_so(house):
    assert Trend.read(Opinion.objects.all(), MARCH).said() == ["2026年3月没有收到社情民意信息。"]


def test_drafts_and_what_is_quarantined_are_in_no_trend_of_a_leader(house):
    make.opinion(S.DRAFT)
    held = make.opinion(S.ISSUED)
    quarantine.quarantine(subject=held, by=make.as_role(Role.SECURITY_ADMIN), reason="疑似涉密", at=moment(15))

    assert Trend.read(measuring.measured(make.leader()), MARCH).total.now == 0


def test_the_bulletin_counts_by_author_in_the_order_of_the_roll(house):
    party = make.party_clerk()
    adopted(make.opinion(S.ISSUED, by=party))
    make.opinion(by=party, submitted_at=moment(12).replace(month=2))
    first = make.opinion()

    found = Bulletin.read(Opinion.objects.all(), MARCH)

    groups = {group.code: group.lines for group in found.groups}
    (line,) = groups["party"]
    assert (line.month_sent, line.month_adopted, line.year_sent, line.year_adopted) == (1, 1, 2, 1)
    (member,) = groups["member"]
    assert member.name == OpinionAuthor.objects.get(opinion=first).name
    assert (found.sent, found.adopted) == (2, 1)


@pytest.mark.parametrize("page", ["figures", "trend", "bulletin"])
def test_a_page_asks_the_same_number_of_questions_for_one_piece_and_for_many(house, browser, page):
    counts = []
    visitor = browser(make.clerk())
    for more in (1, 4):
        for _ in range(more):
            adopted(make.opinion(S.ISSUED))
        visitor.get(f"/yunxi/opinions/{page}/")
        with CaptureQueriesContext(connection) as captured:
            visitor.get(f"/yunxi/opinions/{page}/")
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("code", ["opinion-figures", "opinion-trend", "opinion-bulletin"])
@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_the_papers_are_drawn(house, browser, code, format_):
    adopted(make.opinion(S.ISSUED))

    answer = browser(make.clerk()).get(f"/yunxi/papers/{code}.{format_}", {"year": 2026, "month": "2026-03"})

    assert answer.status_code == 200


def test_columns_stand_by_the_greatest_number_and_nothing_has_no_height():
    chart = charts.column_chart("收到", [("1月", 0), ("2月", 5), ("3月", 10)], "篇")

    assert [each.height for each in chart.columns] == [0, 60, 120]
    assert chart.words == "收到：1月0篇，2月5篇，3月10篇"
    assert charts.column_chart("收到", [], "篇").columns == ()


def test_a_month_of_the_address_is_never_in_the_future():
    today = date(2026, 3, 16)

    assert [Month.asked(text, today).key for text in ("2026-02", "2027-01", "x", "2026-13")] == [
        "2026-02", "2026-03", "2026-03", "2026-03",
    ]  # fmt: skip
    assert Month(2026, 1).shifted(-1) == Month(2025, 12)


def test_the_trend_draws_twelve_months_by_their_numbers(house, browser):
    for day in (3, 4, 5):
        make.opinion(submitted_at=moment(12).replace(day=day))
    make.opinion(submitted_at=moment(12).replace(month=2))

    answer = browser(make.clerk()).get("/yunxi/opinions/trend/", {"month": "2026-03"})

    chart = answer.context["chart"]
    assert [each.number for each in chart.columns] == [0] * 10 + [1, 3]
    assert chart.words in answer.content.decode()
