"""Writes: who came. One row a person and half-day, however often and by whichever way it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.kernel import events, ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.org.queries import in_office

from .. import live
from ..enums import CAME, HELD, RUNNING, AttendanceStatus, CheckInMethod, InvitationRole, LeaveState, MeetingState
from ..events import AttendanceCorrected, AttendanceRecorded
from ..keys import LATE_AFTER, WINDOW_AFTER
from ..models import Attendance, HalfDay, Invitation, LeaveHalfDay, Meeting
from ..quorum import opens_at
from ..times import spoken_time

S = AttendanceStatus
_BY_ONESELF = (CheckInMethod.SCAN, CheckInMethod.OWN_CODE)
MOST_REASON = 300


@dataclass(frozen=True)
class CheckIn:
    """What became of a check-in: the one row, and whether this call wrote it."""

    attendance: Attendance
    is_new: bool


@transaction.atomic
def check_in(
    *,
    invitation: Invitation,
    half_day: HalfDay,
    method: CheckInMethod,
    by: Actor,
    at: datetime,
    seen_at: datetime | None = None,
) -> CheckIn:
    """
    Note that a person is there for half a day (签到); said again, the first row stands and nothing is written.

    `seen_at` is when a desk without network saw them: on the day, before the meeting was adjourned. Late by minutes
    after the beginning. A clerk enters nobody but others. Rule: handbook 9.5; keys meeting.checkin_minutes_before,
    meeting.checkin_minutes_after (for scanning), meeting.late_after_minutes.
    Raises: PermissionDenied; Refused `not_open`, `too_early`, `too_late`, `on_leave`, `exempt`, `other_meeting`,
    `own`; nothing is changed then.
    """
    locked = _locked(invitation)
    require("meeting.check_in" if method is CheckInMethod.SCAN else "meeting.keep_door", by, locked)
    if half_day.meeting_id != locked.meeting_id:
        raise Refused("other_meeting", "这个码不是这次会议的，请出示本次会议的码。")
    row = _row(locked, half_day)
    if row.status in (*CAME, S.OBSERVING):
        return CheckIn(row, is_new=False)
    seen = min(seen_at or at, at)
    if method is not CheckInMethod.SCAN:
        refuse_own(locked, by)
    _check_open(locked.meeting, seen, at)
    _check_status(row)
    _check_window(half_day, method, seen, name=locked.person.name)
    before = row.status
    _mark_came(row, locked, seen)
    _write(row, method, by)
    _note("check_in", row, before, by, at, minutes=row.late_minutes)
    if locked.meeting.state in HELD:
        _tell_corrected(locked.meeting, row, before, "会场断网期间的签到补传", by, at)
    live.changed(locked.meeting)
    return CheckIn(row, is_new=True)


@transaction.atomic
def note_left_early(*, attendance: Attendance, left_at: datetime, by: Actor, at: datetime) -> Attendance:
    """Note that somebody who came left early (早退). Raises: Refused `own`, `not_open`, `not_there`."""
    row, meeting = _standing(attendance, by)
    _check_correctable(meeting)
    if row.status not in (S.PRESENT, S.LATE):
        raise Refused("not_there", f"{row.invitation}现在是“{row.get_status_display()}”，不能记早退。请刷新后查看。")
    before, row.status, row.left_at = row.status, S.LEFT_EARLY, left_at
    row.save(update_fields=["status", "left_at"])
    _note("note_left_early", row, before, by, at)
    if meeting.state in HELD:
        _tell_corrected(meeting, row, before, "早退", by, at)
    live.changed(meeting)
    return row


@transaction.atomic
def correct_one(
    *, attendance: Attendance, status: AttendanceStatus, reason: str, by: Actor, at: datetime
) -> Attendance:
    """
    Correct one row with its reason (更正一人), while it sits or until the records are archived.

    Raises: Refused `own`, `no_reason`, `not_open`, `same`; nothing is changed then.
    """
    row, meeting = _standing(attendance, by)
    if not reason.strip():
        raise Refused("no_reason", "请写明更正的理由。")
    _check_correctable(meeting)
    if row.status == status:
        raise Refused("same", f"{row.invitation}已经是“{row.get_status_display()}”，不用更正。")
    before, row.status = row.status, status
    if status not in CAME:
        row.late_minutes, row.left_at = 0, None
    row.method, row.recorded_by_name = CheckInMethod.CLERK, by.name
    row.save(update_fields=["status", "late_minutes", "left_at", "method", "recorded_by_name"])
    _note("correct_check_in", row, before, by, at, reason=reason[:MOST_REASON])
    if meeting.state in HELD:
        _tell_corrected(meeting, row, before, reason[:MOST_REASON], by, at)
    live.changed(meeting)
    return row


def refuse_own(invitation: Invitation, by: Actor) -> None:
    """Raises: Refused `own`: a clerk who is a member too enters nothing about themself, in whatever hat."""
    if by.user_id is not None and invitation.person.user_id == by.user_id:
        raise Refused("own", "这是您本人的签到，请扫会场的二维码，或者由另一位同事登记、更正。")


def expect(meeting: Meeting) -> None:
    """Write a row for everybody due: on leave where it was granted, exempt who rests, else expected (9.3)."""
    half_days = list(meeting.half_days.all())
    due = list(meeting.invitations.filter(role=InvitationRole.ATTEND).select_related("membership"))
    granted, resting = granted_leaves(meeting), _resting(due, half_days)
    known = set(Attendance.objects.filter(half_day__in=half_days).values_list("invitation_id", "half_day_id"))
    Attendance.objects.bulk_create(
        Attendance(invitation=each, half_day=half, status=_first_status(each, half, granted, resting))
        for each in due
        for half in half_days
        if (each.pk, half.pk) not in known
    )


def close_the_door(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Everybody expected who did not come is absent, or on leave where it was granted; tell every fact once."""
    rows = _rows_of(meeting)
    granted = granted_leaves(meeting)
    for row in rows.filter(status=S.EXPECTED).select_for_update(of=("self",)):  # who checks in just now, came
        row.status = S.LEAVE_APPROVED if (row.invitation_id, row.half_day_id) in granted else S.ABSENT
        row.save(update_fields=["status"])
    tell_recorded(meeting, by=by, at=at)


def tell_recorded(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Publish every fact of a meeting that is over."""
    granted = granted_leaves(meeting)
    for row in _rows_of(meeting):
        kind = granted.get((row.invitation_id, row.half_day_id), "") if row.status == S.LEAVE_APPROVED else ""
        events.publish(AttendanceRecorded(meeting, row, kind or _asked_kind(row), by, at))


def follow_leave(
    meeting: Meeting, invitation: Invitation, half_days: Iterable[int], *, by: Actor, at: datetime
) -> None:
    """Put granted leave into the rows that stand: expected or absent becomes on leave; whoever came, came."""
    rows = Attendance.objects.select_for_update(of=("self",)).filter(invitation=invitation, half_day__in=half_days)
    for row in rows.filter(status__in=(S.EXPECTED, S.ABSENT)).order_by("id"):
        before, row.status = row.status, S.LEAVE_APPROVED
        row.save(update_fields=["status"])
        if meeting.state in HELD:
            _tell_corrected(meeting, row, before, "补假获准", by, at)


def unfollow_leave(invitation: Invitation, half_days: Iterable[int]) -> None:
    """Take leave that was withdrawn out of the rows: the person is expected again."""
    rows = Attendance.objects.filter(invitation=invitation, half_day__in=half_days, status=S.LEAVE_APPROVED)
    rows.update(status=S.EXPECTED)


def granted_leaves(meeting: Meeting) -> dict[tuple[int, int], str]:
    """Return (invitation id, half-day id) → kind of every leave that was granted."""
    rows = LeaveHalfDay.objects.filter(request__invitation__meeting=meeting, request__state=LeaveState.APPROVED)
    found = rows.values_list("request__invitation_id", "half_day_id", "request__kind")
    return {(invitation, half): kind for invitation, half, kind in found}


def _asked_kind(row: Attendance) -> str:
    return row.invitation.leave_kind if row.status == S.LEAVE_APPROVED else ""


def _first_status(
    invitation: Invitation, half: HalfDay, granted: dict[tuple[int, int], str], resting: set[tuple[int, int]]
) -> AttendanceStatus:
    if (invitation.pk, half.pk) in resting:
        return S.EXEMPT
    return S.LEAVE_APPROVED if (invitation.pk, half.pk) in granted else S.EXPECTED


def _resting(due: list[Invitation], half_days: list[HalfDay]) -> set[tuple[int, int]]:
    """Who is suspended, has left or joins later is not due on that day (9.5)."""
    seats = {each.membership_id for each in due if each.membership_id}
    found = set()
    for day in {half.day for half in half_days}:
        sitting = set(in_office(day).filter(pk__in=seats).values_list("pk", flat=True))
        away = [each for each in due if each.membership_id and each.membership_id not in sitting]
        found |= {(each.pk, half.pk) for each in away for half in half_days if half.day == day}
    return found


def _rows_of(meeting: Meeting) -> QuerySet[Attendance]:
    rows = Attendance.objects.filter(invitation__meeting=meeting)
    return rows.select_related("invitation__person", "half_day").order_by("id")


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("meeting__term", "meeting__body", "person")
    return rows.get(pk=invitation.pk)


def _row(invitation: Invitation, half_day: HalfDay) -> Attendance:
    found = Attendance.objects.select_for_update(of=("self",)).filter(invitation=invitation, half_day=half_day).first()
    invitation.meeting.refresh_from_db(fields=["state"])  # it may have been adjourned while we waited for the row
    return found or Attendance(invitation=invitation, half_day=half_day, status=S.EXPECTED)


def _standing(attendance: Attendance, by: Actor) -> tuple[Attendance, Meeting]:
    require("meeting.keep_door", by)
    rows = Attendance.objects.select_for_update(of=("self",))
    row = rows.select_related("invitation__person", "invitation__meeting__term").get(pk=attendance.pk)
    refuse_own(row.invitation, by)
    return row, row.invitation.meeting


def _check_correctable(meeting: Meeting) -> None:
    if meeting.state not in (*RUNNING, MeetingState.ADJOURNED, MeetingState.MINUTED):
        raise Refused("not_open", f"“{meeting.title}”现在是“{meeting.get_state_display()}”，签到不能再改。")


def _check_open(meeting: Meeting, seen: datetime, at: datetime) -> None:
    """What a desk kept counts afterwards when it saw them while the meeting sat: its word alone opens no door."""
    if meeting.state in RUNNING or (meeting.state == MeetingState.ADJOURNED and seen < at and _sat(meeting, seen)):
        return
    raise Refused("not_open", f"“{meeting.title}”现在是“{meeting.get_state_display()}”，不能签到。")


def _sat(meeting: Meeting, seen: datetime) -> bool:
    ended = ledger.history("meeting", meeting.pk).filter(act="adjourn_meeting").last()
    return ended is not None and seen <= ended.at


def _check_status(row: Attendance) -> None:
    if row.status == S.LEAVE_APPROVED:
        raise Refused("on_leave", f"{row.invitation}这半天已经准假，不能签到；确实到会的，请工作人员更正。")
    if row.status == S.EXEMPT:
        raise Refused("exempt", f"{row.invitation}这半天不在应到之列，不能签到；有疑问请问工作人员。")


def _check_window(half_day: HalfDay, method: CheckInMethod, seen: datetime, *, name: str = "") -> None:
    assert half_day.starts_at is not None, "half-days of a called meeting have their hour"
    if seen < opens_at(half_day):
        opens = timezone.localtime(opens_at(half_day))
        begins = f"{opens.month}月{opens.day}日{spoken_time(opens)}"
        raise Refused("too_early", f"还没到签到的时间，{begins}开始签到。")
    if method in _BY_ONESELF and seen > half_day.starts_at + timedelta(minutes=value(WINDOW_AFTER, on=half_day.day)):
        way = "请到签到台由工作人员登记" if method is CheckInMethod.SCAN else f"请输入姓名登记{name}"
        raise Refused("too_late", f"{half_day}扫码签到的时间已过，{way}。")
    if timezone.localdate(seen) > half_day.day:
        raise Refused("too_late", f"{half_day}已经过去，不能再登记；确实到会的，请用“更正”写明理由。")


def _mark_came(row: Attendance, invitation: Invitation, seen: datetime) -> None:
    starts_at = row.half_day.starts_at
    assert starts_at is not None, "checked before"
    late = max(0, -((starts_at - seen) // timedelta(minutes=1)))
    row.came_at = seen
    if invitation.role == InvitationRole.OBSERVE:
        row.status = S.OBSERVING
        return
    is_late = late > value(LATE_AFTER, on=row.half_day.day)
    row.status, row.late_minutes = (S.LATE, late) if is_late else (S.PRESENT, 0)


def _write(row: Attendance, method: CheckInMethod, by: Actor) -> None:
    row.method = method
    row.recorded_by_name = "" if method is CheckInMethod.SCAN else by.name
    row.save()


def _note(
    act: str, row: Attendance, before: str, by: Actor, at: datetime, *, reason: str = "", minutes: int = 0
) -> None:
    fields = {"method": row.method, "half_day": str(row.half_day)} | ({"late_minutes": minutes} if minutes else {})
    if act == "check_in" and row.came_at is not None and row.came_at != at:
        fields["seen_at"] = row.came_at.isoformat()  # a desk's own clock: whoever reads the ledger sees both
    ledger.record(act, row, by=by, at=at, from_state=before, to_state=row.status, fields=fields, reason=reason)


def _tell_corrected(meeting: Meeting, row: Attendance, before: str, reason: str, by: Actor, at: datetime) -> None:
    kind = ""
    if row.status == S.LEAVE_APPROVED:
        kind = granted_leaves(meeting).get((row.invitation_id, row.half_day_id), "") or row.invitation.leave_kind
    events.publish(AttendanceCorrected(meeting, row, before, kind, reason, by, at))
