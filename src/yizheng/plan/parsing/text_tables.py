"""
Tables inside a text file.

Word and web copies leave them in four shapes: every cell on its own line behind a tab; a row a line with
tabs; markdown bars; or every cell on its own line with nothing at all. Each becomes an ordinary table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yizheng.document.reading import Block, Cell, Line, Table
from yizheng.plan.parsing.columns import header_of
from yizheng.plan.parsing.numbering import mark_of
from yizheng.plan.parsing.openings import REMARK, is_annex_start, is_title

MIN_COLUMNS = 3
MAX_EMPTY_LINES = 4
ROW_START = re.compile(r"\s*(?:[0-9０-９]|[一二三四五六七八九十]{1,2}月|[（(]\d|第?[一二三四]季|全年|[上下]半年)")
BAR_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*\Z")


def with_tables(blocks: list[Block]) -> list[Block]:
    """The blocks with every table that was laid out in plain lines put together."""
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        table, used = _table_at(blocks, index)
        found.append(table if table is not None else blocks[index])
        index += used
    return found


def _table_at(blocks: list[Block], index: int) -> tuple[Table | None, int]:
    block = blocks[index]
    if not isinstance(block, Line) or not block.text.strip():
        return None, 1
    for shape in (_bars, _tabs):
        table, used = shape(blocks, index)
        if table is not None:
            return table, used
    return None, 1


def _bars(blocks: list[Block], index: int) -> tuple[Table | None, int]:
    """Markdown: | 月份 | 工作内容 | … |, also where a page break left empty lines between the rows."""
    rows: list[Row] = []
    at = stop = index
    while at < len(blocks) and at - stop <= MAX_EMPTY_LINES:
        block = blocks[at]
        at += 1
        if not isinstance(block, Line) or (block.text.strip() and block.text.count("|") < MIN_COLUMNS - 1):
            break
        if block.text.strip() and not BAR_RULE.match(block.text):
            rows.append(Row(_bar_cells(block.text), block.number, block.number))
        stop = at if block.text.strip() else stop
    if len(rows) < 2 or header_of(rows[0].cells) is None:
        return None, 1
    return _table(rows), stop - index


def _bar_cells(line: str) -> list[str]:
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    return [re.sub(r"<br\s*/?>", "\n", cell.strip()) for cell in cells]


@dataclass
class Row:
    cells: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0


def _tabs(blocks: list[Block], index: int) -> tuple[Table | None, int]:
    """Cells behind tabs, a row a line or a cell a line; the headings tell how many columns there are."""
    width = _tab_header(blocks, index)
    if not width:
        return None, 1
    head = blocks[index]
    is_row = isinstance(head, Line) and head.text.strip("\t").count("\t") >= MIN_COLUMNS - 1
    starts_with_tab = isinstance(head, Line) and head.text.startswith("\t")
    reader = TabReader(width, lead="\t" if starts_with_tab or not is_row else "")
    at = index
    while at < len(blocks) and reader.takes(blocks[at]):
        at += 1
    return _table(reader.rows), at - index - reader.trailing


def _tab_header(blocks: list[Block], index: int) -> int:
    cells: list[str] = []
    for block in blocks[index : index + 24]:
        if not isinstance(block, Line) or (block.text.strip() and "\t" not in block.text):
            break
        if cells and not block.text.strip() and header_of(cells):
            break
        if block.text.count("\t") >= MIN_COLUMNS - 1 and cells:
            break
        cells.extend(_cells_of(block.text) if block.text.strip() else [])
        if len(cells) >= MIN_COLUMNS and block.text.strip("\t").count("\t") >= MIN_COLUMNS - 1:
            break
    return len(cells) if len(cells) >= MIN_COLUMNS and header_of(cells) else 0


def _cells_of(line: str) -> list[str]:
    return [cell.strip(" \u3000") for cell in line.removeprefix("\t").rstrip("\t").split("\t")]


@dataclass
class TabReader:
    """Fills rows of `width` cells; a line without a tab goes on with the cell before it."""

    width: int
    lead: str = "\t"
    rows: list[Row] = field(default_factory=list)
    trailing: int = 0

    def takes(self, block: Block) -> bool:
        """Whether the line still belongs to the table."""
        if not isinstance(block, Line):
            return False
        text = block.text
        if not text.strip() and "\t" not in text:
            self.trailing += 1
            return True
        if "\t" not in text and self._ends_before(text):
            return False
        self.trailing = 0
        self._put(block)
        return True

    def _ends_before(self, text: str) -> bool:
        if REMARK.match(text.strip()) or is_annex_start(text.strip()) or is_title(text.strip()):
            return True
        mark = mark_of(text.strip())
        heading = mark is not None and mark.style in {"cn", "part"}
        return (self.trailing > 1 or heading) and self._row_is_full()

    def _row_is_full(self) -> bool:
        return bool(self.rows) and len(self.rows[-1].cells) == self.width

    def _put(self, line: Line) -> None:
        if "\t" not in line.text:
            self._go_on(line)
            return
        first, *others = line.text.removeprefix(self.lead).split("\t")
        if not line.text.startswith("\t") and self.rows and not self._row_is_full():
            if len(self.rows[-1].cells) + len(others) == self.width and not ROW_START.match(first):
                self._go_on_with(first, line.number)
                first, *others = others
            else:
                self._complete()
        for cell in (first, *others):
            self._cell(cell.strip(" \u3000"), line.number)

    def _go_on(self, line: Line) -> None:
        self._go_on_with(line.text, line.number)

    def _go_on_with(self, text: str, number: int) -> None:
        """A line end within a cell."""
        row = self.rows[-1]
        row.cells[-1] = "\n".join(filter(None, (row.cells[-1], text.strip())))
        row.last = number

    def _complete(self) -> None:
        if self.rows:
            self.rows[-1].cells.extend([""] * (self.width - len(self.rows[-1].cells)))

    def _cell(self, text: str, number: int) -> None:
        if not self.rows or self._row_is_full():
            self.rows.append(Row([], number, number))
        self.rows[-1].cells.append(text)
        self.rows[-1].last = number


def _table(rows: list[Row]) -> Table:
    width = max(len(row.cells) for row in rows)
    cells = tuple(tuple(Cell(text) for text in row.cells + [""] * (width - len(row.cells))) for row in rows)
    return Table(rows[0].first, cells, tuple((row.first, row.last) for row in rows))
