"""Means beside the own figures: of the sector and of all, as of when, never a place (office-practice 24)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.duty import averages, reckoned
from yizheng.duty.enums import DutyKind as K
from yizheng.meeting.tests import factories as meeting_make
from yizheng.proposal.tests import factories as make

from .test_sheets import AT, full_year, record


def words_of(client):
    page = client.get("/yunxi/duty/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def sectors(house):
    """Three members of one sector, two of another: the first of each did a full year."""
    one = [make.member() for _ in range(3)]
    sector = meeting_make.SectorFactory(term=one[0].term)
    other = [meeting_make.MemberFactory(sector=sector) for _ in range(2)]
    for seat in (one[0], other[0]):
        full_year(seat)
    return one, other


def test_the_means_are_those_of_the_records(sectors):
    one, other = sectors

    means = averages.read(2026, at=AT)

    totals = reckoned.tallies(2026)
    assert means.everybody.members == 5
    assert means.everybody.mean("{}，{}", ("proposals", "activities")) == "0.8，3.2"
    assert means.sectors[one[0].sector_id].mean("{}，{}", ("proposals", "activities")) == "0.7，2.7"
    assert means.everybody.total == reckoned.mean([totals[seat.pk].total for seat in (*one, *other)]) == 3200


def test_of_fewer_than_three_no_mean_is_told(sectors):
    one, other = sectors
    means = averages.read(2026, at=AT)

    assert list(means.beside(one[1])) == ["本界别平均", "全体平均"]
    assert list(means.beside(other[0])) == ["全体平均"]


def test_the_own_page_shows_the_means_with_the_minute_and_nobody_elses_figures(browser, sectors):
    one, other = sectors
    record(other[0], K.SPEECH_ORAL)

    words = words_of(browser(make.as_member(one[1])))

    assert "不排名次；平均数截至" in words
    assert "本界别平均" in words
    assert "积分 0 26.67 33" in words
    assert other[0].person.name not in words
    assert "名次" not in words.replace("不排名次", "")


def test_a_committee_of_two_has_no_means_on_the_page(browser):
    seat, other = make.member(), make.member()
    full_year(other)

    words = words_of(browser(make.as_member(seat)))

    assert "平均" not in words


def test_means_are_remembered_for_minutes_and_each_committee_has_its_own(sectors):
    first = averages.recent(2026, at=AT)
    full_year(sectors[0][1])

    assert averages.recent(2026, at=AT + timedelta(minutes=9)) is first
    later = averages.recent(2026, at=AT + timedelta(minutes=11))
    assert (later.at, later.everybody.mean("{}", ("proposals",))) == (AT + timedelta(minutes=11), "1.2")
    assert averages.recent(2025, at=AT).everybody.mean("{}", ("proposals",)) == "0.0"


def test_the_own_page_takes_as_many_statements_for_a_large_committee(browser, sectors):
    client, counts = browser(make.as_member(sectors[0][1])), []
    client.get("/yunxi/duty/")
    for _ in range(2):
        full_year(make.member())
        averages._remembered.clear()
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/yunxi/duty/").status_code == 200
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 35
