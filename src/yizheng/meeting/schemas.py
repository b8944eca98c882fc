"""Shapes of the meeting room in the JSON interface."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from yizheng.kernel.json_door import Words


class MeetingOut(Schema):
    """A meeting that the person may see."""

    id: UUID
    title: str
    topic: str
    kind: str
    state: str
    state_label: str
    starts_at: datetime
    ends_at: datetime
    place: str
    reply_by: date | None
    url: str


class ReplyOut(Schema):
    """Who was asked and what they answered; the reason of a leave stays on the page."""

    id: UUID
    name: str
    where: str
    role: str
    reply: str
    leave_kind: str
    replied_at: datetime | None


class ReplyQuery(Schema):
    """Which answers are asked for."""

    reply: Literal["", "waiting", "accept", "leave"] = ""
    page: int = Field(1, ge=1, le=10_000)


class ReplyIn(Schema):
    """An answer: they come, or ask leave with its kind."""

    answer: Literal["accept", "leave"]
    leave_kind: Literal["", "official", "illness", "childbirth", "bereavement", "private"] = ""
    leave_reason: Words = Field("", max_length=200)
