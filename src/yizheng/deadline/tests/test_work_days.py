"""The page of the working-day calendar: a year as it stands, and a notice that is pasted, looked at, confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from yizheng.accounts.tests.factories import grant, make_committee, make_user
from yizheng.deadline import services
from yizheng.deadline.calendar_years import NoticedDay, days_of
from yizheng.deadline.models import CalendarDay, Deadline, Unit
from yizheng.deadline.pasted_notices import read_notice
from yizheng.deadline.year_view import months_of
from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.org.models import Term

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
NOTICE = """2027-01-01 休 元旦
2027年1月2日　休　元旦
2027-01-03 休 元旦
2027/1/4 休 元旦

2027-01-09 班
2027-10-01 休 国庆节"""
PAGE, IMPORT = "/linjiang/work-days/", "/linjiang/work-days/import/"


def test_a_notice_is_read_line_by_line() -> None:
    assert read_notice(NOTICE)[3:] == [
        NoticedDay(date(2027, 1, 4), False, "元旦"),
        NoticedDay(date(2027, 1, 9), True, "调休上班"),
        NoticedDay(date(2027, 10, 1), False, "国庆节"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "empty", "一天一行"),
        ("2027-01-01 放假", "bad_line", "第1行"),
        ("2027-10-01 休\n2027-02-30 休", "bad_line", "第2行"),
        ("2027-10-01 休\n2027-02-08 班", "bad_line", "星期一"),
        ("2027-10-01 休\n2027-10-01 休", "twice", "第1行和第2行"),
        ("2027-10-01 休\n2028-01-01 休", "two_years", "一次只导入一年"),
        ("2027-01-01 休", "no_national_day", "国庆节"),
        ("2027-10-01 休\n" * 121, "too_long", "121行"),
    ],
)
def test_what_is_no_notice_is_refused_by_a_sentence(text: str, code: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_notice(text)

    assert (refused.value.code, words in refused.value.message) == (code, True)


def test_a_month_counts_its_working_days_and_names_the_others() -> None:
    january, february = months_of(2027, read_notice(NOTICE))[:2]

    assert (january.workdays, january.off, january.worked) == (20, ["1日至4日 元旦"], ["9日 调休上班"])
    assert (february.workdays, february.off) == (20, [])


def test_a_year_without_notice_shows_the_holidays_of_fixed_date_as_reckoned() -> None:
    october = months_of(2028, [])[9]

    assert october.off == ["1日至3日 暂按周末推算"]


@pytest.fixture
def house(db: None) -> Committee:
    committee = make_committee("linjiang")
    Committee.objects.update(is_demo=True)  # no second step
    return committee


def signed_in(house: Committee, role: str) -> Client:
    user, client = make_user(f"周{role}"), Client()
    grant(user, house, role, label="政协机关")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def owe(house: Committee) -> Deadline:
    """A deadline of three months that ends on 4 January 2027, a Monday."""
    with tenancy.scope(house):
        term = Term.objects.create(ordinal=3, start_date=date(2024, 1, 1))
        return services.start(
            subject=term, act="reply", starts_on=date(2026, 10, 4), unit=Unit.MONTHS, amount=3, by=SYSTEM, at=AT
        )


def test_a_clerk_reads_the_year_and_is_offered_no_import(house: Committee) -> None:
    services.import_years(days=days_of(2026))
    client = signed_in(house, "office_clerk")

    known, unknown = client.get(f"{PAGE}?year=2026"), client.get(f"{PAGE}?year=2028")

    assert "2026年工作日历</h1>" in known.content.decode().replace("\n", "")
    assert "国庆节" in known.content.decode()
    assert "2028年工作日历：暂按周末推算" in unknown.content.decode()
    assert "notice-text" not in known.content.decode()
    assert client.get(f"{PAGE}?year=20x8").status_code == 404


def test_a_clerk_who_posts_a_notice_is_refused_and_nothing_is_changed(house: Committee) -> None:
    client = signed_in(house, "office_clerk")

    assert client.post(IMPORT, {"text": NOTICE, "step": "confirm"}).status_code in (403, 404)
    assert not CalendarDay.objects.exists()


def test_a_notice_is_looked_at_first_and_nothing_is_written(house: Committee) -> None:
    answer = signed_in(house, "sys_admin").post(IMPORT, {"text": NOTICE})

    assert "1日至4日 元旦" in answer.content.decode()
    assert "确认，用这6天推算期限" in answer.content.decode()
    assert not CalendarDay.objects.exists()


def test_a_bad_line_keeps_the_text_and_says_which(house: Committee) -> None:
    answer = signed_in(house, "sys_admin").post(IMPORT, {"text": "2027-10-01 休\n哪天", "step": "confirm"})

    assert "第2行“哪天”看不明白" in answer.content.decode()
    assert "2027-10-01 休\n哪天</textarea>" in answer.content.decode()
    assert not CalendarDay.objects.exists()


def test_a_confirmed_notice_moves_running_deadlines_here_and_queues_the_other_committees(house: Committee) -> None:
    owed, other = owe(house), make_committee("haishan")
    assert owed.due_on == date(2027, 1, 4)

    answer = signed_in(house, "sys_admin").post(IMPORT, {"text": NOTICE, "step": "confirm"})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}?year=2027")
    with tenancy.scope(house):
        moved = Deadline.objects.get(pk=owed.pk)
        rows = LedgerEntry.objects.filter(act="reckon_deadline", object_id=owed.pk).values_list("fields", flat=True)
        assert (moved.due_on, moved.is_estimate) == (date(2027, 1, 5), False)
        assert [row["due_on"] for row in rows] == [["2027-01-04", "2027-01-05"]]
    jobs = ProcrastinateJob.objects.filter(task_name=services.RECKON_TASK).values_list("args", flat=True)
    assert list(jobs) == [{"committee_id": other.pk}]
