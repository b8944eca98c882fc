"""Marks of markdown that web copies leave in a text: ** becomes bold, # becomes a heading."""

from __future__ import annotations

import re
from dataclasses import replace

from yizheng.document.reading import Block, Line

HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+")
QUOTE = re.compile(r"^\s{0,3}>\s+")
RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")
ESCAPED = re.compile(r"\\([.\-*_#\[\]()+!])")


def without_markup(blocks: tuple[Block, ...]) -> list[Block]:
    return [_plain(block) if isinstance(block, Line) else block for block in blocks]


def _plain(line: Line) -> Line:
    text = line.text
    if not any(sign in text for sign in "*#>_=\\-"):
        return line
    if RULE.match(text):
        return replace(line, text="")
    heading = HEADING.match(text)
    if heading:
        line = replace(line, text=text[heading.end() :], heading=len(heading[1]))
    line = replace(line, text=ESCAPED.sub(r"\1", QUOTE.sub("", line.text)))
    return _bold(line) if "**" in line.text or "__" in line.text else line


def _bold(line: Line) -> Line:
    """Takes out the stars; each pair leaves a bold range."""
    pieces = re.split(r"\*\*|__", line.text)
    ranges, length = [], 0
    for index, piece in enumerate(pieces):
        if index % 2 and index + 1 < len(pieces):
            ranges.append((length, length + len(piece)))
        length += len(piece)
    return replace(line, text="".join(pieces), bold=(*line.bold, *ranges))
