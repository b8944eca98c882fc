"""What a meeting's page says to whoever was called: the answer, the own code, whether they are there, leave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from .enums import CALLED, CAME, RUNNING, AttendanceStatus, MeetingState
from .models import Invitation, Meeting
from .quorum import running_half_day
from .services.leaving import last_day_of

LEAVE_IN = (*CALLED, MeetingState.ADJOURNED, MeetingState.MINUTED)


def of_member(meeting: Meeting, own: Invitation | None, at: datetime) -> dict[str, Any]:
    """Return what the person may do now; nothing is offered that would be refused for its time."""
    if own is None:
        return {"own": None}
    came = _came(meeting, own, at)
    return {
        "own": own,
        "may_reply": meeting.state == MeetingState.NOTIFIED and at < meeting.starts_at,
        "came": came,
        "may_show_code": meeting.state in RUNNING and not came,
        "may_ask_leave": meeting.state in LEAVE_IN and timezone.localdate(at) <= last_day_of(meeting, at=at),
    }


def _came(meeting: Meeting, own: Invitation, at: datetime) -> str:
    """Say when they checked in for the half-day that runs; empty while they have not."""
    half_day = running_half_day(meeting, at=at) if meeting.state in RUNNING else None
    if half_day is None:
        return ""
    row = own.attendance.filter(half_day=half_day, status__in=(*CAME, AttendanceStatus.OBSERVING)).first()
    if row is None:
        return ""
    moment = f"{timezone.localtime(row.came_at):%-H:%M}" if row.came_at else ""
    return f"您{half_day}已签到{f'（{moment}）' if moment else ''}。"
