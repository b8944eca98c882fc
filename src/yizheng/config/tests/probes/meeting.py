"""Probes of the meeting room's keys: the day the notice is owed, the line, the majority, leave and the door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from yizheng.config.tests.probing import AT, TODAY, Probe
from yizheng.kernel.errors import Refused
from yizheng.meeting import codes, leave_showing, menu_queries, quorum
from yizheng.meeting.enums import Half, MeetingKind, MenuGroup
from yizheng.meeting.half_days import begins_at
from yizheng.meeting.models import Activity, Attendance, HalfDay, Invitation, Meeting
from yizheng.meeting.services import activities, attending, leaving
from yizheng.meeting.services.leaving import Asked
from yizheng.meeting.subjects import activity_owed, notice_due
from yizheng.org.configuration import value

DEFAULTS = {
    MeetingKind.PLENARY: 20, MeetingKind.STANDING: 7, MeetingKind.CHAIRS: 3, MeetingKind.COMMITTEE: 5,
    MeetingKind.SECRETARIES: 2, MeetingKind.PARTY_GROUP: 3, MeetingKind.BRIEFING: 5,
}  # fmt: skip
LEADS = dict.fromkeys(MeetingKind, 1) | {MeetingKind.PLENARY: 3, MeetingKind.STANDING: 2}
HALF = HalfDay(pk=1, day=TODAY, half=Half.AM, starts_at=AT)


def _due(kind: MeetingKind) -> Callable[[], date]:
    return lambda: notice_due(Meeting(kind=kind, starts_at=AT))


def _line(kind: MeetingKind) -> Callable[[], int]:
    return lambda: quorum.needed_of(252, value(quorum.QUORUM[kind], on=TODAY))


def _majority(kind: MeetingKind) -> Callable[[], int]:
    return lambda: quorum.majority_of(45, 40, quorum.base_of(Meeting(kind=kind), on=TODAY))


def _is_late(kind: MeetingKind) -> Callable[[], bool]:
    day = TODAY + timedelta(days=LEADS[kind])
    return lambda: leaving._is_late(Meeting(kind=kind), [HalfDay(day=day)], AT)


def _approver(kind: MeetingKind, *, is_whole: bool = False) -> Callable[[], str]:
    return lambda: leaving.role_that_decides(kind, is_whole=is_whole, on=TODAY)


def _afterwards() -> str:
    ended = Meeting(starts_at=AT - timedelta(days=7), ends_at=AT - timedelta(days=4))
    try:
        leaving._check_afterwards(ended, Asked([HALF], "official", evidence="出差通知"), AT)
    except Refused as refusal:
        return refusal.code
    return ""


def _window(minutes: int) -> Callable[[], str]:
    def seen() -> str:
        try:
            attending._check_window(HALF, attending.CheckInMethod.SCAN, AT + timedelta(minutes=minutes))
        except Refused as refusal:
            return refusal.code
        return ""

    return seen


def _late_at_five() -> str:
    row = Attendance(half_day=HALF, invitation=Invitation())
    attending._mark_came(row, row.invitation, AT + timedelta(minutes=5))
    return row.status


def _starts(half: Half) -> Callable[[], datetime]:
    return lambda: begins_at(TODAY + timedelta(days=1), half, AT)


def _code_changes() -> Any:
    code = codes.hall_code(HALF, AT)
    return [codes.is_hall_code(code, HALF, AT + timedelta(seconds=each)) for each in (20, 40, 70)]


def _published_at_once() -> str:
    activity = Activity(starts_at=AT + timedelta(days=30), signup_until=AT + timedelta(days=20))
    try:
        activities._check_lead(activity, "", AT)
    except Refused as refusal:
        return refusal.code
    return ""


def _record_due() -> date | None:
    activity = Activity(state="held", ends_at=AT)
    return next(iter(activity_owed(activity))).due_on


def _lacking() -> dict[MenuGroup, int]:
    return menu_queries.lacking(["research", "training"], menu_queries.least(TODAY))


def _quota(kind: MeetingKind) -> Callable[[], str]:
    return lambda: leave_showing.quota_words(0, Meeting(kind=kind), on=TODAY)


PROBES = [
    Probe("meeting.activity_lead_workdays", 5, 60, _published_at_once),
    Probe("meeting.activity_record_workdays", 5, 9, _record_due),
    *(Probe(f"meeting.menu_least.{group}", 1, 2, _lacking) for group in MenuGroup),
    *(Probe(f"meeting.notice_days.{kind}", days, days + 1, _due(kind)) for kind, days in DEFAULTS.items()),
    Probe("meeting.quorum.plenary", "two_thirds", "more_than_half", _line(MeetingKind.PLENARY)),
    *(
        Probe(f"meeting.quorum.{kind}", "more_than_half", "two_thirds", _line(kind))
        for kind in MeetingKind if kind is not MeetingKind.PLENARY
    ),
    *(Probe(f"meeting.majority_base.{kind}", "all", "present", _majority(kind)) for kind in MeetingKind),
    *(Probe(f"meeting.leave_lead_days.{kind}", days, days + 1, _is_late(kind)) for kind, days in LEADS.items()),
    Probe("meeting.leave_approver.plenary", "secretary_general", "leader", _approver(MeetingKind.PLENARY)),
    Probe("meeting.leave_approver.standing", "secretary_general", "leader", _approver(MeetingKind.STANDING)),
    Probe("meeting.leave_approver.chairs", "secretary_general", "leader", _approver(MeetingKind.CHAIRS)),
    Probe("meeting.leave_approver.committee", "committee_clerk", "leader", _approver(MeetingKind.COMMITTEE)),
    Probe("meeting.leave_approver.secretaries", "secretary_general", "leader", _approver(MeetingKind.SECRETARIES)),
    Probe("meeting.leave_approver.leading_party_group", "leader", "secretary_general",
          _approver(MeetingKind.PARTY_GROUP)),
    Probe("meeting.leave_approver.briefing", "secretary_general", "leader", _approver(MeetingKind.BRIEFING)),
    Probe("meeting.leave_approver_whole_plenary", "leader", "secretary_general",
          _approver(MeetingKind.PLENARY, is_whole=True)),
    Probe("meeting.leave_quota.plenary", 3, 1, _quota(MeetingKind.PLENARY)),
    *(
        Probe(f"meeting.leave_quota.{kind}", 0, 1, _quota(kind))
        for kind in MeetingKind
        if kind is not MeetingKind.PLENARY
    ),
    Probe("meeting.late_leave_workdays", 2, 1, _afterwards),
    Probe("meeting.checkin_minutes_before", 60, 10, _window(-30)),
    Probe("meeting.checkin_minutes_after", 20, 5, _window(10)),
    Probe("meeting.late_after_minutes", 0, 10, _late_at_five),
    Probe("meeting.morning_starts", "09:00", "08:30", _starts(Half.AM)),
    Probe("meeting.afternoon_starts", "14:30", "15:00", _starts(Half.PM)),
    Probe("meeting.code_seconds", 20, 60, _code_changes),
]  # fmt: skip
