"""The acts on a deadline: pause, resume, extend, meet, cancel; what is said about them, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizheng.accounts.enums import Role
from yizheng.deadline import acts, services
from yizheng.deadline.calendar_years import days_of
from yizheng.deadline.calendars import working_days_left
from yizheng.deadline.explaining import explain
from yizheng.deadline.models import Deadline, DeadlineExtension, DeadlinePause, DeadlineState, Unit
from yizheng.kernel import ledger, tenancy
from yizheng.kernel.acting import SYSTEM, Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.org.models import Term

MARCH = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CLERK = Actor(user_id=None, name="周晓兰", hat=Hat(Role.PROPOSAL_CLERK))


def on(day, month=3):
    return MARCH.replace(day=day, month=month)


@pytest.fixture
def house(db):
    services.import_years(days=days_of(2026))
    committee = Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")
    with tenancy.scope(committee):
        yield committee


def started(**changed):
    term = Term.objects.create(ordinal=3, start_date=date(2024, 1, 1))
    given = {"starts_on": date(2026, 3, 2), "unit": Unit.WORKDAYS, "amount": 10, **changed}
    return services.start(subject=term, act="reply", by=SYSTEM, at=MARCH, **given)


def acts_of(deadline):
    return [row.act for row in ledger.history("deadline", deadline.pk)]


def refusal_of(act):
    before = (list(Deadline.objects.values()), LedgerEntry.objects.count(), DeadlinePause.objects.count())
    with pytest.raises(Refused) as refused, transaction.atomic():
        act()
    after = (list(Deadline.objects.values()), LedgerEntry.objects.count(), DeadlinePause.objects.count())
    assert after == before
    return refused.value.code


def test_a_paused_deadline_goes_on_later_by_the_working_days_it_stood_still(house):
    deadline = started()
    assert deadline.due_on == date(2026, 3, 16)

    acts.pause(deadline=deadline, reason="等区委会议", by=CLERK, at=on(5))
    resumed = acts.resume(deadline=deadline, by=CLERK, at=on(10))

    assert (resumed.state, resumed.due_on) == (DeadlineState.RUNNING, date(2026, 3, 19))
    assert acts_of(deadline) == ["start_deadline", "pause_deadline", "resume_deadline"]
    assert explain(Deadline.objects.get())[-2:] == [
        "3月5日暂停，3月10日恢复（等区委会议），停了3个工作日。",
        "期限：2026年3月19日，星期四。",
    ]


def test_an_extension_keeps_the_first_date_and_says_who_agreed(house):
    deadline = started()

    acts.extend(deadline=deadline, to=date(2026, 4, 10), reason="情况复杂", granted_by="区政府办", by=CLERK, at=on(12))
    again = acts.extend(
        deadline=deadline, to=date(2026, 4, 20), reason="再等专家", granted_by="区政府办", by=CLERK, at=on(13)
    )

    assert (again.due_on, again.extended_from) == (date(2026, 4, 20), date(2026, 3, 16))
    assert explain(again)[-3:] == [
        "3月12日由区政府办同意，从2026年3月16日延期到2026年4月10日（情况复杂）。",
        "3月13日由区政府办同意，从2026年4月10日延期到2026年4月20日（再等专家）。",
        "期限：2026年4月20日，星期一。",
    ]


def test_the_lines_name_the_days_that_were_passed_over(house):
    deadline = started(starts_on=date(2026, 2, 10), amount=8)

    assert explain(deadline) == [
        "起算：2026年2月10日交办，从次日2月11日算起。",
        "期限8个工作日，数到2026年2月27日。",
        "其间不算：春节9天。",
        "其间调休上班的1天照算。",
        "期限：2026年2月27日，星期五。",
    ]


def test_a_month_that_ends_in_a_holiday_says_how_it_rolls(house):
    deadline = started(starts_on=date(2026, 2, 3), unit=Unit.MONTHS, amount=3)

    assert explain(deadline)[1:3] == ["期限3个月，到2026年5月3日。", "5月3日是劳动节，顺延到2026年5月6日。"]


def test_a_year_without_notice_says_so(house):
    lines = explain(started(starts_on=date(2026, 12, 20), unit=Unit.MONTHS, amount=1))

    assert "2027年放假安排尚未公布，暂按周末推算，公布后自动重算。" in lines


@pytest.mark.parametrize(("day", "state", "act"), [(16, "met", "meet_deadline"), (17, "missed", "miss_deadline")])
def test_what_is_done_on_the_due_date_is_in_time_and_a_day_later_late(house, day, state, act):
    deadline = started()

    met = acts.meet(deadline=deadline, by=CLERK, at=on(day))

    assert (met.state, met.closed_on, acts_of(deadline)[-1]) == (state, date(2026, 3, day), act)


def test_reassigned_on_the_fifth_day_the_old_deadline_is_void(house):
    """Handbook 18.3 case 7: no double overdue."""
    deadline = started()

    acts.cancel(deadline=deadline, reason="改由区教育局承办", by=CLERK, at=on(7))

    assert list(Deadline.objects.values_list("state", flat=True)) == ["cancelled"]
    assert refusal_of(lambda: acts.meet(deadline=deadline, by=CLERK, at=on(20))) == "stale"


def test_what_makes_no_sense_is_refused(house):
    deadline = started()

    def extend(to=date(2026, 4, 10), reason="情况复杂", granted_by="区政府办"):
        return acts.extend(deadline=deadline, to=to, reason=reason, granted_by=granted_by, by=CLERK, at=on(5))

    assert refusal_of(lambda: acts.resume(deadline=deadline, by=CLERK, at=on(5))) == "stale"
    assert refusal_of(lambda: acts.pause(deadline=deadline, reason=" ", by=CLERK, at=on(5))) == "no_reason"
    assert refusal_of(lambda: acts.pause(deadline=deadline, reason="晚了", by=CLERK, at=on(17))) == "late"
    assert refusal_of(lambda: extend(to=date(2026, 3, 16))) == "not_later"
    assert refusal_of(lambda: extend(granted_by=" ")) == "no_grantor"
    assert refusal_of(lambda: extend(reason="")) == "no_reason"
    assert DeadlineExtension.objects.count() == 0


@pytest.mark.parametrize("role", [Role.MEMBER, Role.UNIT_CLERK, Role.OBSERVER])
def test_a_unit_does_not_stop_or_extend_its_own_clock(house, role):
    deadline, unit = started(), Actor(user_id=None, name="许岚", hat=Hat(role))

    with pytest.raises(PermissionDenied):
        acts.pause(deadline=deadline, reason="太忙", by=unit, at=on(5))
    with pytest.raises(PermissionDenied):
        acts.extend(deadline=deadline, to=date(2026, 4, 10), reason="太忙", granted_by="本单位", by=unit, at=on(5))

    assert (acts_of(deadline), DeadlinePause.objects.count()) == (["start_deadline"], 0)


def test_working_days_left_count_down_through_zero(house):
    due_on = date(2026, 3, 16)
    days = [due_on + timedelta(days=n) for n in (-14, -3, 0, 1)]

    assert [working_days_left(due_on, day) for day in days] == [10, 1, 0, -1]


def test_a_paused_deadline_keeps_its_pause_when_the_calendar_is_reckoned_anew(house):
    deadline = started()
    acts.pause(deadline=deadline, reason="等会议", by=CLERK, at=on(5))
    acts.resume(deadline=deadline, by=CLERK, at=on(10))

    assert services.reckon_anew(by=SYSTEM, at=on(11)) == 0
    assert Deadline.objects.get().due_on == date(2026, 3, 19)
