"""The text of a document as paragraphs with their level: 一、 （一） 1. and running text (handbook 13)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,4}、")),
    (2, re.compile(r"（[一二三四五六七八九十]{1,4}）")),
    (3, re.compile(r"\d{1,2}[.．](?!\d)")),
)
LONGEST_HEADING = 40
"""A longer numbered paragraph is running text that begins with a number. Our decision."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `level` is 1 to 3 for a heading, 0 for running text."""

    text: str
    level: int = 0

    def __str__(self) -> str:
        return self.text


def paragraphs(text: str | Iterable[str]) -> list[Paragraph]:
    """Return the paragraphs of a text, a line each; blank lines and the blanks before a line go."""
    lines = text.splitlines() if isinstance(text, str) else [line for each in text for line in str(each).splitlines()]
    stripped = (line.strip() for line in lines)
    return [Paragraph(line, _level(line)) for line in stripped if line]


def _level(line: str) -> int:
    if len(line) > LONGEST_HEADING:
        return 0
    return next((level for level, mark in LEVELS if mark.match(line)), 0)
