"""Paragraphs: what the joiner makes of lines, and the judgements that every later step shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from yizheng.document.reading import Table
from yizheng.plan.parsing.numbering import Mark, mark_of
from yizheng.plan.parsing.tree import Span, squeezed

ENDS = "。！？!?；;…"
CLOSERS = "”’」』）)》〉】］]\"'"
OPEN_TO_CLOSE = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "【": "】", "〔": "〕", "[": "]"}
CLOSE_TO_OPEN = {"）": "（(", ")": "（(", "》": "《", "”": "“", "」": "「", "】": "【", "〕": "〔", "]": "["}
PROSE = re.compile(r"[。；！？]")


def ends_sentence(text: str) -> bool:
    """Whether the text comes to a full stop, also one inside closing quotes or brackets."""
    stripped = text.rstrip()
    return stripped[-1:] in ENDS or (stripped.rstrip(CLOSERS)[-1:] in ENDS and stripped[-1:] in CLOSERS)


def open_bracket(text: str) -> str:
    """The last bracket or quote that is still open at the end, else an empty string."""
    stack: list[str] = []
    for char in text:
        if char in OPEN_TO_CLOSE:
            stack.append(char)
        elif char in CLOSE_TO_OPEN and stack and stack[-1] in CLOSE_TO_OPEN[char]:
            stack.pop()
    return stack[-1] if stack else ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with the lines it was joined from; `gap` is the number of empty lines before it."""

    text: str
    first: int
    last: int
    gap: int = 0
    bold: tuple[tuple[int, int], ...] = ()
    heading: int = 0
    centred: bool = False
    whole: bool = False
    indent: int = 0

    @cached_property
    def mark(self) -> Mark | None:
        return mark_of(self.text)

    @cached_property
    def plain(self) -> str:
        """The text without white space."""
        return squeezed(self.text)

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)

    @property
    def ends(self) -> bool:
        return ends_sentence(self.text)

    @property
    def is_prose(self) -> bool:
        """Running text: it has a full stop inside, or is too long for any heading."""
        return PROSE.search(self.text) is not None or len(self.plain) > 60

    @property
    def is_short_line(self) -> bool:
        """Could be a heading: short, without any full stop, comma or colon at its end."""
        return len(self.plain) <= 36 and not PROSE.search(self.text) and self.plain[-1:] not in "，、：:,"

    def without(self, start: int) -> Paragraph:
        """The paragraph from a character on, its bold ranges moved along."""
        moved = tuple((max(0, a - start), b - start) for a, b in self.bold if b > start)
        return replace(self, text=self.text[start:], bold=moved)


Piece = Paragraph | Table


def spanning(pieces: Sequence[Piece]) -> Span:
    """From the first line of the first piece to the last line of the last."""
    head, tail = pieces[0], pieces[-1]
    first = head.number if isinstance(head, Table) else head.first
    return Span(first, tail.last)


def joined_text(paragraphs: list[Paragraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs if paragraph.text)
