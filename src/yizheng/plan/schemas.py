"""Shapes of the plan room in the JSON interface."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from yizheng.kernel.json_door import Words

from .enums import EvidenceKind
from .forms import NOTE_CHARS


class TaskQuery(Schema):
    """Which tasks are asked for; what is left out asks for nothing."""

    year: int | None = Field(None, ge=1949, le=9999)
    state: Literal["", "planned", "in_progress", "done", "confirmed", "cancelled", "moving"] = ""
    month: int | None = Field(None, ge=1, le=12)
    department: UUID | None = None
    leader: UUID | None = None
    item: UUID | None = None
    late: bool = False
    delayed: bool = False
    added: bool = False
    page: int = Field(1, ge=1, le=10_000)


class ActOut(Schema):
    """An act that the worn hat may do on the task as it stands."""

    name: str
    label: str


class TaskOut(Schema):
    """A task of the plan; the names stand as in the document."""

    id: UUID
    year: int
    content: str
    state: str
    state_label: str
    month_start: int | None
    month_end: int | None
    due_on: date | None
    delayed_on: date | None
    done_on: date | None
    confirmed_on: date | None
    is_added: bool
    leaders: list[str]
    departments: list[str]
    item: str
    url: str


class TaskWithActs(TaskOut):
    """A task with what may be done now."""

    acts: list[ActOut]


class ReportIn(Schema):
    """What shows that a task was done; a file is attached on the page."""

    kind: EvidenceKind
    happened_on: date
    note: Words = Field(min_length=1, max_length=NOTE_CHARS)


class ReasonIn(Schema):
    """Why."""

    reason: Words = Field(max_length=2000)


class MonthIn(ReasonIn):
    """Until which month of the plan's year, and why."""

    new_month: int = Field(ge=1, le=12)
