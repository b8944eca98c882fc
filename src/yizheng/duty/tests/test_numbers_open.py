"""Every number opens its list, and the list is what the number says (house promise)."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.duty import figures, listing, noticing
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.enums import ServiceKind
from yizheng.duty.listing import Asked
from yizheng.duty.models import DutyRecord
from yizheng.duty.services import visiting
from yizheng.duty.services.visiting import Visit, VisitForm
from yizheng.kernel.addresses import address
from yizheng.meeting.tests import factories as meeting_make
from yizheng.proposal.tests import factories as make

from .test_sheets import AT, full_year, office, record

WORDS = "请假|缺席|联名|采用|社会服务|受访"
LINK = re.compile(rf'<a[^>]*href="([^"]+)"[^>]*>\s*(?:<[^>]+>\s*)*(?:{WORDS})?([+-]?[0-9][0-9./%]*)')
HEAD = re.compile(r"<thead>(.*?)</thead>", re.S)
MOST_COLUMNS = 7


@pytest.fixture
def year(house):
    """Two sectors with deeds of every kind; one member left before the year, whose old record counts for nobody."""
    first, second = make.member(), make.member()
    other = meeting_make.MemberFactory(sector=meeting_make.SectorFactory(term=first.term))
    for seat in (first, second, other):
        full_year(seat)
    record(first, K.PLENARY, "absent", deed="meeting:1/2", quantity=300)
    record(first, K.PROPOSAL_FILED, "co")
    record(first, K.OPINION_SUBMITTED)
    record(first, K.OPINION_ADOPTED_CITY)
    record(second, K.TRAINING)
    record(second, K.SOCIAL_SERVICE, deed="sheet:a")
    record(other, K.SOCIAL_SERVICE, deed="sheet:a")
    record(second, K.RESEARCH, state="void")
    record(second, K.PLENARY, "leave_private", deed="meeting:1/3", quantity=200)
    record(second, K.HONOUR_CITY)
    DutyRecord.objects.filter(membership=other, kind=K.SOCIAL_SERVICE).update(service=ServiceKind.MEDIATION)
    visiting.visit(given=Visit(second.person, first, date(2026, 3, 2), VisitForm.CALL), by=office(), at=AT)
    return first, second, other


def numbers_of(page):
    return [(html.unescape(url), number) for url, number in LINK.findall(page.partition("<main")[2])]


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def test_what_a_list_names_is_counted_as_the_sums_count_it(year):
    done = noticing.deeds_in(2026)
    for seat in year:
        meetings = listing.rows_of(office(), Asked(2026, "meetings", member=seat)).order_by()
        assert listing.attended(meetings) == (done[seat.pk].came, done[seat.pk].due)
        for what in ("proposals", "co_signed", "opinions", "adopted", "activities", "services"):
            rows = listing.rows_of(office(), Asked(2026, what, member=seat))
            assert rows.count() == getattr(done[seat.pk], what), what
        assert listing.half_days(listing.rows_of(office(), Asked(2026, "leave", member=seat))) == done[seat.pk].leave
        assert listing.rows_of(office(), Asked(2026, "honours", member=seat)).count() == done[seat.pk].honours
        absent = listing.rows_of(office(), Asked(2026, "absent", member=seat))
        assert listing.half_days(absent) == done[seat.pk].absent
    for each in figures.by_sector(2026):
        sector = next(seat.sector for seat in year if seat.sector.name == each.name)
        assert listing.rows_of(office(), Asked(2026, "activities", sector=sector)).count() == each.deeds.activities


def test_each_number_of_the_statistics_opens_a_page_that_says_the_same_number(year, browser):
    client = browser(office())
    found = numbers_of(client.get("/yunxi/duty/statistics/").content.decode())

    assert len(found) > 20
    for url, number in found:
        answer = client.get(url)
        words = words_of(answer.content.decode())
        assert answer.status_code == 200, url
        assert re.search(rf"(?<![0-9]){number}(?![0-9])", words), (url, number)


def test_each_number_of_a_members_term_opens_its_records(year, browser):
    _, second, _ = year
    client = browser(office())
    page = client.get(address("duty:member", public_id=second.public_id)).content.decode()
    found = [(url, number) for url, number in numbers_of(page) if "what=" in url]

    assert [re.search("what=([a-z_]+)", url)[1] for url, _ in found] == [
        "meetings", "leave", "proposals", "activities", "services", "honours",
    ]  # fmt: skip
    for url, number in found:
        listed = client.get(url).content.decode()
        assert f"{second.person.name}2026年的" in listed
        assert number in words_of(listed), (url, number)
        assert 'data-label="委员"' not in listed


def test_each_sum_of_a_members_term_opens_the_records_of_all_its_years(year, browser):
    first, second, _ = year
    for seat in (first, second):
        record(seat, K.PROPOSAL_FILED, "lead", on=date(2025, 3, 2))
        record(seat, K.PROPOSAL_FILED, "co", on=date(2025, 3, 2))
        record(seat, K.PLENARY, "present", deed="meeting:1/9", quantity=300, on=date(2025, 3, 2))
    client = browser(office())
    page = client.get(address("duty:member", public_id=second.public_id)).content.decode()
    found = [(url, number) for url, number in numbers_of(page) if "span=term" in url]

    assert [(re.search("what=([a-z_]+)", url)[1], number) for url, number in found] == [
        ("meetings", "4/6"), ("leave", "2"), ("proposals", "3"), ("co_signed", "1"), ("activities", "9"),
        ("services", "1"), ("honours", "1"),
    ]  # fmt: skip
    for url, number in found:
        listed = client.get(url).content.decode()
        assert f"{second.person.name}本届（截至2026年）的" in listed
        assert number in words_of(listed), (url, number)
        if number.isdecimal() and "leave" not in url:
            assert listed.count('href="/yunxi/duty/records/') == int(number), url


def test_no_table_of_numbers_is_wider_than_a_desk(year, browser):
    first, *_ = year
    client, own = browser(office()), browser(make.as_member(first))
    pages = [client.get(address(name)) for name in ("duty:statistics", "duty:members", "duty:records")]
    pages += [client.get(address("duty:member", public_id=first.public_id)), own.get(address("duty:own"))]

    for page in pages:
        heads = HEAD.findall(page.content.decode())
        assert heads
        assert max(head.count("<th") for head in heads) <= MOST_COLUMNS


def test_ones_own_records_do_not_repeat_the_own_name(year, browser):
    first, *_ = year
    record(first, K.RESEARCH, state="claimed")
    page = browser(make.as_member(first)).get(address("duty:own")).content.decode()

    assert "等处理的记录" in page
    assert 'data-label="委员"' not in page
    assert first.person.name not in page.partition("<main")[2]


def test_a_sector_is_counted_with_what_its_own_members_did(year, browser):
    first, *_ = year
    page = browser(office()).get(listing.url_of(2026, what="absent", sector=first.sector.public_id)).content.decode()

    assert f"{first.sector.name}界别2026年的无故缺席" in page
    assert re.search(r"3\s*(?:<[^>]+>\s*)*个", page)
    assert "缺席" in page


def test_the_own_figures_open_the_own_records_and_nobody_elses(year, browser):
    first, _, other = year
    client = browser(make.as_member(first))
    found = numbers_of(client.get("/yunxi/duty/").content.decode())
    urls = [url for url, _ in found if "what=" in url]

    assert [re.search("what=([a-z]+)", url)[1] for url in urls] == ["meetings", "proposals", "opinions", "activities"]
    page = client.get("/yunxi/duty/?year=2026&what=opinions").content.decode()
    assert page.count('href="/yunxi/duty/records/') == 1
    assert other.person.name not in page
    assert "看全部记录" in page


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECTOR_CONVENER])
def test_the_list_of_records_is_not_for_members(year, browser, role):
    other = make.as_member(year[0]) if role == Role.MEMBER else make.as_role(role)

    assert browser(other).get(address("duty:records")).status_code == 403


@pytest.mark.parametrize("query", ["", "?what=nothing&kind=x&service=y&sector=z&member=0", "?page=99&year=99999"])
def test_whatever_an_address_asks_for_the_page_stands(year, browser, query):
    assert browser(office()).get(f"{address('duty:records')}{query}").status_code == 200


def test_the_list_takes_a_fixed_number_of_statements(year, browser):
    client, counts = browser(office()), []
    client.get(address("duty:records"))
    for _ in range(2):
        full_year(make.member())
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address("duty:records")).status_code == 200
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 16
