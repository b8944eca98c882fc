"""Shapes of the author's side of the opinion room in the JSON interface."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from yizheng.kernel.json_door import Words

Long = Annotated[Words, Field("", max_length=20_000)]


class OpinionTextIn(Schema):
    """What an author writes; `co_authors` are names parted by 、, `call` and `street` are ids."""

    title: Words = Field("", max_length=200)
    situation: Long
    problem: Long
    suggestion: Long
    place: Words = Field("", max_length=120)
    street: UUID | None = None
    urgency: Literal["normal", "urgent"] = "normal"
    urgent_reason: Words = Field("", max_length=200)
    secrecy: Literal["open", "on_request", "internal"] = "internal"
    declared_unclassified: bool = False
    call: UUID | None = None
    co_authors: Words = Field("", max_length=200)


class OpinionEditionIn(OpinionTextIn):
    """The next version of a draft, made from the one with this edition."""

    edition: int = Field(ge=0)


class OwnOpinionOut(Schema):
    """A piece of one's own as the list shows it; `adopted` is the highest level, `has_news` feedback not yet seen."""

    id: UUID
    number: str
    title: str
    state: str
    state_label: str
    urgency: str
    submitted_at: datetime | None
    review_due: date | None
    adopted: str
    has_news: bool
    url: str


class ToldOut(Schema):
    """What the author was told of a piece; `seen_at` is when this author saw it."""

    id: UUID
    kind: str
    text: str
    given_on: date | None
    seen_at: datetime | None


class OwnOpinionWithText(OwnOpinionOut):
    """A piece of one's own with its words."""

    edition: int
    situation: str
    problem: str
    suggestion: str
    place: str
    urgent_reason: str
    secrecy: str
    authors: list[str]
    told: list[ToldOut]


class ConversionAnswerIn(Schema):
    """Whether a piece may become something else."""

    agrees: bool
    words: Words = Field("", max_length=200)


class CallOut(Schema):
    """A call for pieces that asks the worn hat."""

    id: UUID
    title: str
    guide: str
    due_on: date
    state: str
    url: str
