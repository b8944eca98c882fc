"""A duty year is the calendar year or runs from plenary to plenary; what is closed stays as it ran (handbook 10.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from yizheng.config.tests.probing import ADMIN
from yizheng.duty import noticing, queries
from yizheng.duty.deeds import Deed
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.enums import SheetState, VisitForm
from yizheng.duty.models import ContactVisit, DutyRecord, DutyYear, ScoreSheet
from yizheng.duty.services import claiming, recording, sheets, visiting, years
from yizheng.duty.services.claiming import Claim
from yizheng.duty.services.visiting import Visit
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting.tests.factories import TermFactory
from yizheng.org.configuration import get
from yizheng.org.configuring.services import change_setting
from yizheng.org.models import Session
from yizheng.proposal.tests import factories as make

from .test_sheets import AT, full_year, office, record, secretary

OPENED = {2025: date(2025, 1, 15), 2026: date(2026, 1, 12), 2027: date(2027, 1, 18)}
BEFORE = datetime(2024, 12, 2, 2, tzinfo=UTC)


def plenary(opens, ordinal=None):
    term = TermFactory._meta.model.objects.first() or TermFactory(start_date=date(2021, 12, 1), end_date=None)
    ordinal = ordinal or Session.objects.count() + 20
    return Session.objects.create(term=term, ordinal=ordinal, opens=opens, closes=opens)


@pytest.fixture
def by_plenary(house):
    """The committee counts from plenary to plenary since 2025; the plenaries of three years are known."""
    Session.objects.all().delete()
    for opens in OPENED.values():
        plenary(opens)
    change_setting(key=get("duty.year"), value="plenary", valid_from=date(2025, 1, 1), by=ADMIN, at=BEFORE)
    return house


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2025, 1, 14), 2024), (date(2025, 1, 15), 2025), (date(2026, 1, 11), 2025), (date(2026, 1, 12), 2026),
        (date(2026, 12, 31), 2026), (date(2027, 1, 17), 2026), (date(2027, 1, 18), 2027), (date(2028, 3, 1), 2027),
        (date(2024, 6, 1), 2024),
    ],
)  # fmt: skip
def test_a_day_belongs_to_the_year_whose_plenary_opened_last(by_plenary, on, year):
    assert queries.year_of(on) == year


def test_the_years_leave_no_day_out_and_count_none_twice(by_plenary):
    found = queries.years()

    assert [found.days(year) for year in (2024, 2025, 2026)] == [
        (date(2024, 1, 1), date(2025, 1, 14)), (date(2025, 1, 15), date(2026, 1, 11)),
        (date(2026, 1, 12), date(2027, 1, 17)),
    ]  # fmt: skip
    assert found.last(2027) is None
    assert found.words(2026) == "2026年1月12日至2027年1月17日"
    assert found.words(2027) == "2027年1月18日至下次全体会议前一天"


def test_two_plenaries_in_one_calendar_year_begin_two_years(by_plenary):
    plenary(date(2027, 12, 27))

    assert [queries.year_of(day) for day in (date(2027, 12, 26), date(2027, 12, 27))] == [2027, 2028]


def test_the_calendar_year_is_the_default_and_asks_nothing(house, django_assert_num_queries):
    plenary(date(2027, 1, 18))
    queries.year_of(date(2026, 1, 1))

    with django_assert_num_queries(0):
        assert queries.year_of(date(2027, 1, 5)) == 2027
    assert queries.years().days(2026) == (date(2026, 1, 1), date(2026, 12, 31))
    assert queries.years().words(2026) == ""


def test_a_year_that_has_begun_goes_on_as_it_began(house):
    Session.objects.all().delete()
    for opens in OPENED.values():
        plenary(opens)
    change_setting(key=get("duty.year"), value="plenary", valid_from=AT.date(), by=ADMIN, at=AT)

    assert [queries.year_of(day) for day in (date(2026, 1, 5), date(2027, 1, 5), date(2027, 1, 18))] == [
        2026, 2026, 2027,
    ]  # fmt: skip


def test_every_way_in_puts_a_deed_into_the_same_year(by_plenary):
    seat, keeper, by = make.member(), make.member("沈怀远"), office()
    on, at = date(2027, 1, 6), datetime(2027, 1, 8, 2, tzinfo=UTC)
    deed = Deed(seat.pk, on, K.RESEARCH, "", "sheet:x", "走访园区")

    recording.register_sheet(deeds=[deed], by=by, at=at)
    claiming.claim(given=Claim(K.SOCIAL_SERVICE, on, "义诊", "李主任"), by=make.as_member(seat), at=at)
    visiting.visit(given=Visit(keeper.person, seat, on, VisitForm.CALL), by=by, at=at)

    assert set(DutyRecord.objects.values_list("year", flat=True)) == {2026}
    assert DutyRecord.objects.count() == 3
    assert ContactVisit.objects.get().year == 2026
    assert noticing.deeds_in(2026)[seat.pk].visits == 1


def test_who_left_before_the_plenary_is_no_member_of_the_year_it_begins(by_plenary):
    seat = make.member()
    type(seat).objects.filter(pk=seat.pk).update(joined_on=date(2025, 1, 15), left_on=date(2026, 1, 10))

    assert seat in queries.members_in(2025)
    assert seat not in queries.members_in(2026)


def test_months_are_counted_in_the_days_of_the_year(by_plenary):
    seat = make.member()
    type(seat).objects.filter(pk=seat.pk).update(joined_on=date(2026, 7, 15), left_on=None)
    (member,) = queries.scored_members(2026, queries.members_in(2026))

    assert member.months == 6


def test_a_plenary_entered_late_moves_the_days_after_it_into_its_year(by_plenary):
    seat = make.member()
    Session.objects.filter(opens=OPENED[2027]).delete()
    late = recording.register_sheet(
        deeds=[Deed(seat.pk, date(2027, 1, 20), K.RESEARCH, "", "sheet:x", "走访园区")], by=office(), at=AT
    )[0]
    early = record(seat, K.INSPECTION, on=date(2026, 3, 3))
    assert late.year == 2026
    plenary(OPENED[2027])

    assert years.rebook(at=AT) == 1
    assert years.rebook(at=AT) == 0

    late.refresh_from_db()
    early.refresh_from_db()
    assert (late.year, early.year) == (2027, 2026)
    assert LedgerEntry.objects.get(act="rebook_duty").object_id == late.pk


def test_sheets_are_made_of_the_days_of_the_year(by_plenary):
    seat = make.member()
    full_year(seat)
    DutyRecord.objects.create(
        membership=seat, year=2027, on=date(2027, 1, 10), kind=K.SOCIAL_SERVICE, deed="x", title="义诊", source="auto",
        state="confirmed", recorded_at=AT,
    )  # fmt: skip

    (sheet,) = sheets.generate_all(year=2026, by=office(), at=AT)

    assert [line["kind"] for line in ScoreSheet.objects.get(pk=sheet.pk).lines][-1] == K.SOCIAL_SERVICE


def test_a_year_closes_once_the_next_plenary_has_begun_and_then_stays(by_plenary):
    seat = make.member()
    row = record(seat, K.RESEARCH, on=date(2027, 1, 10))
    DutyRecord.objects.filter(pk=row.pk).update(year=2026)
    ScoreSheet.objects.create(membership=seat, year=2026, state=SheetState.PUBLISHED)
    chief = secretary()

    with pytest.raises(Refused) as early:
        years.close(year=2026, by=chief, at=datetime(2027, 1, 17, 2, tzinfo=UTC))
    assert (early.value.code, DutyYear.objects.filter(year=2026).exists()) == ("not_over", False)

    years.close(year=2026, by=chief, at=datetime(2027, 1, 18, 2, tzinfo=UTC))
    Session.objects.filter(opens=OPENED[2027]).update(opens=date(2027, 1, 5))
    change_setting(
        key=get("duty.year"), value="calendar", valid_from=date(2027, 2, 1), by=ADMIN,
        at=datetime(2027, 2, 1, 2, tzinfo=UTC),
    )  # fmt: skip

    assert queries.years().days(2026) == (date(2026, 1, 12), date(2027, 1, 17))
    assert queries.year_of(date(2027, 1, 10)) == 2026
    assert years.rebook(at=AT) == 0
    row.refresh_from_db()
    assert (row.year, row.state) == (2026, "frozen")
    with pytest.raises(Refused) as frozen:
        recording.register_sheet(
            deeds=[Deed(seat.pk, date(2027, 1, 10), K.READING, "", "sheet:y", "读书")], by=office(), at=AT
        )
    assert (frozen.value.code, DutyRecord.objects.count()) == ("frozen", 1)


def test_a_year_whose_end_nobody_knows_does_not_close(by_plenary):
    with pytest.raises(Refused) as refused:
        years.close(year=2027, by=secretary(), at=datetime(2029, 1, 2, 2, tzinfo=UTC))

    assert refused.value.code == "not_over"
    assert "下次会议的日期还没有录入" in refused.value.message
    assert not DutyYear.objects.filter(year=2027).exists()


def test_the_pages_say_from_when_to_when_the_year_runs(by_plenary, browser):
    client = browser(office())

    for path in ("members/", "statistics/"):
        assert "2026年1月12日至2027年1月17日" in client.get(f"/yunxi/duty/{path}?year=2026").content.decode(), path
