"""The task table (任务分解): months over merged cells, several tasks in one cell, leaders, departments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yizheng.document.reading import Cell, Table
from yizheng.plan.parsing.columns import header_of
from yizheng.plan.parsing.dates import Months, months_of
from yizheng.plan.parsing.openings import REMARK, remark_of
from yizheng.plan.parsing.people import departments_in, names_in
from yizheng.plan.parsing.tree import Removed, Span, Task, Warned, squeezed

ORDER = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十百]*[）).、．]?")
OPENING = re.compile(r"\s*(?:[（(]\s*(\d{1,2})\s*[）)]|(\d{1,2})\s*[.．、](?!\d)|([①-⑳])|([⑴-⒇])|(\d{1,2})\s*[）)])\s*")
INNER = re.compile(
    r"(?:(?<=^)|(?<=[。；;\s]))\s*(?:[（(]\s*(\d{1,2})\s*[）)]|(\d{1,2})\s*[.．、](?!\d)|([①-⑳])|([⑴-⒇]))\s*"
)
UNREAD_MONTH = "没有读懂时间“{text}”，请补上月份。"
HEADLESS = ("month", "content", "leaders", "departments")


@dataclass
class TaskTable:
    """What a table of tasks gave."""

    tasks: list[Task] = field(default_factory=list)
    remark: str | None = None
    labels: list[Removed] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def header_row(table: Table) -> tuple[int, list[str | None]] | None:
    """Index and columns of the heading row among the first rows."""
    for index, row in enumerate(table.rows[:4]):
        columns = header_of([cell.text for cell in row])
        if columns:
            return index, columns
    return None


def read_tasks(table: Table) -> TaskTable | None:
    """The tasks of a table with a heading row we know; None for any other table."""
    header = header_row(table)
    if header is None or "content" not in header[1]:
        return None
    index, columns = header
    reader = RowReader(columns, _texts(table, index))
    for row in range(index):
        reader.keep_label(table, row, "表题")
    for row in range(index, len(table.rows)):
        reader.take(table, row)
    return reader.found


def _texts(table: Table, index: int) -> list[str]:
    return [squeezed(cell.text) for cell in table.rows[index]]


@dataclass
class RowReader:
    """Reads row after row, remembering the month that a blank or merged cell repeats."""

    columns: list[str | None]
    heading: list[str]
    found: TaskTable = field(default_factory=TaskTable)
    month: Months = field(default_factory=lambda: Months(None, None))
    month_raw: str = ""
    group: str | None = None

    def __post_init__(self) -> None:
        self.counts: dict[tuple[int | None, str], int] = {}

    def take(self, table: Table, row: int) -> None:
        cells, span = table.rows[row], Span(*table.span(row))
        if _texts(table, row) == self.heading:
            self.keep_label(table, row, "表头")
        elif (whole := _one_text(cells)) is not None:
            self._take_whole(whole, span)
        else:
            before = len(self.found.tasks)
            self._take_row(cells, span)
            if len(self.found.tasks) == before:
                self.keep_label(table, row, "没有任务的行")

    def keep_label(self, table: Table, row: int, why: str) -> None:
        text = " ".join(cell.text for cell in table.rows[row] if cell.source == "own")
        self.found.labels.append(Removed(table.span(row)[0], text, why))

    def _take_whole(self, text: str, span: Span) -> None:
        """A row of one merged cell: a remark, or the name of a group of tasks."""
        if not text:
            return
        if REMARK.match(text):
            self.found.remark = remark_of(text)
        elif "month" in self.columns and (months := months_of(text)) and len(text) < 12:
            self.month, self.month_raw = months, text
            self.found.labels.append(Removed(span.first, text, "月份"))
        else:
            self.group = squeezed(text)

    def _take_row(self, cells: tuple[Cell, ...], span: Span) -> None:
        if "month" in self.columns:
            self._read_month(self._text(cells, "month"), span)
        entries = split_entries(self._text(cells, "content"))
        leaders = self._shares(self._text(cells, "leaders"), len(entries))
        departments = self._shares(self._text(cells, "departments"), len(entries))
        for (number, content), leader, department in zip(entries, leaders, departments, strict=True):
            self._add(number, content, leader, department, self._notes(cells), span)

    def _text(self, cells: tuple[Cell, ...], column: str) -> str:
        """The cells of a column; where two columns share a kind (牵头部门, 配合部门) both count."""
        texts = [
            cell.text
            for cell, name in zip(cells, self.columns, strict=True)
            if name == column and cell.source != "left"
        ]
        return "\n".join(text for text in texts if text.strip())

    def _notes(self, cells: tuple[Cell, ...]) -> str:
        """The column of notes, and every column that we do not know under its heading."""
        notes = [self._text(cells, "note")]
        for cell, name, heading in zip(cells, self.columns, self.heading, strict=True):
            is_odd = name is None or (name == "order" and not ORDER.fullmatch(squeezed(cell.text)))
            if is_odd and cell.source != "left" and cell.text.strip():
                notes.append(f"{heading}：{cell.text}" if heading else cell.text)
        return "\n".join(note for note in notes if note)

    def _read_month(self, text: str, span: Span) -> None:
        """A blank cell, a ditto mark or a merged cell keep the month of the row above."""
        if not text.strip() or re.fullmatch(r"[〃″\"同上]+", squeezed(text)):
            return
        months = months_of(text)
        if months is None:
            self.found.warnings.append(Warned("month", span.first, UNREAD_MONTH.format(text=text.strip()), text))
        self.month, self.month_raw = months or Months(None, None), squeezed(text)

    def _shares(self, text: str, count: int) -> list[str]:
        """One cell for several tasks: its numbered entries one each, else the whole for every task."""
        entries = split_entries(text)
        if count > 1 and len(entries) == count:
            return [entry for _, entry in entries]
        return [text] * count

    def _add(self, number: int | None, content: str, leaders: str, departments: str, note: str, span: Span) -> None:
        if not content and not leaders and not departments and not note:
            return
        key = (self.month.first, self.month_raw if self.month.first is None else "")
        self.counts[key] = number if number is not None else self.counts.get(key, 0) + 1
        self.found.tasks.append(
            Task(
                month=self.month.first,
                month_end=self.month.last,
                month_raw=self.month_raw,
                order=self.counts[key],
                content=content,
                leaders=names_in(leaders),
                departments=departments_in(departments),
                leaders_text=leaders,
                departments_text=departments,
                note=note,
                span=span,
                group=self.group,
            )
        )


def _one_text(cells: tuple[Cell, ...]) -> str | None:
    """The text of a row whose cells are all one; None for an ordinary row."""
    own = {cell.text.strip() for cell in cells if cell.source == "own"}
    merged = any(cell.source == "left" for cell in cells)
    filled = [text for text in own if text]
    if not filled:
        return "" if not any(cell.text.strip() for cell in cells) else None
    if merged and len(own) == 1:
        return filled[0]
    return filled[0] if len(filled) == 1 and REMARK.match(filled[0]) else None


def split_entries(cell: str) -> list[tuple[int | None, str]]:
    """（1）…（2）… in one cell as numbered entries; line ends inside an entry are wraps."""
    starts = _sequence(cell)
    if len(starts) < 2:
        match = OPENING.match(cell)
        number = _value(match) if match else None
        return [(number, _one_line(cell[match.end() :] if match else cell))]
    ends = [start for start, _, _ in starts[1:]] + [len(cell)]
    entries: list[tuple[int | None, str]] = []
    for (_, begin, number), end in zip(starts, ends, strict=True):
        entries.append((number, _one_line(cell[begin:end])))
    head = _one_line(cell[: starts[0][0]])
    return [(None, head), *entries] if head else entries


def _sequence(cell: str) -> list[tuple[int, int, int]]:
    """Starts of entries that count up by one: where the number stands, where the text begins, its value."""
    found: list[tuple[int, int, int]] = []
    for match in INNER.finditer(cell):
        value = _value(match)
        if not found or value == found[-1][2] + 1:
            found.append((match.start(), match.end(), value))
    return found


def _value(match: re.Match[str]) -> int:
    text = next(group for group in match.groups() if group)
    if text in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(text) - ord("①") + 1
    return ord(text) - ord("⑴") + 1 if "⑴" <= text <= "⒇" else int(text)


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text.strip()).rstrip("；;")
