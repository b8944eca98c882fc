"""Probes of the meeting room's keys: the day the notice is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yizheng.config.tests.probing import AT, Probe
from yizheng.meeting.enums import MeetingKind
from yizheng.meeting.models import Meeting
from yizheng.meeting.subjects import notice_due

DEFAULTS = {
    MeetingKind.PLENARY: 20, MeetingKind.STANDING: 7, MeetingKind.CHAIRS: 3, MeetingKind.COMMITTEE: 5,
}  # fmt: skip


def _due(kind: MeetingKind) -> Callable[[], date]:
    return lambda: notice_due(Meeting(kind=kind, starts_at=AT))


PROBES = [
    Probe(f"meeting.notice_days.{kind}", days, days + 1, _due(kind)) for kind, days in DEFAULTS.items()
]  # fmt: skip
