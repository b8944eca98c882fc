"""Automatic numbers of Word paragraphs as Word would print them: 一、 （一） 1. ①."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

CHINESE = "零一二三四五六七八九十"
CHINESE_FORMATS = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "ideographTraditional",
    "koreanDigital2",
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def chinese(value: int) -> str:
    """1 to 99 in Chinese; larger numbers in digits."""
    if value <= 10:
        return CHINESE[value]
    if value > 99:
        return str(value)
    tens, units = divmod(value, 10)
    return ("" if tens == 1 else CHINESE[tens]) + "十" + (CHINESE[units] if units else "")


def printed(value: int, number_format: str) -> str:
    """One number in a Word format; formats that print nothing give an empty string."""
    if number_format in CHINESE_FORMATS:
        return chinese(value)
    if number_format in {"bullet", "none"}:
        return ""
    if number_format.startswith("decimalEnclosedCircle"):
        return chr(0x245F + value) if 1 <= value <= 20 else str(value)
    if number_format.startswith("decimalFullWidth"):
        return str(value).translate(FULL_WIDTH)
    if number_format in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if number_format == "lowerLetter" else letter.upper()
    if number_format in {"lowerRoman", "upperRoman"}:
        return _roman(value) if number_format == "upperRoman" else _roman(value).lower()
    return str(value)


def _roman(value: int) -> str:
    text = ""
    for size, sign in ROMAN:
        text += sign * (value // size)
        value %= size
    return text


@dataclass(frozen=True)
class Level:
    """One level of a numbering: its format, its pattern such as %1、, the first value."""

    number_format: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass
class Numbering:
    """The running numbers of a document: `lists` maps a list id to its levels and to the counter it shares."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counters: dict[str, dict[int, int]] = {}
        self.seen: set[tuple[str, int]] = set()

    def next(self, list_id: str, level: int) -> str:
        """The printed number of the next paragraph of a list at a level counted from 0."""
        if list_id not in self.lists:
            return ""
        shared, levels = self.lists[list_id]
        counters = self.counters.setdefault(shared, {})
        self._count(list_id, level, levels, counters)
        current = levels.get(level, Level())
        if current.number_format in {"bullet", "none"}:
            return ""
        return re.sub(r"%(\d)", lambda match: self._part(int(match[1]) - 1, levels, counters), current.pattern)

    def _count(self, list_id: str, level: int, levels: dict[int, Level], counters: dict[int, int]) -> None:
        restart = self.restarts.get((list_id, level))
        if restart is not None and (list_id, level) not in self.seen:
            counters[level] = restart
        else:
            counters[level] = counters.get(level, levels.get(level, Level()).start - 1) + 1
        self.seen.add((list_id, level))
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]

    def _part(self, level: int, levels: dict[int, Level], counters: dict[int, int]) -> str:
        current = levels.get(level, Level())
        return printed(counters.get(level, current.start), current.number_format)
