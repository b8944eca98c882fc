"""What other rooms may hear of meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor

from .models import Activity, Attendance, Meeting, MeetingDecision


@dataclass(frozen=True)
class MeetingPlanned:
    """A meeting was planned, perhaps for something that asked for it (`origin_kind` is empty when not)."""

    meeting: Meeting
    origin_kind: str
    origin_id: int | None
    by: Actor
    at: datetime


@dataclass(frozen=True)
class MeetingHeld:
    """A meeting was held and its attendance is known."""

    meeting: Meeting
    by: Actor
    at: datetime


@dataclass(frozen=True)
class MeetingCancelled:
    """A meeting that was planned or called will not take place; `is_postponed`: a new day may follow."""

    meeting: Meeting
    is_postponed: bool
    by: Actor
    at: datetime


@dataclass(frozen=True)
class AttendanceRecorded:
    """
    It is known whether a person was there for half a day; told once, when the meeting is over.

    `attendance` reaches the person (`.invitation.person_id`, `.invitation.membership_id`), the half-day and the
    status. `leave_kind` is why they were on approved leave, empty for every other status.
    """

    meeting: Meeting
    attendance: Attendance
    leave_kind: str
    by: Actor
    at: datetime


@dataclass(frozen=True)
class AttendanceCorrected:
    """What was told of a person and half-day was wrong: `before` (a status, empty for none) became the row's."""

    meeting: Meeting
    attendance: Attendance
    before: str
    leave_kind: str
    reason: str
    by: Actor
    at: datetime


@dataclass(frozen=True)
class DecisionMade:
    """A decision stands in the minutes; one to be carried out as a task asks for it here."""

    decision: MeetingDecision
    by: Actor
    at: datetime


@dataclass(frozen=True)
class ActivityConfirmed:
    """Who came to an activity is settled, or was corrected afterwards: the sign-ups say who."""

    activity: Activity
    by: Actor
    at: datetime


@dataclass(frozen=True)
class OutcomeConverted:
    """What members said at an activity becomes the draft of an opinion of its first host (features F121)."""

    activity: Activity
    title: str
    text: str
    by: Actor
    at: datetime
