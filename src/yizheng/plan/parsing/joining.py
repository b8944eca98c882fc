"""
Joining wrapped lines into paragraphs.

A text file may be cut at any column, with or without indents, and a page break may leave an empty line in
the middle of a sentence. Lines are joined when the first one is as wide as the page or stops in mid-sentence,
and the second one does not begin something new.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile
from unicodedata import east_asian_width

from yizheng.document.reading import Block, Line, Table
from yizheng.plan.parsing.numbering import Mark, mark_of
from yizheng.plan.parsing.openings import COPIES, SIGNER, begins_block, closes_block, is_annex_start
from yizheng.plan.parsing.paragraphs import Paragraph, Piece, ends_sentence, open_bracket
from yizheng.plan.parsing.tree import squeezed

MIN_COLUMNS = 20
SLACK = 4
MIN_FULL = 4
GLUE = "，、,（(《“‘—"
LONGEST_OPEN = 120


def join(blocks: list[Block]) -> list[Piece]:
    """Paragraphs and tables in order; empty lines become the `gap` of what follows."""
    blocks = _with_soft_ends(blocks)
    lines = [block for block in blocks if isinstance(block, Line)]
    joiner = Joiner(page_columns(lines))
    for block in blocks:
        if isinstance(block, Table):
            joiner.put_table(block)
        else:
            joiner.put(block)
    return joiner.done()


def _with_soft_ends(blocks: list[Block]) -> list[Block]:
    """
    The lines as wrapped ones where every printed line was made a paragraph, as converters from PDF do.

    Then at least a third of all paragraphs are equally wide and stop in mid-sentence.
    """
    lines = [block for block in blocks if isinstance(block, Line) and block.text.strip()]
    if not lines or not all(line.whole for line in lines):
        return blocks
    soft = [replace(line, whole=False) for line in lines]
    limit = page_columns(soft)
    full = sum(columns(line.text.rstrip()) > limit - SLACK for line in soft)
    if not limit or 3 * full < len(soft):
        return blocks
    return [replace(block, whole=False) if isinstance(block, Line) else block for block in blocks]


def columns(text: str) -> int:
    """Display width: a Chinese character takes two columns."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def page_columns(lines: list[Line]) -> int:
    """
    The width at which the whole text was cut, 0 when it was not.

    In a text cut by column many lines share nearly the greatest width, and most of these stop in mid-sentence.
    Annexes are left out: their lists are often set in another way.
    """
    main = [line for line in takewhile(_before_annex, lines) if line.text.strip() and not line.whole]
    widths = [columns(line.text.rstrip()) for line in main]
    counts = Counter(widths)
    best = max(counts, default=0, key=lambda width: (_cluster(counts, width), width))
    wider = sum(count for width, count in counts.items() if width > best + 1)
    full = [line for line, width in zip(main, widths, strict=True) if best - SLACK < width <= best]
    if best < MIN_COLUMNS or len(full) < MIN_FULL or wider > 0.06 * len(widths) + 3:
        return 0
    return best if len(full) >= 0.2 * len(widths) and _stop_short(full) else 0


def _before_annex(line: Line) -> bool:
    return not is_annex_start(line.text.strip())


def _stop_short(full: list[Line]) -> bool:
    """Whether most full lines end within a sentence and are no headings of their own."""
    broken = [line for line in full if not ends_sentence(line.text) and mark_of(line.text.strip()) is None]
    return len(broken) >= 0.4 * len(full)


def _cluster(counts: Counter[int], width: int) -> int:
    return sum(counts[near] for near in range(width - SLACK + 1, width + 1))


@dataclass
class Joiner:
    """Holds the paragraph being built; `limit` is the page width in columns or 0."""

    limit: int

    def __post_init__(self) -> None:
        self.pieces: list[Piece] = []
        self.current: Paragraph | None = None
        self.last_line = ""
        self.gap = 0
        self.reached: dict[str, int] = {}

    def put_table(self, table: Table) -> None:
        self._close()
        self.pieces.append(table)

    def put(self, line: Line) -> None:
        if not line.text.strip():
            self.gap += 1
            return
        fresh = _paragraph(line, self.gap)
        if self.current is not None and self._continues(self.current, fresh, line):
            self.current = _glued(self.current, fresh)
        else:
            self._close()
            self.current = fresh
            self._note(fresh.mark)
        self.last_line, self.gap = line.text.rstrip(), 0

    def done(self) -> list[Piece]:
        self._close()
        return self.pieces

    def _close(self) -> None:
        if self.current is not None:
            self.pieces.append(self.current)
        self.current = None

    def _note(self, mark: Mark | None) -> None:
        if mark is not None:
            self.reached[mark.style] = mark.value

    def _continues(self, before: Paragraph, fresh: Paragraph, line: Line) -> bool:
        """Whether the line goes on with the paragraph before it."""
        if before.whole or line.whole or line.heading or before.heading:
            return False
        hanging = open_bracket(before.text) if len(before.text) < LONGEST_OPEN else ""
        if hanging in ("《", "（", "(") and not self._is_due(fresh.mark):
            return True
        if closes_block(before.text):
            return False
        if self._begins(before, fresh):
            return False
        return self._runs_on(before, fresh)

    def _begins(self, before: Paragraph, fresh: Paragraph) -> bool:
        if fresh.mark is not None:
            complete = ends_sentence(before.text) or before.text[-1] in "：:" or not before.is_prose
            return complete or self._is_due(fresh.mark)
        return begins_block(fresh.text)

    def _is_due(self, mark: Mark | None) -> bool:
        """The very next number of its style: 六、 after 五、."""
        return mark is not None and mark.value > 1 and self.reached.get(mark.style) == mark.value - 1

    def _runs_on(self, before: Paragraph, fresh: Paragraph) -> bool:
        ended = ends_sentence(before.text)
        if before.text[-1] in GLUE or (COPIES.match(before.text) and not ended):
            return True
        if self.limit and columns(self.last_line) > self.limit - SLACK:
            return not ended or (self.gap == 0 and fresh.indent == 0 and not SIGNER.match(fresh.text))
        return not ended and before.is_prose and before.text[-1] not in "：:" and _resumes(fresh)


def _resumes(fresh: Paragraph) -> bool:
    """Mid-sentence text, or at least nothing that looks like a heading of its own."""
    return fresh.indent == 0 or fresh.is_prose


def _paragraph(line: Line, gap: int) -> Paragraph:
    text = line.text.strip()
    lead = len(line.text) - len(line.text.lstrip())
    indent = sum(2 if char == "\u3000" else 1 for char in line.text[:lead])
    bold = tuple((max(0, a - lead), min(b - lead, len(text))) for a, b in line.bold if b > lead)
    return Paragraph(
        text=text,
        first=line.number,
        last=line.number,
        gap=gap,
        bold=bold,
        heading=line.heading,
        centred=line.centred,
        whole=line.whole,
        indent=indent,
    )


def _glued(before: Paragraph, fresh: Paragraph) -> Paragraph:
    space = " " if _needs_space(before.text, fresh.text) else ""
    shift = len(before.text) + len(space)
    bold = (*before.bold, *((a + shift, b + shift) for a, b in fresh.bold))
    return replace(before, text=before.text + space + fresh.text, last=fresh.last, bold=bold)


def _needs_space(before: str, after: str) -> bool:
    return bool(re.match(r"[A-Za-z]", before[-1:])) and bool(re.match(r"[A-Za-z]", squeezed(after)[:1]))
