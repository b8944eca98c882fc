"""Which sector a member had on which day: changed, corrected, refused, read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.kernel import ledger
from yizheng.kernel.errors import Refused
from yizheng.org import queries, services
from yizheng.org.models import Membership, PastSector

from .conftest import Browser
from .house import ACT, START, TODAY, House, member, nominee, nothing_changes, seat, standing

FIRST, SECOND = date(2024, 6, 1), date(2025, 3, 1)
DAY = timedelta(days=1)


def change(row: Membership, to: Any, on: date) -> Membership:
    return services.change_sector(membership=row, sector=to, on=on, **ACT)


def past(row: Membership) -> list[tuple[str, date, date | None]]:
    rows = PastSector.objects.filter(membership=row).order_by("valid_from").select_related("sector")
    return [(str(each.sector), each.valid_from, each.valid_to) for each in rows]


def on_day(row: Membership, on: date) -> str:
    return str(queries.sectors_on(on).of(Membership.objects.select_related("sector").get(pk=row.pk)))


def test_each_change_keeps_the_sector_of_before_with_its_days(house: House) -> None:
    row = member(house.education, "江一")

    change(change(row, house.economy, FIRST), house.education, SECOND)

    assert past(row) == [("教育", START, FIRST), ("经济", FIRST, SECOND)]
    days = (START, FIRST - DAY, FIRST, SECOND - DAY, SECOND, TODAY)
    assert [on_day(row, on) for on in days] == ["教育", "教育", "经济", "经济", "教育", "教育"]
    assert [(entry.act, entry.fields) for entry in ledger.history("membership", row.pk)] == [
        ("change_sector", {"sector": house.economy.pk, "sector_since": "2024-06-01"}),
        ("change_sector", {"sector": house.education.pk, "sector_since": "2025-03-01"}),
    ]


def test_a_change_from_the_day_the_present_sector_began_corrects_it(house: House) -> None:
    wrong, moved = member(house.education), member(house.education)
    third = services.make_sector(term=house.term, name="科技", **ACT)
    change(moved, house.economy, FIRST)

    change(wrong, house.economy, START)
    change(moved, third, FIRST)

    assert (past(wrong), on_day(wrong, START)) == ([], "经济")
    assert (past(moved), on_day(moved, FIRST)) == ([("教育", START, FIRST)], "科技")


def test_a_change_that_was_a_mistake_is_undone_and_the_sector_went_on(house: House) -> None:
    row = member(house.education)
    change(change(row, house.economy, FIRST), house.education, SECOND)

    change(row, house.economy, SECOND)

    assert past(row) == [("教育", START, FIRST)]
    assert (on_day(row, FIRST - DAY), on_day(row, SECOND)) == ("教育", "经济")
    assert Membership.objects.get(pk=row.pk).sector_since == FIRST


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (START - DAY, "所填日期早于江一就任的日期，请核对。"),
        (FIRST - DAY, "江一2024年6月1日起在经济界别，所填日期早于这一天，请核对。"),
        (TODAY + DAY, "所填日期还没有到，请到那一天再办。"),
    ],
)
def test_a_day_that_cannot_be_is_refused(on: date, message: str, house: House) -> None:
    row = member(house.education, "江一")
    change(row, house.economy, FIRST)

    with nothing_changes(), pytest.raises(Refused) as refusal:
        change(row, house.education, on)

    assert refusal.value.message == message


def test_who_has_left_changes_sector_no_more(house: House) -> None:
    row = member(house.education, "江一")
    services.resign(membership=row, ruling=standing(on=FIRST), on=FIRST, **ACT)

    for on in (FIRST, FIRST - DAY):
        with nothing_changes(), pytest.raises(Refused) as refusal:
            change(row, house.economy, on)
        assert "现在是“辞去”，不能调整界别。" in refusal.value.message


def test_a_nominee_has_held_no_sector_yet(house: House) -> None:
    row = nominee(house.education)

    change(row, house.economy, TODAY + DAY)
    services.activate(membership=row, ruling=standing(), on=TODAY, **ACT)

    assert past(row) == []
    assert on_day(row, TODAY) == "经济"


def test_what_is_filled_on_a_day_is_counted_by_the_sectors_of_the_day(house: House) -> None:
    change(member(house.education), house.economy, FIRST)

    def filled(on: date) -> list[tuple[str, int]]:
        return [(str(fill.sector), fill.filled) for fill in queries.quota_and_filled(house.term, on)]

    assert filled(FIRST - DAY) == [("教育", 1), ("经济", 0)]
    assert filled(FIRST) == [("教育", 0), ("经济", 1)]


def test_the_page_of_a_person_tells_each_sector_with_its_days(house: House, browser: Browser) -> None:
    row = member(house.education, "江一")
    change(row, house.economy, FIRST)
    client = browser(seat())
    address = f"/xishan/org/people/{row.person.public_id}/"

    page = client.get(address).content.decode()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    change(row, house.education, SECOND)
    with CaptureQueriesContext(connection) as two:
        client.get(address)

    assert "经济，2024年6月1日起" in page
    assert "教育，2022年1月12日至2024年6月1日" in page
    assert len(two) == len(one)


def test_the_form_says_why_a_day_is_refused(house: House, browser: Browser) -> None:
    row = member(house.education, "江一")
    client = browser(seat())
    address = f"/xishan/org/membership/{row.public_id}/sector/"
    given = {"sector": str(house.economy.public_id), "on": "2021-01-01"}

    asked = client.get(address).content.decode()
    with nothing_changes():
        answer = client.post(address, given)

    assert "现在的界别从2022年1月12日起。" in asked
    assert answer.status_code == 409
    assert "所填日期早于江一就任的日期，请核对。" in answer.content.decode()
