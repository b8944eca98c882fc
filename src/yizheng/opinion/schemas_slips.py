"""Shapes of transfer slips in the JSON interface: what a unit gets and sends."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ninja import Field, Schema

from .services.replying import MOST_REPLY


class SlipOut(Schema):
    """One slip, without any word of who wrote the piece or which other units have it."""

    id: UUID
    number: str
    title: str
    unit: str
    state: str
    state_label: str
    asked_action: str
    sent_on: date
    due_on: date
    signed_for_on: date | None
    replied_on: date | None
    url: str


class SlipWithText(SlipOut):
    """One slip with the text of the piece and the unit's own answer."""

    text: str
    reply: str
    reply_by_name: str


class SlipReplyIn(Schema):
    """The unit's answer."""

    words: str = Field(..., max_length=MOST_REPLY)
    signed_by_name: str = Field(..., max_length=60)


class SlipReasonIn(Schema):
    """Why a slip is declined."""

    reason: str = Field(..., max_length=500)
