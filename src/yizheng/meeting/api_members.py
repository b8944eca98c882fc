"""Leave, check-in, votes and activities, as JSON: the same services and permissions as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.org.models import Membership

from . import activity_queries, codes, queries, services
from .enums import CheckInMethod, Choice, ReplyWay, VoteState
from .models import Activity, Attendance, Invitation, LeaveRequest, Meeting, Vote
from .quorum import running_half_day
from .schemas import (
    ActivityOut,
    ActivityQuery,
    AttendanceOut,
    CheckInIn,
    ChoiceIn,
    LeaveDecisionIn,
    LeaveIn,
    LeaveOut,
    OwnCodeOut,
    VoteLineOut,
    VoteOut,
)
from .services import Asked

router = Router(tags=["会议"])
EXPIRED = "这个码已经换过了，请对着会场大屏幕重新扫。"


@router.get("meetings/leaves/", response=Page[LeaveOut], summary="请假清单")
def list_leaves(request: HttpRequest, asked: Query[PageAsked]) -> Page[LeaveOut]:
    """List the requests for leave that the person decides on, keeps or made, the newest first."""
    actor = actor_of(request)
    require("meeting.read", actor)
    rows = queries.leaves_visible_to(actor).prefetch_related("half_days__half_day")
    return page_of(rows.order_by("-filed_at", "-id"), asked.page, _leave)


@router.post("meetings/{uuid:public_id}/leave/", response=Done, summary="请假")
@act
def ask_leave(request: HttpRequest, public_id: UUID, given: LeaveIn) -> str:
    """Ask leave for oneself, from some half-days or from all."""
    actor = actor_of(request)
    meeting, invitation = _own(actor, public_id)
    require("meeting.ask_leave", actor, invitation)
    halves = [each for each in meeting.half_days.all() if not given.half_days or each.pk in given.half_days]
    asked = Asked(halves, given.leave_kind, given.leave_reason, given.evidence)
    services.ask_leave(invitation=invitation, asked=asked, way=ReplyWay.WEB, by=actor, at=timezone.now())
    return address("api:list-leaves")


@router.post("meetings/leaves/{uuid:public_id}/decide/", response=Done, summary="批假")
@act
def decide_leave(request: HttpRequest, public_id: UUID, given: LeaveDecisionIn) -> str:
    """Grant leave, or refuse it with a reason."""
    actor, now = actor_of(request), timezone.now()
    leave = get_object_or_404(queries.leaves_visible_to(actor), public_id=public_id)
    require("meeting.decide_leave", actor, leave)
    if given.granted:
        services.approve_leave(leave=leave, by=actor, at=now, signed_by=given.signed_by)
    else:
        services.refuse_leave(leave=leave, reason=given.reason, by=actor, at=now, signed_by=given.signed_by)
    return address("api:list-leaves")


@router.post("meetings/leaves/{uuid:public_id}/withdraw/", response=Done, summary="撤回请假")
@act
def withdraw_leave(request: HttpRequest, public_id: UUID) -> str:
    """Take a request back before its first half-day begins."""
    actor = actor_of(request)
    leave = get_object_or_404(queries.leaves_visible_to(actor), public_id=public_id)
    require("meeting.withdraw_leave", actor, leave)
    services.withdraw_leave(leave=leave, by=actor, at=timezone.now())
    return address("api:list-leaves")


@router.get("meetings/{uuid:public_id}/attendance/", response=Page[AttendanceOut], summary="签到情况")
def list_attendance(request: HttpRequest, public_id: UUID, asked: Query[PageAsked]) -> Page[AttendanceOut]:
    """List who is there: the offices read everybody, anybody else their own half-days."""
    actor = actor_of(request)
    require("meeting.read", actor)
    meeting = get_object_or_404(queries.meetings_visible_to(actor), public_id=public_id)
    rows = queries.attendance_visible_to(actor).filter(invitation__meeting=meeting)
    return page_of(rows.order_by("half_day__day", "half_day__half", "invitation__order", "id"), asked.page, _attendance)


@router.get("meetings/{uuid:public_id}/own-code/", response=OwnCodeOut, summary="我的签到码")
def own_code(request: HttpRequest, public_id: UUID) -> OwnCodeOut:
    """Return the own code for a meeting."""
    actor = actor_of(request)
    _, invitation = _own(actor, public_id)
    require("meeting.check_in", actor, invitation)
    return OwnCodeOut(code=codes.own_code(invitation))


@router.post("meetings/{uuid:public_id}/check-in/", response=Done, summary="扫码签到")
@act
def check_in(request: HttpRequest, public_id: UUID, given: CheckInIn) -> str:
    """Check in by the code that the hall shows now; an old one opens nothing."""
    actor, now = actor_of(request), timezone.now()
    meeting, invitation = _own(actor, public_id)
    require("meeting.check_in", actor, invitation)
    half_day = running_half_day(meeting, at=now)
    if half_day is None or not codes.is_hall_code(given.code, half_day, now):
        raise Refused("expired", EXPIRED)
    services.check_in(invitation=invitation, half_day=half_day, method=CheckInMethod.SCAN, by=actor, at=now)
    return address("api:list-attendance", public_id=meeting.public_id)


@router.post("meetings/invitations/{uuid:public_id}/check-in/", response=Done, summary="登记一人到会")
@act
def enter_attendance_of_one(request: HttpRequest, public_id: UUID) -> str:
    """Enter that one invited person is there, for the half-day that runs."""
    actor, now = actor_of(request), timezone.now()
    invitation = get_object_or_404(queries.invitations_visible_to(actor), public_id=public_id)
    require("meeting.keep_door", actor, invitation)
    half_day = running_half_day(invitation.meeting, at=now)
    if half_day is None:
        raise Refused("not_open", "这次会议还没有排定时间，不能签到。")
    services.check_in(invitation=invitation, half_day=half_day, method=CheckInMethod.CLERK, by=actor, at=now)
    return address("api:list-attendance", public_id=invitation.meeting.public_id)


@router.get("meetings/{uuid:public_id}/votes/", response=list[VoteOut], summary="表决")
def list_votes(request: HttpRequest, public_id: UUID) -> list[VoteOut]:
    """List the votes of a meeting; without numbers until a result was announced."""
    actor = actor_of(request)
    require("meeting.read", actor)
    meeting = get_object_or_404(queries.meetings_visible_to(actor), public_id=public_id)
    return [_vote(each) for each in meeting.votes.prefetch_related("lines")]


@router.post("meetings/votes/{uuid:public_id}/by-name/", response=Done, summary="记名表决")
@act
def vote_by_name(request: HttpRequest, public_id: UUID, given: ChoiceIn) -> str:
    """Vote by name for oneself."""
    actor = actor_of(request)
    rows = Vote.objects.filter(meeting__in=queries.meetings_visible_to(actor))
    vote = get_object_or_404(rows.select_related("meeting__term", "meeting__body"), public_id=public_id)
    _, invitation = _own(actor, vote.meeting.public_id)
    require("meeting.vote", actor, invitation)
    if not given.choice:
        raise Refused("no_choice", "请选择赞成、反对或弃权。")
    services.vote_by_name(
        vote=vote, invitation=invitation, choice=Choice(given.choice), by=actor, at=timezone.now()
    )  # fmt: skip
    return address("api:list-votes", public_id=vote.meeting.public_id)


@router.get("activities/", response=Page[ActivityOut], summary="活动清单")
def list_activities(request: HttpRequest, wanted: Query[ActivityQuery]) -> Page[ActivityOut]:
    """List what can be joined, what one joined, or all activities."""
    actor, now = actor_of(request), timezone.now()
    require("meeting.read_activities", actor)
    rows = activity_queries.counted(activity_queries.activities_visible_to(actor), actor)
    if wanted.list == "open":
        return page_of(activity_queries.open_for_signup(rows, now).order_by("starts_at", "id"), wanted.page, _activity)
    shown = rows.filter(own__isnull=False) if wanted.list == "mine" else rows
    return page_of(shown.order_by("-starts_at", "-id"), wanted.page, _activity)


@router.post("activities/{uuid:public_id}/sign-up/", response=Done, summary="报名")
@act
def sign_up(request: HttpRequest, public_id: UUID) -> str:
    """Sign oneself up; with no place left it is the next turn on the waiting list."""
    actor, now = actor_of(request), timezone.now()
    activity = get_object_or_404(activity_queries.activities_visible_to(actor), public_id=public_id)
    services.sign_up(activity=activity, membership=_seat(actor), by=actor, at=now)
    return address("api:list-activities")


@router.post("activities/{uuid:public_id}/withdraw/", response=Done, summary="退出活动")
@act
def withdraw_signup(request: HttpRequest, public_id: UUID) -> str:
    """Withdraw from an activity before it starts."""
    actor, now = actor_of(request), timezone.now()
    activity = get_object_or_404(activity_queries.activities_visible_to(actor), public_id=public_id)
    own = activity_queries.own_signup(activity, _seat(actor))
    if own is None:
        raise Refused("no_signup", "您没有报这次活动，或已经退出。")
    require("meeting.withdraw_signup", actor, own)
    services.withdraw_signup(signup=own, by=actor, at=now)
    return address("api:list-activities")


def _own(actor: Actor, public_id: UUID) -> tuple[Meeting, Invitation]:
    meeting = get_object_or_404(queries.meetings_visible_to(actor), public_id=public_id)
    own = queries.invitations_visible_to(actor).filter(meeting=meeting, person__user=actor.user_id)
    return meeting, get_object_or_404(own)


def _seat(actor: Actor) -> Membership:
    seat = activity_queries.own_membership(actor, timezone.localdate())
    require("meeting.sign_up", actor, seat)
    assert seat is not None, "the permission asks for a membership"
    return seat


def _leave(row: LeaveRequest) -> LeaveOut:
    return LeaveOut(
        id=row.public_id, meeting=row.invitation.meeting.title, name=row.invitation.person.name, kind=row.kind,
        kind_label=row.get_kind_display(), half_days=[str(each.half_day) for each in row.half_days.all()],
        state=row.state, state_label=row.get_state_display(), is_late=row.is_late, filed_at=row.filed_at,
        url=address("meeting:leave", public_id=row.public_id),
    )  # fmt: skip


def _attendance(row: Attendance) -> AttendanceOut:
    return AttendanceOut(
        half_day=row.half_day_id, half_day_label=str(row.half_day), name=row.invitation.person.name, status=row.status,
        status_label=row.get_status_display(), came_at=row.came_at,
    )  # fmt: skip


def _vote(row: Vote) -> VoteOut:
    is_told = row.state == VoteState.CLOSED
    numbers = ("in_favour", "against", "abstained", "not_voting", "is_passed")
    lines = [
        VoteLineOut(name=each.name, **{name: getattr(each, name) if is_told else None for name in numbers})
        for each in row.lines.all()
    ]
    return VoteOut(
        id=row.public_id, title=row.title, method=row.method, method_label=row.get_method_display(), state=row.state,
        state_label=row.get_state_display(), total=row.total, present=row.present, needed=row.needed, lines=lines,
    )  # fmt: skip


def _activity(row: Any) -> ActivityOut:
    assert isinstance(row, Activity)
    found: Any = row
    return ActivityOut(
        id=row.public_id, theme=row.theme, kind=row.kind, kind_label=row.get_kind_display(), state=row.state,
        state_label=row.get_state_display(), place=row.place, starts_at=row.starts_at, ends_at=row.ends_at,
        signup_until=row.signup_until, hosts=[str(each) for each in row.hosts.all()], quota=row.quota,
        placed=found.placed, waiting=found.waiting, own=found.own or "",
        url=address("meeting:activity", public_id=row.public_id),
    )  # fmt: skip
