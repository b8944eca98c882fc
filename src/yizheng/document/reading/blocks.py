"""The document as read: numbered lines and tables, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of text as it stands in the source.

    `number` counts from 1 over the whole document; a table row takes one number too.
    `whole` says that the line is a complete paragraph of its source, so nothing was wrapped.
    `bold` holds half-open character ranges of `text`.
    """

    number: int
    text: str
    whole: bool = False
    bold: tuple[tuple[int, int], ...] = ()
    heading: int = 0
    centred: bool = False

    @property
    def last(self) -> int:
        return self.number


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; a merged cell repeats its text, `source` says where the text really stands."""

    text: str
    source: Literal["own", "above", "left"] = "own"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its merged cells spread out, so that every row has the same number of cells."""

    number: int
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[tuple[int, int], ...] = ()

    @property
    def last(self) -> int:
        return self.span(len(self.rows) - 1)[1]

    def span(self, row: int) -> tuple[int, int]:
        """First and last line number of a row; rows from a text file may cover several lines."""
        return self.numbers[row] if self.numbers else (self.number + row, self.number + row)


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something a reader left out, and why (页码, 网页导航 …)."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """What was read: the kind of file, its encoding where it has one, and its blocks."""

    kind: str
    blocks: tuple[Block, ...]
    encoding: str = ""
    title: str = ""
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = ()

    def shown_lines(self) -> list[tuple[int, str]]:
        """
        The document line by line for a preview; the cells of a table row are joined by tabs.

        Lines that the reader left out stand in their places too: what was taken out can be seen.
        """
        kept = [line for block in self.blocks for line in _shown(block)]
        numbers = {number for number, _ in kept}
        left_out = [(each.line, each.text) for each in self.dropped if each.line not in numbers]
        return sorted([*kept, *left_out], key=itemgetter(0))


def _shown(block: Block) -> Iterator[tuple[int, str]]:
    if isinstance(block, Line):
        yield block.number, block.text
    else:
        yield from shown_rows(block)


def shown_rows(table: Table) -> Iterator[tuple[int, str]]:
    for index, row in enumerate(table.rows):
        texts = [cell.text if cell.source == "own" else "" for cell in row]
        yield table.span(index)[0], "\t".join(text.replace("\n", " ") for text in texts)
