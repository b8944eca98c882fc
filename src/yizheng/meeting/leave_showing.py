"""Requests for leave as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.org.configuration import value
from yizheng.ui.shapes import Cell, Column, Meaning, Tab

from .enums import LeaveState, MeetingKind
from .keys import LEAVE_QUOTA
from .models import LeaveProof, LeaveRequest, Meeting
from .queries import leaves_in_term, whole_leaves

MEANING = {
    LeaveState.REQUESTED: Meaning.WARN,
    LeaveState.APPROVED: Meaning.OK,
    LeaveState.REFUSED: Meaning.OVER,
    LeaveState.WITHDRAWN: Meaning.NEUTRAL,
    LeaveState.VOID: Meaning.NEUTRAL,
}
COLUMNS = [Column("请假人"), Column("会议"), Column("半天"), Column("类别"), Column("提交"), Column("状态")]


def with_parts(leaves: QuerySet[LeaveRequest]) -> QuerySet[LeaveRequest]:
    """Return requests with all that a row of a list names."""
    named = leaves.select_related("invitation__person", "invitation__meeting__term", "invitation__meeting__body")
    return named.prefetch_related("half_days__half_day")


def rows(leaves: Iterable[LeaveRequest]) -> list[list[Cell]]:
    """Return the rows of a list of requests."""
    return [_row(each) for each in leaves]


def tabs(leaves: QuerySet[LeaveRequest], wanted: str) -> list[Tab]:
    """Return the states as tabs with their counts."""
    counted = dict(leaves.order_by().values_list("state").annotate(n=Count("id")))
    url = address("meeting:leaves")
    return [
        Tab(str(state.label), f"{url}?state={state}", state == wanted, counted.get(state, 0)) for state in LeaveState
    ]


def facts(leave: LeaveRequest) -> list[tuple[str, str]]:
    """Return what whoever decides must know, label by label."""
    filed = timezone.localtime(leave.filed_at)
    shown = [
        ("会议", leave.invitation.meeting.title),
        ("半天", spans(leave)),
        ("类别", str(leave.get_kind_display())),
        ("事由", leave.reason or "没有写"),
        ("凭据", leave.evidence),
        ("证明材料", "附了一份，只有批假的人能打开" if LeaveProof.objects.filter(request=leave).exists() else ""),
        ("提交", f"{filed.month}月{filed.day}日 {filed:%-H:%M}{_timely(leave)}"),
        ("由谁批", str(Role(leave.approver_role).label) if leave.approver_role in Role.values else ""),
        ("本届已准假", f"{leaves_in_term(leave)}次"),
        ("谁批的", leave.decided_by_name),
    ]
    return [(label, text) for label, text in shown if text]


def quota_words(person_id: int, meeting: Meeting, *, on: date) -> str:
    """
    Warn where somebody nears or passes the number of whole meetings missed on leave; empty before.

    Rule: handbook 9.5: the house only says it, people decide; keys meeting.leave_quota.*.
    """
    quota = value(LEAVE_QUOTA[MeetingKind(meeting.kind)], on=on)
    had = whole_leaves(person_id, meeting) if quota else 0
    if not quota or had < quota - 1:
        return ""
    return f"本届{meeting.get_kind_display()}已整次请假{had}次，到{quota}次要提请研究，是否提请由人决定；请假不算缺席。"


def spans(leave: LeaveRequest) -> str:
    """Return the half-days of a request in words."""
    return "、".join(str(each.half_day) for each in _ordered(leave.half_days.all()))


def _ordered(half_days: Iterable[Any]) -> list[Any]:
    return sorted(half_days, key=lambda each: (each.half_day.day, each.half_day.half))


def _timely(leave: LeaveRequest) -> str:
    if leave.is_afterwards:
        return "（会后补假）"
    return "（未按时提出）" if leave.is_late else "（按时）"


def _row(leave: LeaveRequest) -> list[Cell]:
    filed = timezone.localtime(leave.filed_at)
    return [
        Cell(leave.invitation.person.name, url=address("meeting:leave", public_id=leave.public_id)),
        Cell(leave.invitation.meeting.title),
        Cell(spans(leave)),
        Cell(leave.get_kind_display()),
        Cell(f"{filed.month}月{filed.day}日{_timely(leave)}"),
        Cell(leave.get_state_display(), meaning=MEANING[LeaveState(leave.state)]),
    ]
