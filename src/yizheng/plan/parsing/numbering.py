"""Numbers at the start of a paragraph: 一、 （一） 1. 1、 （1） ① 第一， 一是, in any punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

CHINESE = "一二三四五六七八九十"
DIGITS = {char: value for value, char in enumerate(CHINESE, start=1)} | {"零": 0, "〇": 0, "○": 0, "两": 2}
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def chinese_number(text: str) -> int | None:
    """一 to 九十九 as a number; None for anything else."""
    tens, ten, units = text.partition("十")
    if not ten:
        return DIGITS.get(text) if len(text) == 1 else None
    if (tens and tens not in DIGITS) or (units and units not in DIGITS):
        return None
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[units] if units else 0)


def number_of(text: str) -> int | None:
    """An Arabic (also full-width) or Chinese number."""
    plain = text.translate(FULL_WIDTH)
    return int(plain) if plain.isdecimal() and plain.isascii() else chinese_number(text)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that opens a paragraph: its style, its value, its printed form, and what follows."""

    style: str
    value: int
    raw: str
    rest: str
    start: int

    @property
    def label(self) -> str:
        """The number without its punctuation."""
        return re.sub(r"[\s、.．，,：:（）()第]|部分|章|篇|编", "", self.raw)


CN = f"[{CHINESE}]{{1,3}}"
NUM = r"[0-9０-９]"
UNITS = "年月日天号个次项件名家位人篇条届场岁点倍万亿多余周元大%％~～:：/-"
PATTERNS = (
    ("part", re.compile(rf"(第\s*({CN})\s*(?:部分|章|篇|编)[、，,：:\s]*)")),
    ("cn", re.compile(rf"(({CN})\s*[、.．](?!\s*[{CHINESE}][、，]))")),
    ("cn_paren", re.compile(rf"([（(〔]\s*({CN})\s*[）)〕]\s*[、.．]?)")),
    ("arabic", re.compile(rf"(({NUM}{{1,3}})\s*[、.．,，](?!\s*{NUM}(?!{NUM}{{3}}年)))")),
    ("arabic_half", re.compile(rf"(({NUM}{{1,2}})\s*[）)])")),
    ("arabic_paren", re.compile(rf"([（(]\s*({NUM}{{1,2}})\s*[）)]\s*[、.．]?)")),
    ("ordinal", re.compile(rf"(第\s*({CN})\s*[、，,：:])")),
    ("shi", re.compile(rf"(({CN})(?:是|要)(?!否|求))")),
    ("cn_space", re.compile(rf"(({CN})[\s\u3000]+)(?=[^{CHINESE}\s])")),
    ("arabic_space", re.compile(rf"(({NUM}{{1,2}})[\s\u3000]+)(?=[^\s0-9０-９{UNITS}])")),
)
SAME = {"cn_space": "cn", "arabic_space": "arabic"}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
SIGNS = (("circled", CIRCLED), ("arabic_paren", BRACKETED), ("arabic", DOTTED))
RANK = ("part", "cn", "cn_paren", "arabic", "arabic_half", "arabic_paren", "circled", "ordinal", "shi")


def mark_of(text: str) -> Mark | None:
    """The number that opens the text, if one does."""
    if not text or text[0] not in FIRST:
        return None
    return _sign(text) or next(filter(None, (read(text) for read in READERS)), None)


def _reader(style: str, pattern: re.Pattern[str]) -> Callable[[str], Mark | None]:
    def read(text: str) -> Mark | None:
        match = pattern.match(text)
        value = number_of(match[2]) if match else None
        if match is None or value is None or value == 0:
            return None
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
        return Mark(SAME.get(style, style), value, match[1].strip(), text[start:], start)

    return read


def _sign(text: str) -> Mark | None:
    for style, signs in SIGNS:
        if text[0] in signs:
            rest = text[1:].lstrip(" \u3000、.．")
            return Mark(style, signs.index(text[0]) + 1, text[0], rest, len(text) - len(rest))
    return None


READERS = [_reader(style, pattern) for style, pattern in PATTERNS]
FIRST = frozenset(CHINESE + "0123456789０１２３４５６７８９（(〔第" + CIRCLED + BRACKETED + DOTTED)
