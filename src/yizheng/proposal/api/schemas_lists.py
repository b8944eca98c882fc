"""Shapes of what stands around proposals in the JSON interface: topics, talks, signatures, promises, figures."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from yizheng.kernel.json_door import Words


class LeadQuery(Schema):
    """Which leads are asked for."""

    state: Words = Field("", max_length=20)
    page: int = Field(1, ge=1, le=10_000)


class LeadOut(Schema):
    """A lead from the public; never who sent it."""

    id: UUID
    title: str
    text: str
    source: str
    channel: str
    state: str
    state_label: str
    received_at: datetime
    topic: UUID | None


class TopicOut(Schema):
    """A topic of the reference list."""

    id: UUID
    year: int
    title: str
    guide: str
    is_open: bool


class SignatureOut(Schema):
    """A proposal that one signs, first or along, and what one answered."""

    id: UUID
    proposal: UUID
    number: str
    title: str
    proposer: str
    state: str
    state_label: str
    role: str
    consent: str


class ContactOut(Schema):
    """A talk as the unit recorded it."""

    id: UUID
    proposal: UUID
    title: str
    unit: str
    stage: str
    mode: str
    happened_on: date
    unit_people: str
    proposer_people: str
    notes: str
    confirmation: str
    confirmation_label: str
    confirm_by: date
    objection: str


class ObjectionIn(Schema):
    """What was otherwise than recorded."""

    words: Words = Field(min_length=1, max_length=300)


class PromiseQuery(Schema):
    """Which promises are asked for: those that were open in a year."""

    year: int | None = Field(None, ge=1949, le=2099)
    state: Words = Field("", max_length=20)
    page: int = Field(1, ge=1, le=10_000)


class PromiseOut(Schema):
    """What a unit promised, and how it stands."""

    id: UUID
    promiser: str
    text: str
    made_on: date
    first_due_on: date
    due_on: date
    state: str
    state_label: str
    ended_on: date | None
    explanation: str


class PublicationQuery(Schema):
    """Which published proposals are asked for, as on the public page."""

    q: Words = Field("", max_length=60)
    year: int | None = Field(None, ge=1949, le=2099)
    category: Words = Field("", max_length=20)
    page: int = Field(1, ge=1, le=10_000)


class PublicationOut(Schema):
    """A published proposal as its list shows it."""

    id: UUID
    number: str
    title: str
    session: str
    year: int
    category: str
    proposer: str
    units: str
    published_on: date | None


class PublicationWithText(PublicationOut):
    """A published proposal with what anybody may read of it and of its replies."""

    text: str
    reply: str


class FiguresQuery(Schema):
    """Of which year; the running one where none is named."""

    year: int | None = Field(None, ge=1949, le=2099)


class FigureOut(Schema):
    """One counted figure."""

    code: str
    label: str
    n: int


class RateOut(FigureOut):
    """A share: `n` of `m`."""

    m: int


class SatisfactionOut(Schema):
    """How many said what; who said nothing by the day is counted apart."""

    satisfied: int
    basic: int
    not_satisfied: int
    silent: int


class FiguresOut(Schema):
    """A year in numbers, as far as this reader sees its proposals, as of a day."""

    year: int
    on: date
    figures: list[FigureOut]
    rates: list[RateOut]
    first_timers: int
    handling_satisfaction: SatisfactionOut
    implementation_satisfaction: SatisfactionOut
