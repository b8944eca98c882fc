"""Dates and months as offices print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from yizheng.plan.parsing.numbering import FULL_WIDTH, number_of
from yizheng.plan.parsing.openings import DATE
from yizheng.plan.parsing.tree import squeezed

YEAR_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "O": "0"}
YEAR = re.compile(r"((?:19|20)\d{2}|二[〇○零O0][〇○零O0一二三四五六七八九]{2})\s*年")
N = r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
RANGE = re.compile(rf"{N}月?(?:份|底|初|中旬|上旬|下旬)?(?:[-—–－~～至到、]|——){N}月")
SINGLE = re.compile(rf"{N}月")
LISTED = re.compile(rf"(?:(?<=、)|\A){N}月(?=、|\Z)")
BARE = re.compile(rf"{N}\Z")
BARE_RANGE = re.compile(rf"{N}[-—–－~～至到、]+{N}\Z")
QUARTER = re.compile(r"第?([一二三四1-4])(?=季|[、至到—-]第?[一二三四1-4]季)")
HALVES = (
    ("上半年", (1, 6)),
    ("下半年", (7, 12)),
    ("年底", (12, 12)),
    ("年末", (12, 12)),
    ("年初", (1, 1)),
    ("年中", (6, 6)),
)
ALL_YEAR = re.compile(r"全年|常年|长期|每[月季]|持续|经常|年内|适时|贯穿")


@dataclass(frozen=True, slots=True)
class Months:
    """Months 1-12, both inclusive; both None for the whole year or an open time."""

    first: int | None
    last: int | None


def iso_date(text: str) -> str | None:
    """The first date in the text as YYYY-MM-DD; None when there is none or it does not exist."""
    match = DATE.search(text)
    if match is None:
        return None
    month, day, year = number_of(match["month"]), number_of(match["day"]), year_number(match["year"])
    try:
        return date(year or 0, month or 0, day or 0).isoformat()
    except ValueError:
        return None


def year_number(text: str) -> int | None:
    digits = "".join(YEAR_DIGITS.get(char, char) for char in text.translate(FULL_WIDTH))
    return int(digits) if digits.isdecimal() else None


def years_in(text: str) -> list[int]:
    found = [year_number(match[1]) for match in YEAR.finditer(squeezed(text).translate(FULL_WIDTH))]
    return [year for year in found if year is not None]


def months_of(text: str) -> Months | None:
    """What a month cell says: 3, 3月, 一月, 一季度, 1-3月, 10月底前, 全年; None when it says nothing of time."""
    plain = re.sub(r"(?:19|20)\d{2}年?度?[-./]?", "", squeezed(text).translate(FULL_WIDTH))
    listed = [number_of(month) or 0 for month in LISTED.findall(plain)]
    if len(listed) > 1 and (months := _months(min(listed), max(listed))):
        return months
    for pattern in (RANGE, BARE_RANGE):
        match = pattern.search(plain)
        if match and (months := _months(number_of(match[1]), number_of(match[2]))):
            return months
    match = SINGLE.search(plain) or BARE.match(plain)
    if match and (months := _months(number_of(match[1]), number_of(match[1]))):
        return months
    return _season(plain)


def _months(first: int | None, last: int | None) -> Months | None:
    if first is None or last is None or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    return Months(first, last)


def _season(plain: str) -> Months | None:
    quarters = [number_of(found) or 0 for found in QUARTER.findall(plain)]
    if quarters:
        return Months(min(quarters) * 3 - 2, max(quarters) * 3)
    for word, (first, last) in HALVES:
        if word in plain:
            return Months(first, last)
    return Months(None, None) if ALL_YEAR.search(plain) else None
