"""The door of a meeting as the components of the house draw it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Figure, Meaning, Tab

from .enums import RUNNING, AttendanceStatus
from .models import Attendance, HalfDay, Invitation, Meeting
from .queries import CAME_AS, due_rows

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


PRESENCE_COLUMNS = [Column("姓名"), Column("界别或职务"), Column("半天"), Column("到会"), Column("怎么签的")]
_LISTS = {"": "应到", "present": "实到", "leave": "请假", "waiting": "未到", "absent": "缺席"}


def presence_row(row: Attendance) -> list[Cell]:
    """Return one half-day of one person."""
    status = AttendanceStatus(row.status)
    return [
        Cell(row.invitation.person.name),
        Cell(row.invitation.where),
        Cell(str(row.half_day)),
        Cell(status.label, meaning=MEANING[status]),
        Cell(" ".join(filter(None, [str(row.get_method_display()), _late(row)]))),
    ]


def presence_tabs(meeting: Meeting, wanted: str) -> list[Tab]:
    """Return the lists of those due as tabs with their counts."""
    url = address("meeting:presence", public_id=meeting.public_id)
    rows = due_rows(meeting).order_by()
    counted = rows.aggregate(
        **{f"n_{name}": Count("id", filter=which) for name, which in CAME_AS.items()}, n_=Count("id")
    )
    return [
        Tab(words, f"{url}?came={name}" if name else url, name == wanted, counted[f"n_{name}"])
        for name, words in _LISTS.items()
    ]


def half_day_tabs(meeting: Meeting, current: HalfDay) -> list[Tab]:
    """Return the half-days of a meeting as tabs."""
    url = address("meeting:door", public_id=meeting.public_id)
    return [Tab(str(each), f"{url}?half={each.pk}", each.pk == current.pk) for each in meeting.half_days.all()]


def counts(half_day: HalfDay) -> list[Figure]:
    """Return how many of those due are there, on leave, still expected, absent."""
    rows = due_rows(half_day.meeting).filter(half_day=half_day).order_by()
    counted = rows.aggregate(due=Count("id"), **{name: Count("id", filter=which) for name, which in CAME_AS.items()})
    url = f"{address('meeting:door', public_id=half_day.meeting.public_id)}?half={half_day.pk}"
    return [
        Figure(counted["due"], "应到", f"{url}&came=due", "人"),
        Figure(counted["present"], "实到", f"{url}&came=present", "人", meaning=Meaning.OK),
        Figure(counted["leave"], "请假", f"{url}&came=leave", "人"),
        Figure(counted["waiting"], "未到", f"{url}&came=waiting", "人"),
        Figure(counted["absent"], "缺席", f"{url}&came=absent", "人"),
    ]


def rows(meeting: Meeting, half_day: HalfDay, came: str = "") -> list[dict[str, Any]]:
    """Return everybody asked with where they stand in a half-day, those who attend first; `came` narrows them."""
    standing = {row.invitation_id: row for row in Attendance.objects.filter(half_day=half_day)}
    is_running = meeting.state in RUNNING
    people = meeting.invitations.select_related("person", "membership__sector").order_by("role", "order", "id")
    if came == "due" or came in CAME_AS:
        due = due_rows(meeting).filter(CAME_AS.get(came, Q()), half_day=half_day).order_by()
        people = people.filter(pk__in=due.values("invitation"))
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
