"""Shapes of the approval room in the JSON interface."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from yizheng.kernel.json_door import Words


class StepOut(Schema):
    """One step of the chain."""

    id: UUID
    label: str
    kind: str
    state: str
    state_label: str
    decided_on: date | None
    decided_by: str


class ApprovalOut(Schema):
    """One object on its way through a chain; `waits_for` is the step it waits for."""

    id: UUID
    title: str
    state: str
    state_label: str
    begun_at: datetime
    ended_at: datetime | None
    waits_for: UUID | None
    steps: list[StepOut]
    url: str


class ApprovalQuery(Schema):
    """What still waits, or what has ended."""

    ended: bool = False
    page: int = Field(1, ge=1, le=10_000)


class NoteIn(Schema):
    """A remark beside the signature."""

    note: Words = Field("", max_length=500)


class ReasonIn(Schema):
    """Why."""

    reason: Words = Field(max_length=500)


class PaperDecisionIn(Schema):
    """What was signed on the printed sheet; `signed_by` is the person's id."""

    signed_by: UUID
    decided_on: date
    agreed: Literal["yes", "no"] = "yes"
    note: Words = Field("", max_length=500)
