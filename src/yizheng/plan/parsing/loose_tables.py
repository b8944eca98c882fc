"""
Tables whose cells lost their borders: a cell a line, or a row a line with nothing but spaces between.

Only the words can tell the columns apart: a month, a numbered task, names of persons, names of departments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from yizheng.document.reading import Block, Cell, Line, Table
from yizheng.plan.parsing.columns import column_of, header_of
from yizheng.plan.parsing.dates import months_of
from yizheng.plan.parsing.numbering import mark_of
from yizheng.plan.parsing.openings import FIELD, REMARK, is_annex_start, is_date, is_title
from yizheng.plan.parsing.people import is_department, rejoined
from yizheng.plan.parsing.tree import squeezed

MIN_COLUMNS = 3
MAX_EMPTY_LINES = 4
KNOWN = {"month", "order", "content", "leaders", "departments", "note"}
PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}|.{0,4}(?:主席|秘书长|领导|书记|主任)(?:、.{0,4}(?:主席|秘书长|领导|书记))*")
ACT = re.compile(
    r"召开|开展|组织|做好|举办|完成|启动|印发|制定|建立|协同|协助|确定|筹备|参加|编印|视察|调研|走访|督办|起草|总结|配合|推进|落实|加强"
)
ENTRY = re.compile(r"\s*[（(]\s*\d{1,2}\s*[）)]|\s*[①-⑳]")


def with_loose_tables(blocks: list[Block]) -> list[Block]:
    """The blocks with every table put together whose cells stand on lines of their own or between spaces."""
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        names, used = _header(blocks, index)
        table, stop = _read(blocks, index, names, used) if names else (None, index + 1)
        found.append(table if table is not None else blocks[index])
        index = stop if table is not None else index + 1
    return found


def _header(blocks: list[Block], index: int) -> tuple[list[str], int]:
    """The headings on one line or on the lines from here on, and how many lines that takes."""
    block = blocks[index]
    if not isinstance(block, Line) or not 1 < len(squeezed(block.text)) < 60:
        return [], 0
    words = _words(block.text)
    if len(words) >= MIN_COLUMNS:
        return _known(words), 1
    return _stacked(blocks, index) if len(words) == 1 or column_of(block.text) else ([], 0)


def _stacked(blocks: list[Block], index: int) -> tuple[list[str], int]:
    names: list[str] = []
    at = index
    for block in blocks[index : index + 16]:
        if not isinstance(block, Line) or (block.text.strip() and column_of(block.text) is None):
            break
        at += 1
        if block.text.strip():
            names.append(block.text)
    return (_known(names), at - index) if len(names) >= MIN_COLUMNS else ([], 0)


def _known(names: list[str]) -> list[str]:
    """The headings when all of them are columns of a task table, else nothing."""
    columns = header_of(names)
    if columns is None or not set(columns) <= KNOWN or not {"content", "month"} <= set(columns):
        return []
    return names


def _words(text: str) -> list[str]:
    return rejoined(re.split(r"\s+", text.strip()))


def _read(blocks: list[Block], index: int, names: list[str], used: int) -> tuple[Table | None, int]:
    reader = Reader([column_of(name) or "" for name in names], names)
    at = stop = index + used
    while at < len(blocks) and at - stop <= MAX_EMPTY_LINES:
        block = blocks[at]
        at += 1
        if not isinstance(block, Line) or (block.text.strip() and not reader.takes(block)):
            break
        stop = at if block.text.strip() else stop
    if not reader.rows:
        return None, index + 1
    first, last = blocks[index], blocks[index + used - 1]
    return reader.table(first.number, last.number), stop


@dataclass
class Entry:
    """A row being filled: texts by column and the lines it came from."""

    first: int
    last: int
    texts: dict[str, list[str]] = field(default_factory=dict)

    def has(self, *columns: str) -> bool:
        return any(self.texts.get(column) for column in columns)


@dataclass
class Reader:
    """Sorts the words of every line into columns; a task begins where the one before has its people."""

    columns: list[str]
    names: list[str]
    rows: list[Entry] = field(default_factory=list)

    def takes(self, line: Line) -> bool:
        text = line.text.strip()
        if _ends(text):
            return False
        parts = _sorted_words(text, self.columns)
        if not self.rows and "month" not in parts and not ENTRY.match(text):
            return False
        self._open(parts, line.number)
        if not self.rows[-1].has("content"):
            _need_content(parts)
        for column, words in parts.items():
            self.rows[-1].texts.setdefault(column, []).extend(words)
        self.rows[-1].last = line.number
        return True

    def _open(self, parts: dict[str, list[str]], number: int) -> None:
        row = self.rows[-1] if self.rows else None
        fresh_task = "content" in parts and row is not None and row.has("leaders", "departments")
        numbered = "content" in parts and ENTRY.match(parts["content"][0]) is not None
        if row is None or "month" in parts or fresh_task or (numbered and row.has("content")):
            self.rows.append(Entry(number, number))

    def table(self, first: int, last: int) -> Table:
        heading = tuple(Cell(name.strip()) for name in self.names)
        rows = [tuple(Cell(_cell(row, column)) for column in self.columns) for row in self.rows]
        spans = ((first, last), *((row.first, row.last) for row in self.rows))
        return Table(first, (heading, *rows), spans)


def _cell(row: Entry, column: str) -> str:
    return ("" if column == "content" else "\n").join(row.texts.get(column, []))


def _ends(text: str) -> bool:
    """What cannot stand in a table: a remark, an annex, a title, a date line, a heading, a labelled line."""
    mark = mark_of(text)
    heading = mark is not None and mark.style in {"cn", "part", "cn_paren"}
    return bool(
        heading or REMARK.match(text) or is_annex_start(text) or is_title(text) or is_date(text) or FIELD.match(text)
    )


def _need_content(parts: dict[str, list[str]]) -> None:
    """What follows the month is the task, whatever it looks like."""
    column = next((name for name in ("content", "leaders", "departments") if parts.get(name)), None)
    if column in {"leaders", "departments"}:
        parts["content"] = [parts[column].pop(0)]


def _sorted_words(text: str, columns: list[str]) -> dict[str, list[str]]:
    """Month in front, people and departments at the end, the task between; only columns that there are."""
    words = _words(text)
    parts: dict[str, list[str]] = {}
    if _is_month(words[0]):
        parts["month"] = [words.pop(0)]
    departments = _taken(words, _is_department) if "departments" in columns else []
    leaders = _taken(words, _is_person) if "leaders" in columns else []
    if words:
        parts["content"] = [" ".join(words)]
    if leaders:
        parts["leaders"] = leaders
    if departments:
        parts["departments"] = departments
    return parts


def _taken(words: list[str], judge: Callable[[str], bool]) -> list[str]:
    """Take the words at the end that all pass; never a numbered task."""
    taken: list[str] = []
    while words and not ENTRY.match(words[-1]) and _all_pass(words[-1], judge):
        taken.insert(0, words.pop())
    return taken


def _all_pass(word: str, judge: Callable[[str], bool]) -> bool:
    names = [name for name in re.split(r"[、，,；;]", word) if name]
    return bool(names) and all(len(name) <= 18 and judge(name) for name in names)


def _is_department(name: str) -> bool:
    return is_department(name) and not ACT.match(name)


def _is_person(name: str) -> bool:
    return PERSON.fullmatch(name) is not None and not ACT.match(name)


def _is_month(word: str) -> bool:
    return (
        len(word) <= 8 and months_of(word) is not None and re.search(r"[\d一二三四五六七八九十年季]", word) is not None
    )
