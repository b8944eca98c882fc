"""Writes: ask leave, grant it or not, take it back. Leave that was granted is absence nowhere (handbook 9.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import SYSTEM, Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import may, require
from yizheng.org.configuration import value

from .. import notifications
from .. import workflow as table
from ..enums import CALLED, CAME, LeaveKind, LeaveState, MeetingKind, MeetingState, Reply, ReplyWay
from ..keys import LATE_LEAVE_WORKDAYS, LEAVE_APPROVER, LEAVE_LEAD_DAYS, WHOLE_PLENARY_APPROVER
from ..models import Attendance, HalfDay, Invitation, LeaveHalfDay, LeaveRequest, Meeting
from . import attending, proving

BY_SHEET = "按签到表"
OPEN = (LeaveState.REQUESTED, LeaveState.APPROVED)


@dataclass(frozen=True)
class Asked:
    """
    What is asked: from which half-days, of which kind, why, and what proves it, in words or as a file.

    Afterwards one of the two is needed; the file is read by whoever decides alone.
    """

    half_days: Sequence[HalfDay]
    kind: str
    reason: str = ""
    evidence: str = ""
    proof: File[Any] | None = None


@transaction.atomic
def ask_leave(*, invitation: Invitation, asked: Asked, way: ReplyWay, by: Actor, at: datetime) -> LeaveRequest:
    """
    Ask leave (请假) from half-days of a meeting; a request that still waits is replaced.

    Rule: handbook 9.3, 9.5; keys meeting.leave_lead_days.*, meeting.late_leave_workdays, meeting.leave_approver.*.
    Filed late it is marked; after the meeting it needs a proof and may be filed for some working days.
    Raises: Refused `no_kind`, `no_half_days`, `not_called`, `was_there`, `too_late`, `no_evidence`, `granted`,
    `not_a_proof`; nothing is changed then.
    """
    locked = _locked(invitation)
    require("meeting.ask_leave", by, locked)
    _check(locked, asked, at)
    replaced = [
        workflow.apply(table.WITHDRAW_LEAVE, waiting, by=_taker(by), at=at)
        for waiting in locked.leaves.filter(state=LeaveState.REQUESTED)
    ]
    leave = _file(locked, asked, way, by, at)
    _prove(leave, asked.proof, replaced, by, at)
    _answer(locked, leave, by, at)
    return leave


@transaction.atomic
def approve_leave(*, leave: LeaveRequest, by: Actor, at: datetime, signed_by: str = "") -> LeaveRequest:
    """
    Grant leave (准假); a clerk who enters a signed or spoken decision names who decided (`signed_by`).

    Raises: PermissionDenied; Refused `stale`, `no_signer`, `archived`; nothing is changed then.
    """
    if Meeting.objects.filter(invitations=leave.invitation_id, state=MeetingState.ARCHIVED).exists():
        raise Refused("archived", "会议已经归档，签到不能再改，这次请假不能再批。")
    moved = _decide(table.APPROVE_LEAVE, leave, by, at, signed_by)
    spans = list(moved.half_days.values_list("half_day_id", flat=True))
    attending.follow_leave(moved.invitation.meeting, moved.invitation, spans, by=by, at=at)
    return moved


@transaction.atomic
def refuse_leave(*, leave: LeaveRequest, reason: str, by: Actor, at: datetime, signed_by: str = "") -> LeaveRequest:
    """Refuse leave (不准假) with its reason: the person is expected. Raises: as `approve_leave`, `no_reason`."""
    moved = _decide(table.REFUSE_LEAVE, leave, by, at, signed_by, reason=reason)
    _expect_again(moved.invitation, by, at)
    return moved


@transaction.atomic
def withdraw_leave(*, leave: LeaveRequest, by: Actor, at: datetime) -> LeaveRequest:
    """Take a request back (撤回请假) before its first half-day begins. Raises: Refused `begun`, `stale`."""
    first = leave.half_days.order_by("half_day__starts_at").values_list("half_day__starts_at", flat=True).first()
    if first is not None and at >= first:
        raise Refused("begun", "请假的那半天已经开始，不能再撤回；到了会场请工作人员更正。")
    moved = workflow.apply(table.WITHDRAW_LEAVE, leave, by=by, at=at)
    attending.unfollow_leave(moved.invitation, list(moved.half_days.values_list("half_day_id", flat=True)))
    proving.drop_proof(moved, by=by, at=at)
    _expect_again(moved.invitation, by, at)
    return moved


def take_back(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Withdraw what waits or was granted because the person answered that they come after all."""
    for leave in invitation.leaves.filter(state__in=OPEN):
        moved = workflow.apply(table.WITHDRAW_LEAVE, leave, by=_taker(by), at=at)
        attending.unfollow_leave(invitation, list(moved.half_days.values_list("half_day_id", flat=True)))
        proving.drop_proof(moved, by=_taker(by), at=at)


def void_all(meeting: Meeting, *, at: datetime) -> None:
    """Void every request of a meeting that is cancelled or moved (请假作废)."""
    for leave in LeaveRequest.objects.filter(invitation__meeting=meeting, state__in=OPEN).order_by("id"):
        voided = workflow.apply(table.VOID_LEAVE, leave, by=SYSTEM, at=at)
        proving.drop_proof(voided, by=SYSTEM, at=at)


def settle_by_sheet(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """
    Settle what still waits by the signed sheet: leave is granted as it says, nobody is left with an old to-do.

    Rule: our decision; whoever asked and is not on the sheet stands on it as on leave. The clerk's own request
    waits for its approver.
    """
    actor = replace(by, source=Source.PAPER, entered_by_id=by.user_id)
    waiting = LeaveRequest.objects.filter(invitation__meeting=meeting, state=LeaveState.REQUESTED)
    for leave in waiting.select_related("invitation__person").order_by("id"):
        if may("meeting.decide_leave", by, leave):
            changes = {"decided_at": at, "decided_by_name": BY_SHEET}
            workflow.apply(table.APPROVE_LEAVE, leave, by=actor, at=at, changes=changes)


def file_with_answer(invitation: Invitation, asked: Asked, way: ReplyWay, *, by: Actor, at: datetime) -> LeaveRequest:
    """File the request that an answer to the notice is; who may answer was asked before."""
    return _file(invitation, asked, way, by, at)


def has_standing(invitation: Invitation, kind: str) -> bool:
    """Tell whether leave of this kind from everything stands already."""
    return invitation.leaves.filter(state__in=OPEN, kind=kind).exists()


def _taker(by: Actor) -> Actor:
    """Whoever answers by their link wears no hat of the house; the house notes it for them."""
    return SYSTEM if by.user_id is None else by


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__term", "meeting__body", "person").get(pk=invitation.pk)


def _check(invitation: Invitation, asked: Asked, at: datetime) -> None:
    meeting = invitation.meeting
    if asked.kind not in LeaveKind.values:
        raise Refused("no_kind", "请选择请假的类别：公务、病假、产假、丧假或事假。")
    if not asked.half_days or any(each.meeting_id != meeting.pk for each in asked.half_days):
        raise Refused("no_half_days", "请选择哪几个半天请假。")
    if meeting.state not in (*CALLED, MeetingState.ADJOURNED, MeetingState.MINUTED):
        raise Refused("not_called", f"“{meeting.title}”现在是“{meeting.get_state_display()}”，不用请假。")
    if Attendance.objects.filter(invitation=invitation, half_day__in=asked.half_days, status__in=CAME).exists():
        raise Refused("was_there", "选的半天里有已经签到的，请去掉那一半天。")
    if LeaveHalfDay.objects.filter(
        request__invitation=invitation, request__state=LeaveState.APPROVED, half_day__in=asked.half_days
    ).exists():
        raise Refused("granted", "选的半天里有已经准假的，不用再请。")
    if at >= meeting.ends_at or meeting.state not in CALLED:
        _check_afterwards(meeting, asked, at)


def _check_afterwards(meeting: Meeting, asked: Asked, at: datetime) -> None:
    days, last = value(LATE_LEAVE_WORKDAYS, on=timezone.localdate(at)), last_day_of(meeting, at=at)
    if timezone.localdate(at) > last:
        raise Refused("too_late", f"补假最晚在会后{days}个工作日内提交，{last.month}月{last.day}日已过。")
    if not asked.evidence.strip() and asked.proof is None:
        raise Refused("no_evidence", "会后补假要写明凭据或附上证明材料，如出差通知、就诊记录。")


def last_day_of(meeting: Meeting, *, at: datetime) -> date:
    """Return the last day on which leave from a meeting may be asked. Rule: key meeting.late_leave_workdays."""
    ended = timezone.localdate(meeting.ends_at)
    days = value(LATE_LEAVE_WORKDAYS, on=timezone.localdate(at))
    return add_workdays(ended, days, work_calendar(), event="会议结束").due_on if days else ended


def _file(invitation: Invitation, asked: Asked, way: ReplyWay, by: Actor, at: datetime) -> LeaveRequest:
    meeting = invitation.meeting
    afterwards = at >= meeting.ends_at or meeting.state not in CALLED
    role, body_id = approver_of(meeting, asked.half_days)
    leave = LeaveRequest.objects.create(
        invitation=invitation, kind=asked.kind, reason=asked.reason.strip()[:200],
        evidence=asked.evidence.strip()[:200], filed_at=at, is_afterwards=afterwards,
        is_late=afterwards or _is_late(meeting, asked.half_days, at), way=way,
        recorded_by_name=by.name if way is ReplyWay.TELEPHONE else "", approver_role=role, approver_body_id=body_id,
    )  # fmt: skip
    LeaveHalfDay.objects.bulk_create(LeaveHalfDay(request=leave, half_day=half) for half in asked.half_days)
    fields = {"kind": leave.kind, "half_days": len(asked.half_days), "is_late": leave.is_late}
    ledger.record("ask_leave", leave, by=by, at=at, to_state=leave.state, fields=fields)
    events.publish(workflow.Moved("leave_request", leave, "ask_leave", "", leave.state, by, at))
    return leave


def _prove(
    leave: LeaveRequest, proof: File[Any] | None, replaced: Sequence[LeaveRequest], by: Actor, at: datetime
) -> None:
    """A new file takes the place of the old one; asked anew without a file, the old one stays with the request."""
    if proof is not None:
        proving.keep_proof(leave=leave, file=proof, by=by, at=at)
    for old in replaced:
        if proof is None:
            proving.hand_over_proof(old, leave)
        else:
            proving.drop_proof(old, by=_taker(by), at=at)


def approver_of(meeting: Meeting, half_days: Sequence[HalfDay]) -> tuple[str, int | None]:
    """
    Return the role that decides, and the body it is narrowed to.

    Rule: handbook 9.5: the secretary-general, for a whole plenary the chair; a committee's own for its meetings.
    """
    kind, on = MeetingKind(meeting.kind), timezone.localdate(meeting.starts_at)
    is_whole = kind is MeetingKind.PLENARY and len(half_days) == meeting.half_days.count() > 1
    role = role_that_decides(kind, is_whole=is_whole, on=on)
    return role, meeting.body_id if role == Role.COMMITTEE_CLERK else None


def role_that_decides(kind: MeetingKind, *, is_whole: bool, on: date) -> str:
    """Return the role that decides on leave from a meeting; `is_whole`: from every half-day of a plenary."""
    return str(value(WHOLE_PLENARY_APPROVER if is_whole else LEAVE_APPROVER[kind], on=on))


def _is_late(meeting: Meeting, half_days: Sequence[HalfDay], at: datetime) -> bool:
    first = min(each.day for each in half_days)
    lead = value(LEAVE_LEAD_DAYS[MeetingKind(meeting.kind)], on=timezone.localdate(at))
    return timezone.localdate(at) > first - timedelta(days=lead)


def _answer(invitation: Invitation, leave: LeaveRequest, by: Actor, at: datetime) -> None:
    """The reply follows: on leave from everything, or coming to the rest."""
    if invitation.meeting.state != MeetingState.NOTIFIED:
        return
    whole = leave.half_days.count() == invitation.meeting.half_days.count()
    before, invitation.reply = invitation.reply, Reply.LEAVE if whole else Reply.ACCEPT
    invitation.leave_kind, invitation.leave_reason = (leave.kind, leave.reason) if whole else ("", "")
    invitation.replied_at, invitation.reply_way = at, leave.way
    invitation.recorded_by_name = leave.recorded_by_name
    invitation.save()
    events.publish(workflow.Moved("invitation", invitation, "ask_leave", before, invitation.reply, by, at))


def _decide(
    row: workflow.Transition, leave: LeaveRequest, by: Actor, at: datetime, signed_by: str, reason: str = ""
) -> LeaveRequest:
    decider = signed_by.strip()
    if not by.wears(leave.approver_role) and not decider:
        raise Refused("no_signer", "请写明是谁批的假；代录的人和批的人都会记下。")
    actor = by
    if decider:
        actor = replace(by, source=Source.PAPER, entered_by_id=by.user_id)
    changes = {"decided_at": at, "decided_by_name": (decider or by.name)[:60]}
    moved = workflow.apply(row, leave, by=actor, at=at, reason=reason, changes=changes)
    notifications.tell_of_leave(moved, at=at)
    return moved


def _expect_again(invitation: Invitation, by: Actor, at: datetime) -> None:
    """Without leave the person is asked again whether they come."""
    locked = _locked(invitation)
    if locked.reply != Reply.LEAVE or locked.meeting.state != MeetingState.NOTIFIED:
        return
    locked.reply, locked.leave_kind, locked.leave_reason, locked.replied_at = Reply.WAITING, "", "", None
    locked.reply_way, locked.recorded_by_name = "", ""
    locked.save()
    events.publish(workflow.Moved("invitation", locked, "expect_again", Reply.LEAVE, Reply.WAITING, by, at))
