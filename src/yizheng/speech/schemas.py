"""Shapes of the speech room in the JSON interface."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from yizheng.kernel.json_door import Words


class SpeechCallOut(Schema):
    """What a plenary asks for."""

    id: UUID
    title: str
    state: str
    state_label: str
    themes: list[str]
    due_on: date
    max_chars: int
    minutes: int
    url: str


class SpeechOut(Schema):
    """A speech that the person may see; `form` is oral or written once it was approved."""

    id: UUID
    title: str
    who: str
    theme: str
    session: str
    form: str
    state_label: str
    order: int | None
    minutes: int | None
    submitted_at: datetime | None
    delivered_at: datetime | None
    url: str


class SpeechIn(Schema):
    """A speech to be handed in; `call` may be left out while one plenary asks for speeches."""

    title: Words = Field("", max_length=200)
    theme: Words = Field("", max_length=200)
    text: Words = Field("", max_length=20_000)
    call: UUID | None = None
