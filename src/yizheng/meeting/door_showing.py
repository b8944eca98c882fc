"""The door of a meeting as the components of the house draw it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils import timezone

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Figure, Meaning, Tab

from .enums import CAME, RUNNING, AttendanceStatus, InvitationRole
from .models import Attendance, HalfDay, Invitation, Meeting

S = AttendanceStatus
MEANING = {
    S.EXPECTED: Meaning.NEUTRAL,
    S.PRESENT: Meaning.OK,
    S.LATE: Meaning.WARN,
    S.LEFT_EARLY: Meaning.WARN,
    S.OBSERVING: Meaning.OK,
    S.LEAVE_APPROVED: Meaning.BUSY,
    S.ABSENT: Meaning.OVER,
    S.EXEMPT: Meaning.NEUTRAL,
}


def told(row: Attendance, *, is_new: bool) -> str:
    """Say what a check-in became."""
    came = timezone.localtime(row.came_at).strftime("%-H:%M") if row.came_at else ""
    name = row.invitation.person.name
    if not is_new:
        return f"{name}已于{came}签过到，不用再签。" if came else f"{name}已经签过到，不用再签。"
    late = f"，迟到{row.late_minutes}分钟" if row.late_minutes else ""
    return f"{name}{row.half_day}签到成功（{came}{late}）。"


def half_day_tabs(meeting: Meeting, current: HalfDay) -> list[Tab]:
    """Return the half-days of a meeting as tabs."""
    url = address("meeting:door", public_id=meeting.public_id)
    return [Tab(str(each), f"{url}?half={each.pk}", each.pk == current.pk) for each in meeting.half_days.all()]


def counts(half_day: HalfDay) -> list[Figure]:
    """Return how many of those due are there, on leave, still expected, absent."""
    rows = Attendance.objects.filter(half_day=half_day, invitation__role=InvitationRole.ATTEND)
    counted = dict(rows.order_by().values_list("status").annotate(n=Count("id")))
    due = sum(n for status, n in counted.items() if status != S.EXEMPT)
    came = sum(counted.get(status, 0) for status in CAME)
    return [
        Figure(due, "应到", unit="人"),
        Figure(came, "实到", unit="人", meaning=Meaning.OK),
        Figure(counted.get(S.LEAVE_APPROVED, 0), "请假", unit="人"),
        Figure(counted.get(S.EXPECTED, 0), "未到", unit="人"),
        Figure(counted.get(S.ABSENT, 0), "缺席", unit="人"),
    ]


def rows(meeting: Meeting, half_day: HalfDay) -> list[dict[str, Any]]:
    """Return everybody asked with where they stand in a half-day, those who attend first."""
    standing = {row.invitation_id: row for row in Attendance.objects.filter(half_day=half_day)}
    is_running = meeting.state in RUNNING
    people = meeting.invitations.select_related("person", "membership__sector").order_by("role", "order", "id")
    return [_row(each, half_day, standing.get(each.pk), is_running=is_running) for each in people]


def _row(each: Invitation, half_day: HalfDay, row: Attendance | None, *, is_running: bool) -> dict[str, Any]:
    status = AttendanceStatus(row.status) if row else None
    came = timezone.localtime(row.came_at).strftime("%-H:%M") if row and row.came_at else ""
    return {
        "name": each.person.name,
        "where": each.where,
        "status": status.label if status else each.get_role_display(),
        "meaning": MEANING[status] if status else Meaning.NEUTRAL,
        "how": " ".join(filter(None, [came, str(row.get_method_display()) if row else "", _late(row)])),
        "may_enter": is_running and status in (None, S.EXPECTED),
        "half": half_day.pk,
        "enter_url": address("meeting:enter-one", public_id=each.public_id),
        "correct_url": address("meeting:correct-one", public_id=each.public_id, half=half_day.pk) if row else "",
    }


def _late(row: Attendance | None) -> str:
    return f"迟{row.late_minutes}分钟" if row and row.late_minutes else ""


def roll(meeting: Meeting) -> list[dict[str, str]]:
    """Return who is asked, as the desk keeps it: enough to find a name without network, nothing more."""
    people = meeting.invitations.select_related("person", "membership__sector").order_by("role", "order", "id")
    return [{"id": str(each.public_id), "name": each.person.name, "where": each.where} for each in people]
