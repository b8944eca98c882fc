"""The calendar table and the deadlines that run by it."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from yizheng.deadline import services
from yizheng.deadline.calendar_years import NoticedDay, days_of
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.models import CalendarDay, Deadline, DeadlineState, Unit
from yizheng.deadline.queries import running
from yizheng.kernel import ledger, tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.org.models import Term

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def committee():
    return Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")


def fill(*years):
    services.import_years(days=[day for year in years for day in days_of(year)])


def start(**changed):
    term = Term.objects.create(ordinal=3, start_date=date(2024, 1, 1))
    given = {
        "subject": term,
        "act": "reply",
        "starts_on": date(2026, 10, 1),
        "unit": Unit.MONTHS,
        "amount": 3,
    }
    return services.start(**{**given, **changed}, by=SYSTEM, at=AT)


def notice_of_2027():
    """An invented notice: New Year's Day is bridged to the 5th."""
    off = [NoticedDay(date(2027, 1, n), False, "元旦") for n in range(1, 6)]
    return [*off, NoticedDay(date(2027, 10, 1), False, "国庆节")]


def test_the_calendar_is_read_again_when_a_year_was_imported():
    assert work_calendar().knows(2026) is False

    fill(2026)

    assert work_calendar().knows(2026) is True
    assert work_calendar().is_workday(date(2026, 2, 14)) is True


def test_another_tests_calendar_has_not_stayed_in_the_process():
    assert work_calendar().days == {}


def test_a_deadline_keeps_how_it_was_reckoned(committee):
    fill(2026)
    with tenancy.scope(committee):
        deadline = start(starts_on=date(2026, 2, 6))

        assert (deadline.due_on, deadline.is_estimate) == (date(2026, 5, 6), False)
        assert deadline.why == "2月6日交办，次日起3个月，至5月6日（工作日，不顺延）"
        assert [row.act for row in ledger.history("deadline", deadline.pk)] == ["start_deadline"]


def test_importing_a_year_moves_running_deadlines_each_with_a_ledger_row(committee):
    fill(2026)
    with tenancy.scope(committee):
        deadline = start()
        assert (deadline.due_on, deadline.is_estimate) == (date(2027, 1, 4), True)
        services.import_years(days=notice_of_2027())

        assert services.reckon_anew(by=SYSTEM, at=AT) == 1

        deadline.refresh_from_db()
        assert (deadline.due_on, deadline.is_estimate) == (date(2027, 1, 6), False)
        row = ledger.history("deadline", deadline.pk).last()
        assert row.act == "reckon_deadline"
        assert row.fields == {"due_on": ["2027-01-04", "2027-01-06"], "is_estimate": False}


def test_what_no_longer_runs_or_was_set_by_a_person_stays(committee):
    fill(2026)
    with tenancy.scope(committee):
        extended = start()
        Deadline.objects.filter(pk=extended.pk).update(extended_from=date(2026, 12, 1))
        met = Deadline.objects.create(
            kind="term", object_id=1, act="sign", starts_on=date(2026, 10, 1), unit=Unit.MONTHS, amount=3,
            due_on=date(2027, 1, 4), why="", state=DeadlineState.MET,
        )  # fmt: skip
        fixed = Deadline.objects.create(
            kind="term", object_id=1, act="meet", starts_on=date(2026, 10, 1), unit=Unit.FIXED,
            due_on=date(2027, 1, 3), why="定于1月3日",
        )  # fmt: skip
        rows_before = LedgerEntry.objects.count()
        services.import_years(days=notice_of_2027())

        assert services.reckon_anew(by=SYSTEM, at=AT) == 0

        kept = dict(Deadline.objects.values_list("pk", "due_on"))
        assert kept == {extended.pk: date(2027, 1, 4), met.pk: date(2027, 1, 4), fixed.pk: date(2027, 1, 3)}
        assert LedgerEntry.objects.count() == rows_before


def test_fill_calendar_fills_once_and_reckons_in_every_committee(committee):
    with tenancy.scope(committee):
        start(starts_on=date(2026, 9, 10), unit=Unit.WORKDAYS, amount=10)
        assert running().get().due_on == date(2026, 9, 24)
    first, second = StringIO(), StringIO()

    call_command("fill_calendar", stdout=first)
    call_command("fill_calendar", stdout=second)

    with tenancy.scope(committee):
        assert running().get().due_on == date(2026, 9, 23)
    assert "重新推算期限1项" in first.getvalue()
    assert second.getvalue() == "工作日历：填写0个年份，重新推算期限0项\n"
    assert CalendarDay.objects.filter(date__year=2026).count() == len(days_of(2026))


def test_importing_a_year_again_replaces_its_days():
    fill(2026)

    services.import_years(days=[NoticedDay(date(2026, 10, 1), False, "国庆节")])

    assert list(CalendarDay.objects.values_list("date", flat=True)) == [date(2026, 10, 1)]
    assert work_calendar().is_workday(date(2026, 2, 16)) is True
