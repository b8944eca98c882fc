"""What surrounds the items of a plan: adoption, cover notice, signature, imprint, annexes, removed lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
SPACE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """The text without any white space."""
    return SPACE.sub("", text)


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of the source, both ends included."""

    first: int
    last: int

    def to_json(self) -> Json:
        return {"first_line": self.first, "last_line": self.last}


@dataclass(frozen=True, slots=True)
class Adoption:
    """Who adopted the plan and when (通过); the date is ISO."""

    date: str | None
    meeting: str | None
    text: str
    span: Span

    def to_json(self) -> Json:
        return {"date": self.date, "meeting": self.meeting, "text": self.text, **self.span.to_json()}


@dataclass(slots=True)
class Notice:
    """The cover notice with which the plan was issued or re-issued (印发、批转、转发)."""

    title: str
    span: Span
    by: str | None = None
    date: str | None = None
    issued_by: str | None = None
    issued: str | None = None
    copy_to: list[str] = field(default_factory=list)
    addressees: str = ""
    text: str = ""

    def to_json(self) -> Json:
        return {
            "title": self.title,
            "by": self.by,
            "date": self.date,
            "issued_by": self.issued_by,
            "issued": self.issued,
            "copy_to": self.copy_to,
            "addressees": self.addressees,
            "text": self.text,
            **self.span.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Imprint:
    """The foot of an official paper (版记): copies, printing office, date of printing."""

    copy_to: list[str]
    issued_by: str | None
    issued: str | None
    text: str
    span: Span

    def to_json(self) -> Json:
        body = {"copy_to": self.copy_to, "issued_by": self.issued_by, "issued": self.issued, "text": self.text}
        return {**body, **self.span.to_json()}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed at the end (落款), and the date."""

    by: str | None
    date: str | None
    span: Span

    def to_json(self) -> Json:
        return {"by": self.by, "date": self.date, **self.span.to_json()}


@dataclass(frozen=True, slots=True)
class Annex:
    """Text of an annex that is neither a task table nor a list of topics."""

    title: str | None
    text: str
    span: Span

    def to_json(self) -> Json:
        return {"title": self.title, "text": self.text, **self.span.to_json()}


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that is no part of the plan, and why it was taken out."""

    line: int
    text: str
    why: str

    def to_json(self) -> Json:
        return {"line": self.line, "text": self.text, "why": self.why}


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should look at: a sentence, and the text it is about."""

    code: str
    line: int
    message: str
    text: str = ""

    def to_json(self) -> Json:
        return {"code": self.code, "line": self.line, "message": self.message, "text": self.text}
