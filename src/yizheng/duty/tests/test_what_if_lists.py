"""Each number of a what-if opens the members it counts: as many, with the same sums, for whoever reads the what-if."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.duty.enums import DutyKind as K
from yizheng.duty.models import DutyRecord, SchemeVersion
from yizheng.duty.scoring.shipped import text_of
from yizheng.duty.services import schemes
from yizheng.kernel.addresses import address
from yizheng.meeting.tests import factories as meeting_make
from yizheng.proposal.tests import factories as make

from .test_numbers_open import numbers_of, words_of
from .test_sheets import AT, full_year, office, record


@pytest.fixture
def drafted(house):
    """Two sectors; under the draft the busy ones become excellent, a first proposal brings more."""
    data = text_of("default")
    data["bands"][0]["from"] = 80
    data["items"][2]["rates"]["proposal_filed"]["first"] = 20
    first, second = make.member(), make.member("齐明月")
    other = make.MemberFactory(sector=meeting_make.SectorFactory(term=first.term), person=make.person())
    full_year(first)
    full_year(other)
    record(second, K.INSTRUCTION)
    return schemes.draft(year=2026, data=data, by=office(), at=AT), (first, second, other)


def listed(page, draft):
    """Return the members on a list, each once."""
    return set(re.findall(rf"{draft.public_id}/what-if/members/([0-9a-f-]+)/", page))


def test_each_number_of_a_what_if_opens_the_members_it_counts(drafted, browser):
    draft, _ = drafted
    client = browser(office())
    page = client.get(f"{address('duty:what-if', public_id=draft.public_id)}?year=2026").content.decode()
    found = [(url, number) for url, number in numbers_of(page) if "/what-if/members/?" in url]

    asked = {re.search("(band|sector|make)=", url)[1] for url, _ in found}
    assert asked == {"band", "sector", "make"}
    assert len(found) > 12
    for url, number in found:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert re.search(rf"(?<![0-9]){re.escape(number)}(?![0-9])", words_of(answer.content.decode())), (url, number)
        if "band=" in url:
            assert len(listed(answer.content.decode(), draft)) == int(number), url


def test_the_list_of_a_sector_is_as_long_as_its_number_and_a_band_is_under_its_own_scheme(drafted, browser):
    draft, (first, second, other) = drafted
    client = browser(office())

    def ids(query):
        path = address("duty:what-if-members", public_id=draft.public_id)
        return listed(client.get(f"{path}?year=2026&{query}").content.decode(), draft)

    assert ids(f"sector={first.sector.name}") == {str(first.public_id), str(second.public_id)}
    assert ids("by=after&band=优秀") == {str(first.public_id), str(other.public_id)}
    assert ids("by=before&band=优秀") == set()
    assert ids("by=before&band=良好") == {str(first.public_id), str(other.public_id)}
    assert ids("make=quality&by=after") == {str(second.public_id)}
    assert ids("by=sideways&make=luck") == {str(seat.public_id) for seat in (first, second, other)}


def test_the_points_a_draft_would_give_stand_one_by_one(drafted, browser):
    draft, (first, *_) = drafted
    client = browser(office())
    page = client.get(f"{address('duty:what-if', public_id=draft.public_id)}?year=2026").content.decode()
    path = f"{address('duty:what-if-member', public_id=draft.public_id, member=first.public_id)}?year=2026"
    opened = dict(numbers_of(page))

    lines = client.get(path).content.decode()

    assert f"{opened[path]} 分" in words_of(lines)
    assert "首件20分" in lines
    assert lines.count('href="/yunxi/duty/records/') == DutyRecord.objects.filter(membership=first).count()


def test_beside_a_form_whose_numbers_are_not_saved_nothing_opens(drafted, browser):
    draft, _ = drafted
    page = browser(office()).get(address("duty:scheme", public_id=draft.public_id)).content.decode()

    assert "等次人数" in page
    assert "/what-if/members/" not in page


def test_the_lists_are_for_whoever_reads_the_what_if_and_of_that_year_only(drafted, browser):
    draft, (first, *_) = drafted
    before = SchemeVersion.objects.values().get()
    members = address("duty:what-if-members", public_id=draft.public_id)
    lines = address("duty:what-if-member", public_id=draft.public_id, member=first.public_id)
    own, client = browser(make.as_member(first)), browser(office())

    assert [own.get(path).status_code for path in (members, lines)] == [403, 403]
    assert client.get(address("duty:what-if-members", public_id=uuid4())).status_code == 404
    assert client.get(address("duty:what-if-member", public_id=draft.public_id, member=uuid4())).status_code == 404
    assert client.get(f"{lines}?year=2010").status_code == 404
    assert SchemeVersion.objects.values().get() == before


def test_the_lists_take_a_fixed_number_of_statements(drafted, browser):
    draft, (first, *_) = drafted
    client, counts = browser(office()), []
    paths = [
        address("duty:what-if-members", public_id=draft.public_id),
        address("duty:what-if-member", public_id=draft.public_id, member=first.public_id),
    ]
    client.get(paths[0])
    for _ in range(2):
        full_year(make.member())
        record(first, K.INSPECTION)
        with CaptureQueriesContext(connection) as caught:
            assert [client.get(f"{path}?year=2026").status_code for path in paths] == [200, 200]
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 36
