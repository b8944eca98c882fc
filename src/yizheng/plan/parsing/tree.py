"""
The plan as understood: sections, items, tasks, topics, each with its place in the document as read.

`to_json()` is the contract of `yizheng plan parse`; the import page shows and edits the same tree.
Line numbers are those of the document as read, first and last inclusive. Node ids follow from the
position in the tree (`s2i1` is the first item of the second section), so the same file gives the same ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yizheng.plan.parsing.surroundings import (
    Adoption,
    Annex,
    Imprint,
    Json,
    Notice,
    Removed,
    Signature,
    Span,
    Warned,
    squeezed,
)

__all__ = [
    "Adoption",
    "Annex",
    "Imprint",
    "Item",
    "Json",
    "Notice",
    "Part",
    "Plan",
    "Removed",
    "Section",
    "Signature",
    "Span",
    "Task",
    "Topic",
    "Warned",
    "squeezed",
]

HEAD_CHARS = 16


@dataclass(slots=True)
class Item:
    """A plan item (要点条目); `number_raw` is the number as printed, with its punctuation."""

    number: int | None
    number_raw: str | None
    title: str | None
    text: str
    span: Span
    group: str | None = None
    id: str = ""

    def to_json(self) -> Json:
        body = squeezed(self.text)
        return {
            "id": self.id,
            "number": self.number,
            "number_raw": self.number_raw,
            "title": self.title,
            "text": self.text,
            "body_head": body[:HEAD_CHARS],
            "body_tail": body[-HEAD_CHARS:],
            "group": self.group,
            **self.span.to_json(),
        }


@dataclass(slots=True)
class Section:
    """A section; `text` is what stands between its heading and its first item."""

    number: str | None
    title: str | None
    span: Span
    text: str = ""
    items: list[Item] = field(default_factory=list)
    id: str = ""

    def to_json(self) -> Json:
        return {
            "id": self.id,
            "number": self.number,
            "title": self.title,
            "text": self.text,
            "items": [item.to_json() for item in self.items],
            **self.span.to_json(),
        }


@dataclass(slots=True)
class Part:
    """A review of a year or the plan of one, where a page holds both."""

    title: str
    year: int | None
    kind: str
    span: Span
    text: str = ""
    sections: list[Section] = field(default_factory=list)
    id: str = ""

    def to_json(self) -> Json:
        return {
            "id": self.id,
            "title": self.title,
            "year": self.year,
            "kind": self.kind,
            "text": self.text,
            "sections": [section.to_json() for section in self.sections],
            **self.span.to_json(),
        }


@dataclass(slots=True)
class Task:
    """
    A row of the task table (任务分解).

    `month` is the column's (1-12), the first month of a range, None for the whole year; `month_end` closes
    the range. `leaders_text` and `departments_text` keep the cells as printed.
    """

    month: int | None
    month_end: int | None
    month_raw: str
    order: int
    content: str
    leaders: list[str]
    departments: list[str]
    span: Span
    leaders_text: str = ""
    departments_text: str = ""
    note: str = ""
    group: str | None = None
    id: str = ""

    def to_json(self) -> Json:
        return {
            "id": self.id,
            "month": self.month,
            "month_end": self.month_end,
            "month_raw": self.month_raw,
            "order": self.order,
            "content": self.content,
            "leaders": self.leaders,
            "departments": self.departments,
            "leaders_text": self.leaders_text,
            "departments_text": self.departments_text,
            "note": self.note,
            "group": self.group,
            **self.span.to_json(),
        }


@dataclass(slots=True)
class Topic:
    """A research topic (调研课题) of the annex; `due_month` is 1-12."""

    number: str | None
    title: str
    lead: str | None
    department: str | None
    members: list[str]
    plus_other_members: bool
    due_month: int | None
    span: Span
    text: str = ""
    id: str = ""

    def to_json(self) -> Json:
        return {
            "id": self.id,
            "number": self.number,
            "title": self.title,
            "lead": self.lead,
            "department": self.department,
            "members": self.members,
            "plus_other_members": self.plus_other_members,
            "due_month": self.due_month,
            "text": self.text,
            **self.span.to_json(),
        }


@dataclass(slots=True)
class Plan:
    """Everything that was understood of one file."""

    issuing_body: str | None = None
    title: str | None = None
    year: int | None = None
    doc_number: str | None = None
    adopted: Adoption | None = None
    preamble: str = ""
    sections: list[Section] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    forwarding_notice: Notice | None = None
    remark: str | None = None
    attachments: list[str] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    signature: Signature | None = None
    imprint: Imprint | None = None
    removed: list[Removed] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    labels: list[Removed] = field(default_factory=list)
    """Printed words that became structure (附件1, headings of columns): not in the output, for the preview."""

    def all_sections(self) -> list[Section]:
        return [section for part in self.parts for section in part.sections] or self.sections

    def all_items(self) -> list[Item]:
        return [item for section in self.all_sections() for item in section.items]

    def to_json(self) -> Json:
        return {
            **self._head(),
            **self._body(),
            "forwarding_notice": self.forwarding_notice and self.forwarding_notice.to_json(),
            "remark": self.remark,
            "attachments": self.attachments,
            "annexes": [annex.to_json() for annex in self.annexes],
            "signature": self.signature and self.signature.to_json(),
            "imprint": self.imprint and self.imprint.to_json(),
            "removed": [removed.to_json() for removed in self.removed],
            "warnings": [warned.to_json() for warned in self.warnings],
        }

    def _head(self) -> Json:
        return {
            "issuing_body": self.issuing_body,
            "title": self.title,
            "year": self.year,
            "doc_number": self.doc_number,
            "adopted": self.adopted and self.adopted.to_json(),
            "preamble": self.preamble,
        }

    def _body(self) -> Json:
        body: Json = {"sections": [section.to_json() for section in self.sections]}
        if self.parts:
            body = {"parts": [part.to_json() for part in self.parts]}
        body["tasks"] = [task.to_json() for task in self.tasks]
        body["topics"] = [topic.to_json() for topic in self.topics]
        return body
