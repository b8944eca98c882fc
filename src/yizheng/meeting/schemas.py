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


class GuestOut(Schema):
    """Somebody whom the office added to the list by name."""

    id: UUID
    name: str
    where: str
    role: str
    role_label: str
    reply: str


class GuestIn(Schema):
    """Who, from where, as what; people of one name are told apart by `where`."""

    name: Words = Field("", max_length=40)
    where: Words = Field("", max_length=80)
    role: Literal["attend", "observe"] = "observe"


class LeaveOut(Schema):
    """A request for leave; why somebody is away is told to those who read it on the page."""

    id: UUID
    meeting: str
    name: str
    kind: str
    kind_label: str
    half_days: list[str]
    state: str
    state_label: str
    is_late: bool
    filed_at: datetime
    url: str


class LeaveIn(Schema):
    """Leave from half-days, by their numbers of the own attendance; none: from all of them."""

    leave_kind: Literal["", "official", "illness", "childbirth", "bereavement", "private"] = ""
    half_days: list[int] = Field(default_factory=list, max_length=40)
    leave_reason: Words = Field("", max_length=200)
    evidence: Words = Field("", max_length=200)


class LeaveDecisionIn(Schema):
    """Granted or not; a refusal has its reason, who decided on paper or by word is named."""

    granted: bool = False
    reason: Words = Field("", max_length=300)
    signed_by: Words = Field("", max_length=60)


class AttendanceOut(Schema):
    """Whether one person was there for half a day."""

    half_day: int
    half_day_label: str
    name: str
    status: str
    status_label: str
    came_at: datetime | None


class OwnCodeOut(Schema):
    """The own code for one meeting, as the desk's scanner reads it."""

    code: str


class CheckInIn(Schema):
    """The code that the hall shows at this moment."""

    code: Words = Field("", max_length=60)


class VoteLineOut(Schema):
    """One line of a vote; without numbers until the result was announced."""

    name: str
    in_favour: int | None
    against: int | None
    abstained: int | None
    not_voting: int | None
    is_passed: bool | None


class VoteOut(Schema):
    """A vote with its denominators."""

    id: UUID
    title: str
    method: str
    method_label: str
    state: str
    state_label: str
    total: int
    present: int
    needed: int
    lines: list[VoteLineOut]


class ChoiceIn(Schema):
    """What one votes by name."""

    choice: Literal["", "for", "against", "abstain"] = ""


class ActivityOut(Schema):
    """An activity that the person may see, with what their own sign-up says."""

    id: UUID
    theme: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    place: str
    starts_at: datetime
    ends_at: datetime
    signup_until: datetime
    hosts: list[str]
    quota: int
    placed: int
    waiting: int
    own: str
    url: str


class ActivityQuery(Schema):
    """Which activities are asked for: those open to sign-up, the own ones, or all."""

    list: Literal["open", "mine", "all"] = "all"
    page: int = Field(1, ge=1, le=10_000)
