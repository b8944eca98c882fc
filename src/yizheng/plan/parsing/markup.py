"""Marks of markdown that web copies leave in a text: ** becomes bold, # becomes a heading."""

from __future__ import annotations

import re
from dataclasses import replace

from yizheng.document.reading import Block, Line

HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+")
QUOTE = re.compile(r"^\s{0,3}>\s+")
RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")
ESCAPED = re.compile(r"\\([.\-*_#\[\]()+!])")


LONGEST_BOLD = 8
"""Lines, with the empty ones of a page break, over which stars may reach before the first is taken for a stray."""


def without_markup(blocks: tuple[Block, ...]) -> list[Block]:
    """The blocks without marks; a bold range may begin on one line and end on a later one."""
    result: list[Block] = []
    open_lines = 0
    for block in blocks:
        if not isinstance(block, Line):
            result.append(block)
            continue
        line = _plain(block)
        stars = "**" in line.text or "__" in line.text
        line, is_open = _bold(line, open_lines > 0) if stars or open_lines else (line, False)
        open_lines = open_lines + 1 if is_open and open_lines < LONGEST_BOLD else 0
        result.append(line)
    return result


def _plain(line: Line) -> Line:
    text = line.text
    if not any(sign in text for sign in "*#>_=\\-"):
        return line
    if RULE.match(text):
        return replace(line, text="")
    heading = HEADING.match(text)
    if heading:
        line = replace(line, text=text[heading.end() :], heading=len(heading[1]))
    return replace(line, text=ESCAPED.sub(r"\1", QUOTE.sub("", line.text)))


def _bold(line: Line, is_open: bool) -> tuple[Line, bool]:
    """Takes out the stars; between two of them the text is bold. Also says whether one is still open."""
    ranges = list(line.bold)
    text = ""
    for piece in re.split(r"(\*\*|__)", line.text):
        if piece in {"**", "__"}:
            is_open = not is_open
            continue
        if is_open and piece:
            ranges.append((len(text), len(text) + len(piece)))
        text += piece
    return replace(line, text=text, bold=tuple(ranges)), is_open
