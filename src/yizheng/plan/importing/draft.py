"""
The tree of an import: what was understood of a plan, as it stands in `ImportBatch.tree`.

Ids name nodes through all corrections; line numbers are those of the document as read, both inclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from yizheng.plan.enums import SectionKind
from yizheng.plan.importing.shaping import build
from yizheng.plan.schedule import Months, months_of

Json = dict[str, Any]
HEADING_CHARS = 40


@dataclass
class Item:
    """
    An item (要点) with its number as printed; `title` may be empty where the plan prints none.

    `group` is the smaller heading above it, several parted by ｜; items below one heading repeat it.
    """

    id: str
    number_raw: str = ""
    title: str = ""
    text: str = ""
    group: str = ""
    first_line: int = 0
    last_line: int = 0

    @property
    def heading(self) -> str:
        """Return what the item is called: its title, else how its text begins."""
        return self.title or self.text[:HEADING_CHARS]


@dataclass
class Section:
    """A first-level heading; `text` stands between it and its first item."""

    id: str
    number: str = ""
    title: str = ""
    text: str = ""
    items: list[Item] = field(default_factory=list)
    first_line: int = 0
    last_line: int = 0

    @property
    def label(self) -> str:
        """Return 一、标题 as printed, or the title alone where there is no number."""
        return f"{self.number}、{self.title}" if self.number else self.title or "（没有标题的部分）"


@dataclass
class Part:
    """The plan, or beside it the review of the year before (F037)."""

    id: str
    kind: str = SectionKind.PLAN.value
    title: str = ""
    year: int | None = None
    text: str = ""
    sections: list[Section] = field(default_factory=list)
    first_line: int = 0
    last_line: int = 0

    @property
    def items(self) -> list[Item]:
        """Return the items of the part in order."""
        return [item for section in self.sections for item in section.items]


@dataclass
class Target:
    """Who a name stands for: a person, a body or an outside unit of the rolls."""

    kind: str
    id: int
    label: str


@dataclass
class Name:
    """
    A name in the task table as printed, and who that is.

    `settled` means that nobody need look: it was found, or a clerk chose, or wants it kept as text.
    """

    text: str
    targets: list[Target] = field(default_factory=list)
    choices: list[Target] = field(default_factory=list)
    settled: bool = False
    reason: str = ""


@dataclass
class Row:
    """
    A task row (任务). `taken` False: left out, but kept in the tree so that it can be put back.

    `item` is the id of the item it serves; `source` the sentence it was proposed from (F145).
    """

    id: str
    content: str = ""
    month: int | None = None
    month_end: int | None = None
    all_year: bool = False
    leaders: list[Name] = field(default_factory=list)
    departments: list[Name] = field(default_factory=list)
    note: str = ""
    item: str = ""
    item_reason: str = ""
    confidence: str = ""
    source: str = ""
    taken: bool = True
    first_line: int = 0
    last_line: int = 0

    @property
    def months(self) -> Months:
        """Return when it runs; a period inside the text goes before the month column."""
        if self.all_year:
            return Months(1, 12, all_year=True)
        return months_of(self.content, self.month, self.month_end)

    @property
    def full_content(self) -> str:
        """Return what is to be done with the remark of its row: nothing printed is lost."""
        return f"{self.content}（{self.note}）" if self.note else self.content

    def names(self) -> list[Name]:
        """Return the names of both columns."""
        return [*self.leaders, *self.departments]


@dataclass
class Topic:
    """A research topic (调研课题) of the annex, as printed (F035)."""

    id: str
    number: str = ""
    title: str = ""
    lead: str = ""
    department: str = ""
    members: list[str] = field(default_factory=list)
    plus_other_members: bool = False
    due_month: int | None = None
    text: str = ""
    item: str = ""
    item_reason: str = ""
    taken: bool = True
    first_line: int = 0
    last_line: int = 0


@dataclass
class Head:
    """What stands before and around the text: who, what, which year, how adopted. Dates are ISO."""

    issuing_body: str = ""
    title: str = ""
    year: int | None = None
    doc_number: str = ""
    adopted_on: str = ""
    adopted_meeting: str = ""
    preamble: str = ""
    remark: str = ""

    @property
    def adopted_day(self) -> date | None:
        """Return the day of adoption, None when unknown."""
        return date.fromisoformat(self.adopted_on) if self.adopted_on else None


@dataclass
class Draft:
    """Everything understood of one file, in the order of the document."""

    head: Head = field(default_factory=Head)
    parts: list[Part] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    notice: Json | None = None
    imprint: Json | None = None
    signature: Json | None = None
    attachments: list[str] = field(default_factory=list)
    annexes: list[Json] = field(default_factory=list)
    removed: list[Json] = field(default_factory=list)
    warnings: list[Json] = field(default_factory=list)
    is_proposed: bool = False
    last_id: int = 0

    def sections(self) -> list[Section]:
        """Return all sections in order, a review's too."""
        return [section for part in self.parts for section in part.sections]

    def items(self) -> list[Item]:
        """Return all items in order, a review's too."""
        return [item for part in self.parts for item in part.items]

    def planned_items(self) -> list[Item]:
        """Return the items that tasks can serve: not those of a review."""
        return [item for part in self.parts if part.kind == SectionKind.PLAN for item in part.items]

    def taken_tasks(self) -> list[Row]:
        """Return the rows that will become tasks."""
        return [row for row in self.tasks if row.taken]

    def taken_topics(self) -> list[Topic]:
        """Return the topics that will be kept."""
        return [topic for topic in self.topics if topic.taken]

    def nodes(self) -> Iterator[Part | Section | Item]:
        """Return parts, sections and items as they follow each other in the document."""
        for part in self.parts:
            yield part
            for section in part.sections:
                yield section
                yield from section.items

    def new_id(self) -> str:
        """Return an id that no node of this import ever had."""
        self.last_id += 1
        return f"n{self.last_id}"

    def to_json(self) -> Json:
        """Return the tree as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, tree: Json) -> Draft:
        """Return the tree as stored; the stored value is left alone."""
        return build(cls, tree)
