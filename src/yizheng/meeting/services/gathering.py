"""Writes: plan a meeting, call it, note the answers, enter who came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, subjects, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Body, Term

from .. import notifications
from .. import workflow as table
from ..calling import due_at
from ..enums import (
    AttendanceStatus,
    CheckInMethod,
    Half,
    InvitationRole,
    LeaveKind,
    MeetingKind,
    MeetingState,
    Reply,
    ReplyWay,
)
from ..events import AttendanceCorrected, MeetingCancelled, MeetingHeld, MeetingPlanned
from ..half_days import begins_at, half_days_between
from ..models import Attendance, HalfDay, Invitation, Meeting
from . import attending, leaving, proving
from .leaving import Asked
from .running import write_agenda

MOST_DAYS = 15


@dataclass(frozen=True)
class Particulars:
    """When, where and about what a meeting is; `agenda` has one point a line."""

    starts_at: datetime
    ends_at: datetime
    place: str
    topic: str = ""
    agenda: str = ""
    reply_by: date | None = None


@transaction.atomic
def plan_meeting(
    *,
    kind: MeetingKind,
    term: Term,
    ordinal: int,
    particulars: Particulars,
    by: Actor,
    at: datetime,
    body: Body | None = None,
    origin: Model | None = None,
) -> Meeting:
    """
    Plan a meeting (筹备会议) and draw up who is due; `origin` is what asked for it, a task of the plan.

    Rule: handbook 9.1, 9.3; meetings count within their term. Raises: Refused `ordinal` when the number is
    taken, `days` when it does not end after it starts; nothing is changed then.
    """
    require("meeting.prepare", by)
    _check_days(particulars)
    _check_ordinal(kind, term, body, ordinal)
    meeting = Meeting.objects.create(term=term, kind=kind, body=body, ordinal=ordinal, **vars(particulars))
    _sit_on_half_days(meeting)
    write_agenda(meeting)
    invited = _invite(meeting, by=by, at=at)
    fields = {"kind": kind.value, "ordinal": ordinal, "starts_at": particulars.starts_at, "invited": invited}
    ledger.record("plan_meeting", meeting, by=by, at=at, to_state=meeting.state, fields=fields)
    if origin is not None:
        thread.link(origin, meeting, relation="meeting", at=at)
    origin_kind = subjects.kind_of(origin) if origin else ""
    events.publish(MeetingPlanned(meeting, origin_kind, origin.pk if origin else None, by, at))
    events.publish(workflow.Moved("meeting", meeting, "plan_meeting", "", meeting.state, by, at))
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, particulars: Particulars, by: Actor, at: datetime) -> Meeting:
    """Change when, where or about what a planned meeting is (修改). Raises: Refused; nothing is changed then."""
    _check_days(particulars)
    moved = workflow.apply(table.CHANGE, meeting, by=by, at=at, changes=vars(particulars))
    _sit_on_half_days(moved)
    write_agenda(moved)
    return moved


@transaction.atomic
def draw_up_list(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """Draw up anew who is due (生成应到名单): who has left since is taken off, who has come is added."""
    moved = workflow.apply(table.DRAW_UP_LIST, meeting, by=by, at=at)
    _invite(moved, by=by, at=at)
    return moved


@transaction.atomic
def send_notice(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """
    Send the notice to everybody on the list (发会议通知), with the address at which each may answer.

    Rule: handbook 9.3; the lead times of 9.7 are shown before, not enforced: an urgent meeting is called.
    """
    today = timezone.localdate(at)
    moved = workflow.apply(table.SEND_NOTICE, meeting, by=by, at=at, changes={"notified_on": today})
    notifications.call(moved, by=by, at=at)
    return moved


@transaction.atomic
def reply(
    *,
    invitation: Invitation,
    answer: Reply,
    way: ReplyWay,
    by: Actor,
    at: datetime,
    leave_kind: str = "",
    leave_reason: str = "",
) -> Invitation:
    """
    Note what an invited person answers (回执): they come, or ask leave with kind and reason.

    A later answer replaces the earlier one until the meeting begins; a clerk may write down what was said on
    the telephone until the attendance is entered. Rule: handbook 9.3, 9.5; office-practice 22.
    Raises: Refused `not_called`, `too_late`, `no_kind`; nothing is changed then.
    """
    locked = (
        Invitation.objects.select_for_update(of=("self",)).select_related("meeting", "person").get(pk=invitation.pk)
    )
    require("meeting.record_reply" if way is ReplyWay.TELEPHONE else "meeting.reply", by, locked)
    _check_answerable(locked.meeting, way, at)
    _check_leave(answer, leave_kind)
    on_leave = answer is Reply.LEAVE
    before = locked.reply
    locked.reply, locked.reply_way, locked.replied_at = answer, way, at
    locked.leave_kind = leave_kind if on_leave else ""
    locked.leave_reason = leave_reason.strip()[:200] if on_leave else ""
    locked.recorded_by_name = by.name if way is ReplyWay.TELEPHONE else ""
    locked.save(update_fields=["reply", "reply_way", "replied_at", "leave_kind", "leave_reason", "recorded_by_name"])
    _follow_leave(locked, by=by, at=at)
    fields = {"way": way.value, "leave_kind": locked.leave_kind}
    ledger.record("reply_meeting", locked, by=by, at=at, from_state=before, to_state=answer, fields=fields)
    events.publish(workflow.Moved("invitation", locked, "reply_meeting", before, answer, by, at, fields))
    return locked


Sheet = Mapping[int, Mapping[int, AttendanceStatus]]
"""Invitation id → half-day id → status, as the signed sheet says."""


@transaction.atomic
def enter_attendance(
    *, meeting: Meeting, sheet: Sheet, by: Actor, at: datetime, scan: StoredFile | None = None
) -> Meeting:
    """
    Enter the signed sheet (录入签到): the meeting is over, each half-day of each person has its fact.

    Whoever is not on the sheet is on leave when they asked for it and were not refused, else absent: the sheet,
    signed by whoever called the meeting, is the paper decision. Rule: handbook 9.3, 9.5; our decision.
    Raises: Refused `not_over` before the meeting's last day; nothing is changed then.
    """
    if timezone.localdate(at) < timezone.localdate(meeting.ends_at):
        raise Refused("not_over", "会议还没有开完，开完后再录入签到表。")
    changes = {"held_on": timezone.localdate(meeting.starts_at)}
    moved = workflow.apply(table.ENTER_ATTENDANCE, meeting, by=by, at=at, changes=changes)
    _write_sheet(moved, sheet, scan, by=by, at=at)
    leaving.settle_by_sheet(moved, by=by, at=at)
    notifications.stop_asking(moved, by=by, at=at)
    attending.tell_recorded(moved, by=by, at=at)
    events.publish(MeetingHeld(moved, by, at))
    return moved


@transaction.atomic
def correct_attendance(
    *, meeting: Meeting, sheet: Sheet, reason: str, by: Actor, at: datetime, scan: StoredFile | None = None
) -> Meeting:
    """Correct what was entered from the sheet (更正签到), with the reason; not the own line. Raises: Refused `own`."""
    moved = workflow.apply(table.CORRECT_ATTENDANCE, meeting, by=by, at=at, reason=reason)
    for row, before in _write_sheet(moved, sheet, scan, by=by, at=at):
        attending.refuse_own(row.invitation, by)
        kind = row.invitation.leave_kind if row.status == AttendanceStatus.LEAVE_APPROVED else ""
        events.publish(AttendanceCorrected(moved, row, before, kind, reason, by, at))
    return moved


@transaction.atomic
def postpone(*, meeting: Meeting, reason: str, by: Actor, at: datetime) -> Meeting:
    """Put a meeting off without a new date (延期); everybody asked is told, answers are void."""
    was_called = meeting.state == MeetingState.NOTIFIED
    moved = workflow.apply(table.POSTPONE, meeting, by=by, at=at, reason=reason)
    if was_called:
        notifications.call_off(moved, "延期", reason, by=by, at=at)
    leaving.void_all(moved, at=at)
    _forget_answers(moved)
    events.publish(MeetingCancelled(moved, True, by, at))
    return moved


@transaction.atomic
def reschedule(*, meeting: Meeting, particulars: Particulars, by: Actor, at: datetime) -> Meeting:
    """Give a postponed meeting its new time (重定时间); it is called anew."""
    _check_days(particulars)
    moved = workflow.apply(table.RESCHEDULE, meeting, by=by, at=at, changes=vars(particulars))
    _sit_on_half_days(moved)
    write_agenda(moved)
    return moved


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Actor, at: datetime) -> Meeting:
    """Cancel a meeting (取消); everybody asked is told."""
    was_called = meeting.state == MeetingState.NOTIFIED
    moved = workflow.apply(table.CANCEL, meeting, by=by, at=at, reason=reason)
    if was_called:
        notifications.call_off(moved, "取消", reason, by=by, at=at)
    leaving.void_all(moved, at=at)
    events.publish(MeetingCancelled(moved, False, by, at))
    return moved


def _check_days(particulars: Particulars) -> None:
    if particulars.ends_at <= particulars.starts_at:
        raise Refused("days", "结束时间要晚于开始时间，请核对。")
    if (particulars.ends_at - particulars.starts_at).days > MOST_DAYS:
        raise Refused("days", f"一次会议最多{MOST_DAYS}天，请核对结束日期。")


def _check_ordinal(kind: MeetingKind, term: Term, body: Body | None, ordinal: int) -> None:
    if not 1 <= ordinal <= 99:
        raise Refused("ordinal", "会次要在1到99之间，请核对。")
    taken = Meeting.objects.filter(kind=kind, term=term, body=body, ordinal=ordinal).first()
    if taken is not None:
        raise Refused("ordinal", f"“{taken.title}”已经有了，请用下一个会次。")


def _check_answerable(meeting: Meeting, way: ReplyWay, at: datetime) -> None:
    if meeting.state != MeetingState.NOTIFIED:
        raise Refused("not_called", f"“{meeting.title}”现在是“{meeting.get_state_display()}”，不用回复。")
    if way is not ReplyWay.TELEPHONE and at >= meeting.starts_at:
        raise Refused("too_late", "会议已经开始，不能再在网上回复；有事请打电话给办公室。")


def _check_leave(answer: Reply, leave_kind: str) -> None:
    if answer is Reply.WAITING:
        raise Refused("no_answer", "请选择参加或请假。")
    if answer is Reply.LEAVE and leave_kind not in LeaveKind.values:
        raise Refused("no_kind", "请选择请假的类别：公务、病假、产假、丧假或事假。")


def _sit_on_half_days(meeting: Meeting) -> None:
    """Nothing hangs on half-days before attendance is entered, so they are simply written anew."""
    meeting.half_days.all().delete()
    HalfDay.objects.bulk_create(
        HalfDay(meeting=meeting, day=day, half=half, starts_at=begins_at(day, Half(half), meeting.starts_at))
        for day, half in half_days_between(meeting.starts_at, meeting.ends_at)
    )


def _invite(meeting: Meeting, *, by: Actor, at: datetime) -> int:
    due = due_at(
        MeetingKind(meeting.kind), term=meeting.term, body=meeting.body, on=timezone.localdate(meeting.starts_at)
    )
    places = {each.person.pk: (order, each.role) for order, each in enumerate(due, start=1)}
    gone = meeting.invitations.exclude(person__in=places).exclude(by_hand=True)
    proving.drop_proofs_of(gone, by=by, at=at)
    gone.delete()
    standing = list(meeting.invitations.all())
    for kept in standing:
        kept.order, kept.role = places.get(kept.person_id, (len(due) + kept.order, kept.role))
    Invitation.objects.bulk_update(standing, ["order", "role"])
    known = {kept.person_id for kept in standing}
    Invitation.objects.bulk_create(
        Invitation(meeting=meeting, person=each.person, membership=each.membership, role=each.role, order=order)
        for order, each in enumerate(due, start=1)
        if each.person.pk not in known
    )
    return len(due)


def _forget_answers(meeting: Meeting) -> None:
    blank: dict[str, Any] = {"reply": Reply.WAITING, "leave_kind": "", "leave_reason": "", "replied_at": None}
    meeting.invitations.update(**blank, reply_way="", recorded_by_name="")


def _follow_leave(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """The answer is a request for leave from everything, or takes back what was asked."""
    if invitation.reply != Reply.LEAVE:
        leaving.take_back(invitation, by=by, at=at)
    elif not leaving.has_standing(invitation, invitation.leave_kind):
        leaving.take_back(invitation, by=by, at=at)
        asked = Asked(list(invitation.meeting.half_days.all()), invitation.leave_kind, invitation.leave_reason)
        leaving.file_with_answer(invitation, asked, ReplyWay(invitation.reply_way), by=by, at=at)


def _write_sheet(
    meeting: Meeting, sheet: Sheet, scan: StoredFile | None, *, by: Actor, at: datetime
) -> list[tuple[Attendance, str]]:
    """Make the rows what the sheet says and return those that changed with what they were before."""
    standing = {(row.invitation_id, row.half_day_id): row for row in _rows_of(meeting)}
    wanted = _wanted(meeting, sheet, standing, by)
    changed = [
        _filled_in(standing.get(key), *each, by) for key, each in wanted.items() if _differs(standing, key, each)
    ]
    Attendance.objects.bulk_create(row for row, before in changed if not before)
    Attendance.objects.bulk_update([row for row, before in changed if before], ["status", "method", "recorded_by_name"])
    Attendance.objects.filter(pk__in=[row.pk for key, row in standing.items() if key not in wanted]).delete()
    if scan is not None:
        files.attach(file=scan, subject=meeting)
    counts = {status.value: sum(each[2] == status for each in wanted.values()) for status in AttendanceStatus}
    fields = {"half_days": meeting.half_days.count(), **{name: n for name, n in counts.items() if n}}
    ledger.record("write_attendance", meeting, by=by, at=at, fields=fields)
    return changed


Wanted = tuple[Invitation, HalfDay, AttendanceStatus]
Key = tuple[int, int]


def _rows_of(meeting: Meeting) -> list[Attendance]:
    rows = Attendance.objects.filter(invitation__meeting=meeting)
    return list(rows.select_related("invitation__person", "half_day"))


def _wanted(meeting: Meeting, sheet: Sheet, standing: Mapping[Key, Attendance], by: Actor) -> dict[Key, Wanted]:
    granted = attending.granted_leaves(meeting)
    half_days = list(meeting.half_days.all())
    found: dict[Key, Wanted] = {}
    for each in meeting.invitations.select_related("person"):
        settles = by.user_id is None or each.person.user_id != by.user_id  # nobody grants the own leave
        for half in half_days:
            key, given = (each.pk, half.pk), sheet.get(each.pk, {}).get(half.pk)
            is_exempt = key in standing and standing[key].status == AttendanceStatus.EXEMPT
            on_leave = key in granted or (settles and each.reply == Reply.LEAVE)
            status = AttendanceStatus.EXEMPT if is_exempt and given is None else _status(each, given, on_leave)
            if status is not None:
                found[key] = (each, half, status)
    return found


def _differs(standing: Mapping[Key, Attendance], key: Key, wanted: Wanted) -> bool:
    return key not in standing or standing[key].status != wanted[2]


def _filled_in(
    row: Attendance | None, invitation: Invitation, half: HalfDay, status: AttendanceStatus, by: Actor
) -> tuple[Attendance, str]:
    before = row.status if row else ""
    kept = row or Attendance(invitation=invitation, half_day=half)
    kept.status, kept.method, kept.recorded_by_name = status, CheckInMethod.PAPER, by.name
    return kept, before


def _status(invitation: Invitation, given: AttendanceStatus | None, on_leave: bool) -> AttendanceStatus | None:
    """Whoever observes is not due: off the sheet there is no fact about them."""
    if given is not None or invitation.role == InvitationRole.OBSERVE:
        return given
    return AttendanceStatus.LEAVE_APPROVED if on_leave else AttendanceStatus.ABSENT
