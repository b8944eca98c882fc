"""How deadlines are reckoned: handbook 2.1 and 18.3 cases 1 and 2."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizheng.deadline.calendar_years import days_of, known_years
from yizheng.deadline.reckoning import (
    Colour,
    Light,
    Reckoned,
    WorkCalendar,
    add_months,
    add_workdays,
    end_of_month,
    light,
    on_date,
    workdays_between,
)

NOTICED = WorkCalendar({day.date: day.is_workday for year in known_years() for day in days_of(year)})
DAYS = st.dates(date(2015, 1, 1), date(2029, 12, 31))


def test_three_months_from_the_last_of_november_end_on_the_last_of_february():
    reckoned = add_months(date(2017, 11, 30), 3, NOTICED)

    assert reckoned == Reckoned(
        date(2018, 2, 28), "11月30日交办，次日起3个月，至2018年2月28日（工作日，不顺延）", is_estimate=False
    )


def test_months_say_how_they_were_counted():
    assert add_months(date(2026, 2, 6), 3, NOTICED).why == "2月6日交办，次日起3个月，至5月6日（工作日，不顺延）"


def test_a_deadline_inside_a_holiday_rolls_to_the_first_working_day_after_it():
    reckoned = add_months(date(2025, 7, 3), 3, NOTICED)

    assert reckoned.due_on == date(2025, 10, 9)
    assert reckoned.why == "7月3日交办，次日起3个月，至10月3日（放假，顺延至10月9日）"


def test_a_make_up_saturday_counts_as_a_working_day():
    """2026-02-14 and 2026-02-28 are Saturdays that are worked for the Spring Festival."""
    assert add_months(date(2025, 11, 14), 3, NOTICED).due_on == date(2026, 2, 14)
    assert add_workdays(date(2026, 2, 13), 1, NOTICED).due_on == date(2026, 2, 14)
    assert workdays_between(date(2026, 2, 13), date(2026, 2, 28), NOTICED) == 6


def test_a_common_saturday_rolls_to_monday():
    reckoned = add_months(date(2026, 8, 7), 3, NOTICED)

    assert reckoned.due_on == date(2026, 11, 9)
    assert reckoned.why == "8月7日交办，次日起3个月，至11月7日（星期六休息，顺延至11月9日）"


def test_working_days_pass_over_a_holiday():
    reckoned = add_workdays(date(2026, 2, 10), 5, NOTICED)

    assert reckoned == Reckoned(date(2026, 2, 24), "2月10日交办，次日起5个工作日，至2月24日")


def test_another_event_than_assignment_is_named():
    assert add_workdays(date(2026, 11, 16), 2, NOTICED, event="签收").why == "11月16日签收，次日起2个工作日，至11月18日"


def test_a_year_without_notice_goes_by_weekday_and_fixed_holidays_and_says_so():
    reckoned = add_months(date(2026, 10, 1), 3, NOTICED)

    assert reckoned == Reckoned(
        date(2027, 1, 4),
        "10月1日交办，次日起3个月，至2027年1月1日（放假，顺延至1月4日）；2027年放假安排尚未公布，暂按周末推算",
        is_estimate=True,
    )


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2030, 1, 1), False),
        (date(2030, 5, 1), False),
        (date(2030, 5, 2), False),
        (date(2030, 5, 3), True),
        (date(2030, 10, 3), False),
        (date(2030, 10, 4), True),
        (date(2030, 10, 5), False),
    ],
)
def test_fixed_holidays_of_an_unknown_year(day, worked):
    assert WorkCalendar().is_workday(day) is worked


@pytest.mark.parametrize(
    ("year", "month", "due_on", "why"),
    [
        (2026, 11, date(2026, 11, 30), "11月底前完成，即11月30日"),
        (2026, 5, date(2026, 6, 1), "5月底前完成，即5月31日，星期日休息，顺延至6月1日"),
        (2024, 2, date(2024, 2, 29), "2月底前完成，即2月29日"),
    ],
)
def test_the_end_of_a_month_rolls_to_a_working_day(year, month, due_on, why):
    assert end_of_month(year, month, NOTICED) == Reckoned(due_on, why)


def test_a_set_date_is_kept():
    assert on_date(date(2026, 6, 20)) == Reckoned(date(2026, 6, 20), "定于6月20日")


@given(DAYS, st.integers(0, 36))
def test_months_never_end_on_a_day_off(start, months):
    assert NOTICED.is_workday(add_months(start, months, NOTICED).due_on)


@given(DAYS, st.integers(1, 60))
def test_counting_working_days_there_and_back_agrees(start, workdays):
    due_on = add_workdays(start, workdays, NOTICED).due_on

    assert workdays_between(start, due_on, NOTICED) == workdays
    assert NOTICED.is_workday(due_on)


@pytest.mark.parametrize(
    ("due_on", "shown"),
    [
        (date(2026, 11, 20), Light(Colour.RED, "逾期2天")),
        (date(2026, 11, 22), Light(Colour.ORANGE, "今天")),
        (date(2026, 11, 23), Light(Colour.ORANGE, "还有1个工作日")),
        (date(2026, 11, 25), Light(Colour.ORANGE, "还有3个工作日")),
        (date(2026, 11, 26), Light(Colour.YELLOW, "还有4个工作日")),
        (date(2026, 12, 4), Light(Colour.YELLOW, "还有10个工作日")),
        (date(2026, 12, 7), Light(Colour.GREEN, "还有11个工作日")),
    ],
)
def test_the_light_at_its_borders(due_on, shown):
    assert light(due_on, date(2026, 11, 22), NOTICED) == shown


def test_days_without_a_working_day_among_them_are_counted_as_they_are():
    assert light(date(2026, 10, 4), date(2026, 10, 1), NOTICED) == Light(Colour.ORANGE, "还有3天")


@given(DAYS, st.integers(-400, 400))
def test_the_light_is_red_exactly_when_the_day_has_passed(today, days):
    shown = light(today + timedelta(days=days), today, NOTICED)

    assert (shown.colour == Colour.RED) == (days < 0)
