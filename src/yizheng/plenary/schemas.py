"""Shapes of the plenary room in the JSON interface; telephone numbers are in none of them."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from yizheng.kernel.json_door import Words

from .enums import Attends, Part


def _without_zone(starts: time) -> time:
    if starts.tzinfo is not None:
        raise ValueError("时间按北京时间写，如14:30，后面不加时区。")
    return starts


LocalTime = Annotated[time, AfterValidator(_without_zone)]
"""A time of day in Asia/Shanghai, as the schedule keeps it."""


class PlenaryOut(Schema):
    """The arrangements of one plenary: when, where, how its hall is built."""

    id: UUID
    title: str
    state: str
    state_label: str
    opens: date
    closes: date
    place: str
    rows: int
    seats_a_row: int
    stage_seats: int
    url: str


class PlenaryPersonOut(Schema):
    """One person at a plenary; `kind` is empty for members, who alone are due. Row 0 is the stage."""

    id: UUID
    name: str
    where: str
    kind: str
    group: str
    presidium: str
    row: int | None
    number: int | None
    lodging: str
    bus: str


class PlenaryGroupOut(Schema):
    """A group or a joint group, who convenes and records it, where it meets."""

    id: UUID
    name: str
    kind: str
    convener: str
    recorder: str
    room: str
    joint: str


class ScheduleItemOut(Schema):
    """One line of the schedule."""

    id: UUID
    day: date
    part: str
    starts: time
    title: str
    place: str
    attends: str


class PlenaryRoomOut(Schema):
    """A meeting room, a place to stay or a bus; `capacity` 0 counts nobody."""

    id: UUID
    kind: str
    name: str
    note: str
    capacity: int


class GroupBriefOut(Schema):
    """A brief that the person may read; its number stands once it is issued."""

    id: UUID
    title: str
    number: int | None
    group: str
    day: date
    part: str
    state: str
    state_label: str
    url: str


class SeatSeen(Schema):
    """A seat as the hall's system showed it."""

    row: int = Field(ge=0, le=99)
    number: int = Field(ge=1, le=99)


class SeatIn(Schema):
    """Where somebody is to sit; `seen` is where the caller saw them, `there` whom the caller saw in that seat."""

    row: int = Field(ge=0, le=99)
    number: int = Field(ge=1, le=99)
    seen: SeatSeen | None = None
    there: UUID | None = None


class ScheduleItemIn(Schema):
    """One line of the schedule as it is written."""

    day: date
    starts: LocalTime
    title: Words = Field(max_length=200)
    place: Words = Field("", max_length=120)
    attends: Attends = Attends.ALL


class StatementIn(Schema):
    """What one member of the group said."""

    person: UUID
    gist: Words = Field(max_length=5_000)


class GroupBriefIn(Schema):
    """A brief of one half-day of a group; `submit` hands it in at once."""

    day: date
    part: Part
    summary: Words = Field("", max_length=20_000)
    statements: list[StatementIn] = Field(default_factory=list, max_length=300)
    submit: bool = False
