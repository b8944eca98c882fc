"""How a due date came about, line by line, as a clerk would reckon it by hand (F149)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from yizheng.ui.tags.marks import long_date

from .calendars import day_names, work_calendar
from .courses import Course, nominal_of, paused_days, paused_workdays
from .models import Deadline
from .queries import course_of
from .reckoning import ESTIMATE, WEEKDAYS, WorkCalendar

ONE_DAY = timedelta(days=1)


def explain(deadline: Deadline) -> list[str]:
    """Return the lines of the arithmetic of a deadline: start, span, skipped days, roll, pauses, extensions."""
    return [*_span_lines(course_of(deadline)), *_pause_lines(deadline), *_extension_lines(deadline), _result(deadline)]


def explain_month(why: str, due_on: date, calendar: WorkCalendar) -> list[str]:
    """Return the lines for a date reckoned from a month: how, what lay around it, what came out."""
    lines = [f"{part}。" for part in why.split("；") if part]
    return [*lines, *_estimates({due_on.year}, calendar, lines), f"期限：{long_date(due_on)}，{_weekday(due_on)}。"]


def _span_lines(course: Course) -> Iterator[str]:
    calendar, names = work_calendar(), day_names()
    if course.unit == "fixed":
        assert course.fixed_on is not None
        yield f"定于{long_date(course.fixed_on)}，不另推算。"
        return
    yield f"起算：{long_date(course.starts_on)}交办，从次日{_short(course.starts_on + ONE_DAY)}算起。"
    yield from (
        _workday_lines(course, calendar, names) if course.unit == "workdays" else _month_lines(course, calendar, names)
    )


def _workday_lines(course: Course, calendar: WorkCalendar, names: Mapping[date, str]) -> Iterator[str]:
    day, left, skipped, extra = course.starts_on, course.amount, Counter[str](), 0
    while left:
        day += ONE_DAY
        worked = calendar.is_workday(day)
        left -= worked
        extra += worked and day.weekday() >= 5
        if not worked:
            skipped[_name(day, names)] += 1
    yield f"期限{course.amount}个工作日，数到{long_date(day)}。"
    if skipped:
        yield f"其间不算：{'、'.join(f'{name}{count}天' for name, count in skipped.items())}。"
    if extra:
        yield f"其间调休上班的{extra}天照算。"
    yield from _estimates(set(range(course.starts_on.year, day.year + 1)), calendar, [])


def _month_lines(course: Course, calendar: WorkCalendar, names: Mapping[date, str]) -> Iterator[str]:
    nominal = nominal_of(course)
    yield f"期限{course.amount}个月，到{long_date(nominal)}。"
    if calendar.is_workday(nominal):
        yield f"{_short(nominal)}{_weekday(nominal)}是工作日，不顺延。"
    elif not course.rolls:
        yield f"{_short(nominal)}是{_name(nominal, names)}，按配置不顺延。"
    else:
        yield f"{_short(nominal)}是{_name(nominal, names)}，顺延到{long_date(calendar.next_workday(nominal))}。"
    yield from _estimates({nominal.year}, calendar, [])


def _pause_lines(deadline: Deadline) -> Iterator[str]:
    course, calendar = course_of(deadline), work_calendar()
    by_workdays = course.unit == "workdays" and not course.extensions
    for row, pause in zip(sorted(deadline.pauses.all(), key=lambda each: each.pk), course.pauses, strict=True):
        if pause.until_on is None:
            yield f"{_short(pause.from_on)}起暂停计时（{row.reason}），恢复后再顺延。"
            continue
        stood = paused_workdays(pause, calendar) if by_workdays else paused_days(pause)
        unit = "个工作日" if by_workdays else "天"
        yield f"{_short(pause.from_on)}暂停，{_short(pause.until_on)}恢复（{row.reason}），停了{stood}{unit}。"


def _extension_lines(deadline: Deadline) -> Iterator[str]:
    for each in sorted(deadline.extensions.all(), key=lambda row: row.pk):
        yield (
            f"{_short(each.granted_on)}由{each.granted_by}同意，从{long_date(each.old_due_on)}"
            f"延期到{long_date(each.new_due_on)}（{each.reason}）。"
        )


def _result(deadline: Deadline) -> str:
    return f"期限：{long_date(deadline.due_on)}，{_weekday(deadline.due_on)}。"


def _estimates(years: set[int], calendar: WorkCalendar, said: list[str]) -> Iterator[str]:
    if any(ESTIMATE in line for line in said):
        return
    for year in sorted(years):
        if not calendar.knows(year):
            yield f"{year}年放假安排尚未公布，{ESTIMATE}，公布后自动重算。"


def _name(day: date, names: Mapping[date, str]) -> str:
    return names.get(day) or ("周末" if day.weekday() >= 5 else "法定节假日")


def _weekday(day: date) -> str:
    return f"星期{WEEKDAYS[day.weekday()]}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
