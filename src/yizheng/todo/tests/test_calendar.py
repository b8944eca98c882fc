"""The calendar shows a person's own dates; its feed has a secret address that can be taken back."""

from datetime import date

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel import tenancy
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services as meetings
from yizheng.meeting.tests import factories as make
from yizheng.plan.tests import factories as plan
from yizheng.todo.agenda import services
from yizheng.todo.agenda.entries import Entry, entries
from yizheng.todo.agenda.month import month_of
from yizheng.todo.models import CalendarFeed, Todo

DUE = date(2026, 11, 30)


@pytest.fixture
def house(db):
    committee = plan.CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        yield committee


def owes(actor, label="办结", on=DUE):
    return Todo.objects.create(
        kind="plan_task", object_id=1, act=label, label=label, title="组织委员视察", user_id=actor.user_id,
        due_on=on, opened_at=plan.moment(1), url="/yunxi/plan/",
    )  # fmt: skip


def test_a_person_sees_their_own_dates_and_meetings(house):
    meeting, clerk = make.planned(members=1)
    meetings.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    person = meeting.invitations.get().person
    grant = RoleGrant.objects.create(user_id=person.user_id, role=plan.Role.MEMBER, label="委员", valid_from=plan.FROM)
    actor = type(clerk)(person.user_id, person.name, grant.hat(), (grant.hat(),))
    owes(clerk)

    mine = entries(actor, date(2026, 12, 1), date(2026, 12, 31))
    theirs = entries(clerk, date(2026, 11, 1), date(2026, 12, 31))

    assert "三届二次会议" in [each.title for each in mine]
    assert "办结：组织委员视察" not in [each.title for each in mine]
    assert "办结：组织委员视察" in [each.title for each in theirs]


def test_the_month_begins_on_monday_and_holds_what_lasts_several_days():
    long = Entry("a", "全会", date(2026, 12, 10), date(2026, 12, 12), "/")

    month = month_of(date(2026, 12, 1), [long], today=date(2026, 12, 11))

    assert month.weeks[0][0].on == date(2026, 11, 30)
    assert [day.on.day for day in month.busy_days] == [10, 11, 12]
    assert (month.before, month.after) == ("2026-11", "2027-01")


def test_the_feed_is_an_icalendar_file_for_whoever_holds_its_address(house):
    clerk = plan.seat()
    owes(clerk)
    feed = services.open_feed(by=clerk, at=plan.moment(22))

    answer = Client().get(f"/public/yunxi/calendar/{feed.token}.ics")

    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert (str(event["summary"]), event.decoded("dtstart"), event.decoded("dtend")) == (
        "办结：组织委员视察", DUE, date(2026, 12, 1),
    )  # fmt: skip
    assert str(event["url"]) == "http://testserver/yunxi/plan/"


def test_a_new_address_ends_the_old_one_and_revoking_ends_both(house):
    clerk = plan.seat()
    old = services.open_feed(by=clerk, at=plan.moment(22))
    new = services.open_feed(by=clerk, at=plan.moment(23))
    statuses = [Client().get(f"/public/yunxi/calendar/{each.token}.ics").status_code for each in (old, new)]
    assert statuses == [404, 200]

    services.revoke_feed(by=clerk, at=plan.moment(24))

    assert Client().get(f"/public/yunxi/calendar/{new.token}.ics").status_code == 404
    acts = list(LedgerEntry.objects.filter(kind="calendar_feed").order_by("id").values_list("act", flat=True))
    assert acts == [
        "open_calendar_feed", "revoke_calendar_feed", "open_calendar_feed", "revoke_calendar_feed",
    ]  # fmt: skip


@pytest.mark.parametrize("token", ["nothing", "x" * 32, "'"])
def test_a_wrong_address_opens_nothing(house, token):
    services.open_feed(by=plan.seat(), at=plan.moment(22))

    assert Client().get(f"/public/yunxi/calendar/{token}.ics").status_code == 404


def test_a_feed_of_another_committee_or_of_a_closed_login_opens_nothing(house):
    clerk = plan.seat()
    feed = services.open_feed(by=clerk, at=plan.moment(22))
    plan.CommitteeFactory(slug="haitang")
    assert Client().get(f"/public/haitang/calendar/{feed.token}.ics").status_code == 404

    User.objects.filter(pk=clerk.user_id).update(is_active=False)

    assert Client().get(f"/public/yunxi/calendar/{feed.token}.ics").status_code == 404


def test_the_address_is_sealed_in_the_database(house):
    feed = services.open_feed(by=plan.seat(), at=plan.moment(22))

    with connection.cursor() as cursor:
        cursor.execute("select token from todo_calendarfeed")
        assert feed.token not in cursor.fetchone()[0]


def test_the_page_gives_an_address_and_takes_it_back(house):
    clerk = plan.seat()
    page = Client()
    page.force_login(User.objects.get(pk=clerk.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")

    page.post("/yunxi/calendar/feed/")
    shown = page.get("/yunxi/calendar/?month=2026-11").content.decode()
    assert CalendarFeed.objects.get().token in shown

    page.post("/yunxi/calendar/feed/revoke/")
    assert "生成订阅地址" in page.get("/yunxi/calendar/?month=nonsense").content.decode()


def test_the_page_takes_as_many_statements_for_many_as_for_few(house):
    clerk = plan.seat()
    page = Client()
    page.force_login(User.objects.get(pk=clerk.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    counted = []
    for number in range(3):
        owes(clerk, f"第{number}件")
        page.get("/yunxi/calendar/?month=2026-11")
        with CaptureQueriesContext(connection) as asked:
            page.get("/yunxi/calendar/?month=2026-11")
        counted.append(len(asked))

    assert counted[0] == counted[2] <= 13
