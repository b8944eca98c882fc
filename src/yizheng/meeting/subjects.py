"""What the shared rooms must know of meetings and invitations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register
from yizheng.org.configuration import value

from . import activity_queries, document_queries, menu_queries, queries
from .enums import ActivityState, DecisionState, LeaveState, MeetingKind, MeetingState, Reply
from .indexed import activity_indexed, meeting_indexed
from .keys import ACTIVITY_RECORD_WORKDAYS, notice_days
from .models import (
    Activity,
    ActivitySignup,
    Attendance,
    DutyMenu,
    Invitation,
    LeaveProof,
    LeaveRequest,
    Meeting,
    MeetingDecision,
    MeetingDocument,
    MenuChoice,
    Vote,
)


def meeting_owed(meeting: Meeting) -> Iterator[Owed]:
    """The office owes the notice in time, and afterwards the signed sheet."""
    begins = timezone.localdate(meeting.starts_at)
    if meeting.state == MeetingState.PLANNED:
        yield Owed(
            "send_meeting_notice", "发通知", role=Role.OFFICE_CLERK, due_on=notice_due(meeting), note=meeting.place
        )
    if meeting.state == MeetingState.NOTIFIED:
        due = timezone.localdate(meeting.ends_at) + timedelta(days=1)
        yield Owed("enter_attendance", "录入签到", role=Role.OFFICE_CLERK, due_on=due, note=_day(begins))

    if meeting.state == MeetingState.OPEN:
        yield Owed("start_meeting", "宣布开会", role=Role.OFFICE_CLERK, due_on=begins, note=_day(begins))
    if meeting.state == MeetingState.IN_SESSION:
        yield Owed("adjourn_meeting", "宣布散会", role=Role.OFFICE_CLERK, due_on=timezone.localdate(meeting.ends_at))


def leave_owed(leave: LeaveRequest) -> Iterator[Owed]:
    """Whoever decides owes a decision before the first half-day begins."""
    if leave.state != LeaveState.REQUESTED:
        return
    first = leave.half_days.order_by("half_day__day").values_list("half_day__day", flat=True).first()
    scope = ("body", leave.approver_body_id) if leave.approver_body_id else ("", None)
    yield Owed(
        "decide_leave", "批假", role=leave.approver_role, scope_kind=scope[0], scope_id=scope[1],
        due_on=first, note=leave.invitation.meeting.title,
    )  # fmt: skip


def decision_owed(decision: MeetingDecision) -> Iterator[Owed]:
    """The office follows what it was told to follow."""
    if decision.state == DecisionState.FOLLOWING:
        yield Owed(
            "decision_done", "跟踪落实", role=Role.OFFICE_CLERK, due_on=decision.due_on, note=decision.meeting.title
        )


def activity_owed(activity: Activity) -> Iterator[Owed]:
    """Whoever made the activity owes its next step: holding it, who came, the confirmation."""
    step = _STEPS.get(ActivityState(activity.state))
    if step is not None:
        yield Owed(
            *step, role=activity.keeper_role, scope_kind=activity.keeper_scope_kind, scope_id=activity.keeper_scope_id,
            due_on=_step_due(activity),
        )  # fmt: skip


_STEPS = {
    ActivityState.SIGNUP_CLOSED: ("hold_activity", "举办后标记"),
    ActivityState.HELD: ("record_activity", "登记到场"),
    ActivityState.RECORDED: ("confirm_activity", "确认到场"),
}


def _step_due(activity: Activity) -> date:
    held_on = timezone.localdate(activity.ends_at)
    if activity.state == ActivityState.SIGNUP_CLOSED:
        return held_on
    return add_workdays(held_on, value(ACTIVITY_RECORD_WORKDAYS, on=held_on), work_calendar()).due_on


def notice_due(meeting: Meeting) -> date:
    """Return the last day on which the notice goes out in time (handbook 9.7)."""
    begins = timezone.localdate(meeting.starts_at)
    return begins - timedelta(days=notice_days(MeetingKind(meeting.kind), on=begins))


def invitation_owed(invitation: Invitation) -> Iterator[Owed]:
    """Whoever was asked owes an answer."""
    meeting, user_id = invitation.meeting, invitation.person.user_id
    if meeting.state != MeetingState.NOTIFIED or invitation.reply != Reply.WAITING or user_id is None:
        return
    begins = timezone.localdate(meeting.starts_at)
    yield Owed("reply_meeting", "回复", user_id=user_id, due_on=meeting.reply_by or begins, note=_day(begins))


def _invitations(actor: Actor) -> QuerySet[Invitation]:
    return queries.invitations_visible_to(actor)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日召开"


def register_all() -> None:
    """Make the kinds of the meeting room known to the house."""
    register(
        Subject(
            "activity", Activity, "活动", visible_to=activity_queries.activities_visible_to,
            url=lambda a: address("meeting:activity", public_id=a.public_id),
            caption=lambda a: a.get_state_display(), owed=activity_owed, indexed=activity_indexed,
        ),
        Subject(
            "activity_signup", ActivitySignup, "报名", visible_to=activity_queries.signups_visible_to,
            url=lambda s: address("meeting:activity", public_id=s.activity.public_id),
            caption=lambda s: s.get_state_display(),
        ),
        Subject(
            "duty_menu", DutyMenu, "履职菜单", visible_to=menu_queries.menus_visible_to,
            url=lambda _menu: address("meeting:menu"), caption=lambda m: m.get_state_display(),
        ),
        Subject(
            "menu_choice", MenuChoice, "菜单选择", visible_to=menu_queries.choices_visible_to,
            url=lambda _choice: address("meeting:menu"),
        ),
        Subject(
            "leave_request", LeaveRequest, "请假", visible_to=queries.leaves_visible_to,
            url=lambda r: address("meeting:leave", public_id=r.public_id), owed=leave_owed,
            caption=lambda r: r.get_state_display(),
        ),
        Subject(  # nobody opens its file as an attachment: the door of its own notes who read it
            "leave_proof", LeaveProof, "请假证明材料", visible_to=lambda _actor: LeaveProof.objects.none(),
            url=lambda p: address("meeting:leave", public_id=p.request.public_id),
        ),
        Subject(
            "attendance", Attendance, "签到", visible_to=queries.attendance_visible_to,
            url=lambda a: address("meeting:meeting", public_id=a.invitation.meeting.public_id),
            title=lambda a: f"{a.invitation.person} {a.half_day}",
        ),
        Subject(
            "meeting_vote", Vote, "表决", visible_to=lambda actor: Vote.objects.filter(
                meeting__in=queries.meetings_visible_to(actor)
            ),
            url=lambda v: address("meeting:votes", public_id=v.meeting.public_id),
        ),
        Subject(
            "meeting_decision", MeetingDecision, "会议决定", visible_to=queries.decisions_visible_to,
            url=lambda d: address("meeting:minutes", public_id=d.meeting.public_id), owed=decision_owed,
        ),
        Subject(
            "meeting_document", MeetingDocument, "会议文件", visible_to=document_queries.originals_visible_to,
            url=lambda d: address("meeting:documents", public_id=d.meeting.public_id),
        ),
        Subject(
            "meeting", Meeting, "会议", visible_to=queries.meetings_visible_to,
            url=lambda m: address("meeting:meeting", public_id=m.public_id),
            caption=lambda m: m.get_state_display(), owed=meeting_owed, indexed=meeting_indexed,
        ),
        Subject(
            "invitation", Invitation, "会议回执", visible_to=_invitations,
            url=lambda i: address("meeting:reply", public_id=i.meeting.public_id),
            title=lambda i: f"{i.meeting.title}", owed=invitation_owed,
            indexed_with=lambda i: [("meeting", i.meeting_id)],
        ),
    )  # fmt: skip
