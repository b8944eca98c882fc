"""A year's notice as a clerk pastes it: one line a day, 休 or 班, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from yizheng.kernel.errors import Refused

from .calendar_years import NoticedDay
from .reckoning import NATIONAL_DAY, WEEKDAYS

MOST_LINES = 120
NAME_CHARS = 40
_LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s+(休|班)(?:\s+(\S.*))?")


def read_notice(text: str) -> list[NoticedDay]:
    """
    Return the days of one year's notice (放假安排) by date: `2027-01-01 休 元旦`, `2027-02-06 班`.

    Raises: Refused `bad_line`, `twice`, `two_years`, `no_national_day`, `empty`, `too_long`; each names the line.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Refused("empty", "请粘贴放假安排，一天一行，例如：2027-01-01 休 元旦。")
    if len(lines) > MOST_LINES:
        raise Refused("too_long", f"一共{len(lines)}行，一年的放假安排不会超过{MOST_LINES}行。请核对是不是贴错了内容。")
    days = list(_days(lines))
    if len({day.date.year for day in days}) > 1:
        raise Refused("two_years", "这里有两个年份的日子。请一次只导入一年。")
    if date(days[0].date.year, *NATIONAL_DAY) not in {day.date for day in days if not day.is_workday}:
        raise Refused("no_national_day", f"没有{days[0].date.year}年10月1日国庆节，像是没有贴全。请把全年的都贴上。")
    return sorted(days, key=lambda day: day.date)


def _days(lines: list[tuple[int, str]]) -> Iterator[NoticedDay]:
    seen: dict[date, int] = {}
    for number, line in lines:
        day = _day(number, line)
        if day.date in seen:
            raise Refused("twice", f"第{seen[day.date]}行和第{number}行是同一天，请删去一行。")
        seen[day.date] = number
        yield day


def _day(number: int, line: str) -> NoticedDay:
    found = _LINE.fullmatch(line)
    try:
        on = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        on = None
    if found is None or on is None:
        raise Refused("bad_line", f"第{number}行“{line[:30]}”看不明白。请写成 2027-01-01 休 元旦，或 2027-02-06 班。")
    works = found[4] == "班"
    if works and on.weekday() < 5:
        weekday = WEEKDAYS[on.weekday()]
        raise Refused("bad_line", f"第{number}行：{on.month}月{on.day}日是星期{weekday}，本来就上班，请核对日期。")
    return NoticedDay(on, works, (found[5] or ("调休上班" if works else "放假"))[:NAME_CHARS])
