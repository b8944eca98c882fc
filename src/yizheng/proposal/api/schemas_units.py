"""Shapes of what units ask and say beside the reply: before the conference, another unit, more time, a second reply."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ninja import Field, Schema

from yizheng.kernel.json_door import Words

from .schemas import LONG


class PlannedShareOut(Schema):
    """A unit named for a proposal before the conference, and what it said."""

    id: UUID
    proposal: UUID
    number: str
    title: str
    unit: str
    role: str
    reason: str
    objects: bool
    comment: str


class CommentIn(Schema):
    """Whether the unit thinks the proposal is its affair; words are compulsory with an objection."""

    objects: bool
    words: Words = Field("", max_length=500)
    suggested_unit: UUID | None = None


class AdjustIn(Schema):
    """Why it should go to another unit, to which, and which leader of the unit signed."""

    reason: Words = Field(min_length=1, max_length=500)
    signed_by_name: Words = Field(min_length=1, max_length=40)
    suggested_unit: UUID | None = None


class ExtensionIn(Schema):
    """Until when more time is asked for, and why."""

    to: date
    reason: Words = Field(min_length=1, max_length=500)


class ProgressIn(Schema):
    """How one promise stands."""

    promise: UUID
    words: Words = Field(min_length=1, max_length=500)
    is_kept: bool = False


class SecondReplyIn(Schema):
    """A second reply: every open promise is spoken of, the class is set anew; evidence is handed in on the page."""

    body: Words = Field(min_length=1, max_length=LONG)
    class_mark: Words = Field(min_length=1, max_length=2)
    signed_by_name: Words = Field(min_length=1, max_length=40)
    doc_no: Words = Field("", max_length=60)
    progress: list[ProgressIn] = Field(default_factory=list, max_length=30)
