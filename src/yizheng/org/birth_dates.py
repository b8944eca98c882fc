"""Dates of birth as offices have them: the day, the month, or the year alone."""

from __future__ import annotations

import re
from datetime import date

from yizheng.intake.sheets.values import day, folded
from yizheng.kernel.errors import Refused

_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


def written_birth(text: str) -> str:
    """
    Return a date of birth (出生年月) as ISO text, as exact as it was written: 1968, 1968-05, 1968-05-12.

    Raises: Refused `birth`.
    """
    plain = folded(text)
    if year := _YEAR.fullmatch(plain):
        return year[1]
    read = "" if _SERIAL.fullmatch(plain) else day(plain)
    if not read:
        raise Refused("birth", "出生年月看不明白，请写成 1968-05；知道日子的写 1968-05-12，只知道年份的写 1968。")
    return read


def age_on(birth_date: str, on: date) -> int:
    """
    Return the full years somebody has lived on a day.

    Rule: our decision: where no month is known it counts from January, where no day is known from the first.
    """
    year, month, of_month = (*map(int, birth_date.split("-")), 1, 1)[:3]
    return on.year - year - ((on.month, on.day) < (month, of_month))
