"""The arithmetic of pauses and extensions, for whatever dates."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yizheng.deadline.calendar_years import days_of, known_years
from yizheng.deadline.courses import Course, Extension, Pause, reckon_course
from yizheng.deadline.reckoning import WorkCalendar, workdays_between

NOTICED = WorkCalendar({day.date: day.is_workday for year in known_years() for day in days_of(year)})
STARTS = st.dates(date(2018, 1, 1), date(2025, 6, 1))
DAYS = st.integers(0, 40)


SPANS = st.sampled_from(["workdays", "months"])


@st.composite
def courses(draw, unit=SPANS):
    """A course with up to three pauses, one after another, within the span as it then stands."""
    course = Course(draw(STARTS), draw(unit), draw(st.integers(1, 8)))
    day = course.starts_on
    for _ in range(draw(st.integers(0, 3))):
        from_on = day + timedelta(days=draw(DAYS))
        if from_on > reckon_course(course, NOTICED).due_on:
            break
        day = from_on + timedelta(days=draw(DAYS))
        course = Course(course.starts_on, course.unit, course.amount, pauses=[*course.pauses, Pause(from_on, day)])
    return course


def without_pauses(course):
    return Course(course.starts_on, course.unit, course.amount)


def test_a_week_of_standing_still_moves_ten_working_days_by_its_working_days():
    # 2 March 2026 is a Monday; the clock stands from Thursday the 5th to Tuesday the 10th: three working days.
    course = Course(date(2026, 3, 2), "workdays", 10, pauses=[Pause(date(2026, 3, 5), date(2026, 3, 10))])

    assert reckon_course(course, NOTICED).due_on == date(2026, 3, 19)


def test_months_move_by_the_calendar_days_and_then_to_a_working_day():
    # To 6 May; 10 days more is Saturday the 16th, so Monday the 18th.
    course = Course(date(2026, 2, 6), "months", 3, pauses=[Pause(date(2026, 3, 1), date(2026, 3, 11))])

    reckoned = reckon_course(course, NOTICED)

    assert reckoned.due_on == date(2026, 5, 18)
    assert reckoned.why == "2月6日交办，次日起3个月，至5月6日（工作日，不顺延）；暂停10天，顺延至5月18日"


def test_a_pause_that_began_before_the_clock_counts_from_the_first_day_that_counts():
    early = Course(date(2026, 3, 2), "workdays", 10, pauses=[Pause(date(2026, 2, 20), date(2026, 3, 4))])

    assert reckon_course(early, NOTICED).due_on == date(2026, 3, 17)


@given(courses())
def test_a_pause_never_brings_a_deadline_nearer(course):
    assert reckon_course(course, NOTICED).due_on >= reckon_course(without_pauses(course), NOTICED).due_on


@given(courses(unit=st.just("workdays")))
def test_between_start_and_due_date_lie_the_working_days_granted_beside_the_paused_ones(course):
    due_on = reckon_course(course, NOTICED).due_on
    day, counted = course.starts_on, 0
    while day < due_on:
        day += timedelta(days=1)
        paused = any(pause.from_on <= day < pause.until_on for pause in course.pauses)
        counted += NOTICED.is_workday(day) and not paused

    assert counted == course.amount


@given(courses(), DAYS)
def test_standing_still_for_no_day_changes_nothing(course, later):
    day = course.starts_on + timedelta(days=later)
    idle = Course(course.starts_on, course.unit, course.amount, pauses=[*course.pauses, Pause(day, day)])

    assert reckon_course(idle, NOTICED).due_on == reckon_course(course, NOTICED).due_on


@given(courses(), DAYS)
def test_a_clock_that_stands_still_now_has_not_moved_the_date_yet(course, later):
    day = course.starts_on + timedelta(days=later)
    open_end = Course(course.starts_on, course.unit, course.amount, pauses=[*course.pauses, Pause(day)])

    assert reckon_course(open_end, NOTICED).due_on == reckon_course(course, NOTICED).due_on


@given(courses())
def test_a_due_date_is_a_working_day_unless_it_is_not_to_roll(course):
    assert NOTICED.is_workday(reckon_course(course, NOTICED).due_on)


@given(courses(), st.integers(1, 200))
def test_an_extension_ends_what_was_before_it(course, more):
    due_on = reckon_course(course, NOTICED).due_on
    granted = Extension(due_on + timedelta(days=100), due_on + timedelta(days=100 + more))
    extended = Course(course.starts_on, course.unit, course.amount, pauses=course.pauses, extensions=[granted])

    assert reckon_course(extended, NOTICED).due_on == granted.due_on


@given(STARTS, st.integers(1, 60))
def test_working_days_are_counted_the_same_forwards_and_back(start, amount):
    due_on = reckon_course(Course(start, "workdays", amount), NOTICED).due_on

    assert workdays_between(start, due_on, NOTICED) == amount
