"""Read from a clause in which months a piece of work falls, and only what is written there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yizheng.plan.sentences import hide_quoted

_NUMERALS = {mark: n for n, mark in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}
_MONTH = r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_TO = r"\s*[-–—－~～至到]+\s*"
_RANGE = re.compile(rf"(?<![\d年]){_MONTH}(?:月份?)?{_TO}{_MONTH}月份?")
_SINGLE = re.compile(rf"(?<![\d一二三四五六七八九十第]){_MONTH}月(?:份|初|底|末|[上中下]旬)?(?:之?前|以前)?")
_QUARTER = re.compile(r"第?([一二三四1-4])季度(?:末|内)?(?:之?前)?")
_EACH = re.compile(r"贯穿全年|常年|每(?:半|两个|一)?(?:年|个?季度?|个?月|周)|按[月季]度?|逐月")
# 全年协商议题 speaks of an object of the year, not of when the work is done.
_ALL_YEAR = re.compile(r"全年(?=$|[，,）)]|持续|组织|开展|召开|举办|安排|不少于|至少|计划|拟)")
_OTHER_YEAR = re.compile(r"(?:去年|上年|20\d\d年)(?=\s*(?:\d|[一二三四五六七八九十上下底末初第]))|明年|来年|次年")
_WORDS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "年中": (6, 7),
    "年底前": (12, 12),
    "年底": (12, 12),
    "年末": (12, 12),
    "年终": (12, 12),
    "年内": (12, 12),
}
_OCCASION = re.compile(
    r"[^，,]{0,14}(?:召开|闭幕|结束|换届|通过|出台)之?后|(?:元旦|春节|元宵|清明|端午|中秋|国庆|重阳)[^，,]{0,6}?(?:前后|期间|前夕|之际|节日)"
    r"|在?(?:元旦|春节|元宵节?|端午节?|中秋节?|国庆节?|重阳节?)|暑[期假]|寒假"
)


# A period may stand in brackets at the end: …调研（4—10月）.
_OPENED = str.maketrans("（）()", "，，，，")


@dataclass(frozen=True)
class Period:
    """Months 1 to 12, both inclusive; empty months mean that the text does not say."""

    month_start: int | None = None
    month_end: int | None = None
    all_year: bool = False
    hint: str = ""  # the words read, empty when nothing about time is said


def read_period(clause: str, year: int | None = None) -> Period:
    """
    Read the months that a clause names outside its quotes.

    A date before which work ends (3月底前, 年内) gives that month. A festival or an event
    (党的…召开后) is reported as a hint without months, and so is a month of another year.
    Rule: our decision; 年中 is June to July.
    """
    text = hide_quoted(clause.translate(_OPENED))
    if year is not None:
        text = text.replace(f"{year}年", "")
    if other := _OTHER_YEAR.search(text):
        return Period(hint=other[0])
    return _each(text) or _months(text) or _named(text) or _occasion(text) or Period()


def _each(text: str) -> Period | None:
    found = _EACH.search(text) or _ALL_YEAR.search(text)
    return Period(1, 12, all_year=True, hint=found[0]) if found else None


def _months(text: str) -> Period | None:
    if found := _RANGE.search(text):
        first, last = _number(found[1]), _number(found[2])
        return Period(first, last, hint=found[0]) if first <= last else Period(hint=found[0])
    if found := _SINGLE.search(text):
        return Period(_number(found[1]), _number(found[1]), hint=found[0])
    if found := _QUARTER.search(text):
        last = 3 * _number(found[1])
        return Period(last - 2, last, hint=found[0])
    return None


def _named(text: str) -> Period | None:
    for word, (first, last) in _WORDS.items():
        if word in text:
            return Period(first, last, hint=word)
    return None


def _occasion(text: str) -> Period | None:
    found = _OCCASION.search(text)
    return Period(hint=found[0].removeprefix("在")) if found else None


def _number(mark: str) -> int:
    return _NUMERALS.get(mark) or int(mark)
