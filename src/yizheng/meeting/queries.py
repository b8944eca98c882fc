"""Reads: meetings a person may see, answers counted, the sheet of one meeting."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.org.models import Body, Term

from .enums import (
    CALLED,
    CAME,
    AttendanceStatus,
    InvitationRole,
    LeaveState,
    MeetingKind,
    MeetingState,
    Reply,
)
from .models import Attendance, HalfDay, Invitation, LeaveHalfDay, LeaveRequest, Meeting, MeetingDecision
from .permissions import READERS


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings a person may read: the offices all of them, anybody else those they were called to."""
    meetings = Meeting.objects.select_related("term", "body")
    if actor.wears(*READERS) or actor.wears("system"):
        return meetings
    if actor.hat.role == "invited":
        return meetings.filter(invitations=actor.hat.scope_id)
    if actor.user_id is None:
        return meetings.none()
    called = Q(invitations__person__user=actor.user_id)
    return meetings.filter(called).exclude(state=MeetingState.PLANNED).distinct()


def counted_by_kind(meetings: QuerySet[Meeting]) -> dict[str, int]:
    """Count meetings by kind, in the order of the handbook (9.1)."""
    rows = Meeting.objects.filter(pk__in=meetings.order_by().values("pk")).order_by()
    counts = dict(rows.values_list("kind").annotate(n=Count("pk")))
    return {kind: counts[kind] for kind in MeetingKind.values if kind in counts}


def invitations_visible_to(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations a person may read: the offices all, anybody else their own."""
    rows = Invitation.objects.select_related("meeting__term", "meeting__body", "person")
    if actor.wears(*READERS) or actor.wears("system"):
        return rows
    return rows.none() if actor.user_id is None else rows.filter(person__user=actor.user_id)


def replies_counted(meeting: Meeting) -> dict[str, int]:
    """Count everybody asked, attending or observing, by what they answered."""
    rows = meeting.invitations.order_by().values_list("reply").annotate(n=Count("id"))
    counted = dict(rows)
    return {reply: counted.get(reply, 0) for reply in Reply.values}


def next_ordinal(kind: MeetingKind, term: Term, body: Body | None) -> int:
    """Return the number after the last meeting of this kind in the term."""
    last = Meeting.objects.filter(kind=kind, term=term, body=body).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


@dataclass(frozen=True)
class Answers:
    """How many of those due come, are on leave, have not answered; `observers` are counted apart."""

    due: int
    coming: int
    on_leave: int
    waiting: int
    observers: int


def answers(meeting: Meeting) -> Answers:
    """Count the answers of one meeting."""
    attending = Q(role=InvitationRole.ATTEND)
    counted = meeting.invitations.aggregate(
        due=Count("id", filter=attending),
        coming=Count("id", filter=attending & Q(reply=Reply.ACCEPT)),
        on_leave=Count("id", filter=attending & Q(reply=Reply.LEAVE)),
        waiting=Count("id", filter=attending & Q(reply=Reply.WAITING)),
        observers=Count("id", filter=Q(role=InvitationRole.OBSERVE)),
    )
    return Answers(**counted)


@dataclass(frozen=True)
class Presence:
    """
    应到、实到、请假、缺席 of those due, in half-days; `people` counts those who came at all.

    `rate` is present ÷ due half-days in per cent with one decimal, None when nobody was due.
    """

    due: int
    present: int
    on_leave: int
    absent: int
    people: int

    @property
    def rate(self) -> Decimal | None:
        """Return the attendance rate (handbook 9.7: approved leave leaves the denominator)."""
        counted = self.due - self.on_leave
        if counted <= 0:
            return None
        return (Decimal(self.present * 100) / counted).quantize(Decimal("0.1"), ROUND_HALF_UP)


CAME_AS = {
    "present": Q(status__in=CAME),
    "leave": Q(status=AttendanceStatus.LEAVE_APPROVED),
    "waiting": Q(status=AttendanceStatus.EXPECTED),
    "absent": Q(status=AttendanceStatus.ABSENT),
}
"""What is counted of those due, and what its list shows."""


def due_rows(meeting: Meeting) -> QuerySet[Attendance]:
    """Return the half-days of those due, in the order of the list; whoever is exempt is not due."""
    rows = Attendance.objects.filter(invitation__meeting=meeting, invitation__role=InvitationRole.ATTEND)
    rows = rows.exclude(status=AttendanceStatus.EXEMPT)
    rows = rows.select_related("invitation__person", "invitation__membership__sector", "half_day")
    return rows.order_by("half_day__day", "half_day__half", "invitation__order", "id")


def presence(meeting: Meeting) -> Presence:
    """Count the attendance of those due."""
    counted = due_rows(meeting).order_by().aggregate(
        due=Count("id"),
        present=Count("id", filter=CAME_AS["present"]),
        on_leave=Count("id", filter=CAME_AS["leave"]),
        absent=Count("id", filter=CAME_AS["absent"]),
        people=Count("invitation", filter=CAME_AS["present"], distinct=True),
    )  # fmt: skip
    return Presence(**counted)


def sheet_of(meeting: Meeting) -> dict[int, dict[int, str]]:
    """Return what stands entered or was granted: invitation id → half-day id → status."""
    sheet: dict[int, dict[int, str]] = {}
    granted = LeaveHalfDay.objects.filter(request__invitation__meeting=meeting, request__state=LeaveState.APPROVED)
    for invitation_id, half_day_id in granted.values_list("request__invitation_id", "half_day_id"):
        sheet.setdefault(invitation_id, {})[half_day_id] = AttendanceStatus.LEAVE_APPROVED
    rows = Attendance.objects.filter(invitation__meeting=meeting)
    for invitation_id, half_day_id, status in rows.values_list("invitation_id", "half_day_id", "status"):
        sheet.setdefault(invitation_id, {})[half_day_id] = status
    return sheet


def invitation_by_token(token: str) -> Invitation | None:
    """Return the invitation whose address holds this token, None for any other word."""
    from yizheng.kernel import secrets

    rows = Invitation.objects.select_related("meeting__term", "meeting__body", "person")
    return rows.filter(token_digest=secrets.digest(token)).first() if token else None


@dataclass(frozen=True)
class Clash:
    """Another meeting on the same half-day, and how many people are asked to both."""

    meeting: Meeting
    half_day: str
    people: int


def clashes(meeting: Meeting) -> list[Clash]:
    """Return the meetings of whatever body that sit on a half-day of this one and share people with it."""
    own = HalfDay.objects.filter(meeting=meeting, day=OuterRef("day"), half=OuterRef("half"))
    others = HalfDay.objects.filter(Exists(own), meeting__state__in=(MeetingState.PLANNED, *CALLED))
    shared = Invitation.objects.filter(
        meeting=OuterRef("meeting"), person__in=Invitation.objects.filter(meeting=meeting).values("person")
    )
    counted = Subquery(shared.order_by().values("meeting").annotate(n=Count("id")).values("n"))
    rows = others.exclude(meeting=meeting).select_related("meeting__term", "meeting__body").annotate(people=counted)
    return [Clash(row.meeting, str(row), row.people) for row in rows.filter(people__gt=0).order_by("day", "half", "id")]


def leaves_visible_to(actor: Actor) -> QuerySet[LeaveRequest]:
    """
    Return the requests for leave a person may read: their own, those they decide on, for the office all.

    Rule: office-practice 5: why somebody is away is read by whoever decides, and by the office that keeps the list.
    """
    rows = LeaveRequest.objects.select_related("invitation__meeting__term", "invitation__meeting__body",
                                               "invitation__person", "invitation__membership__sector")  # fmt: skip
    if actor.wears(Role.OFFICE_CLERK) or actor.wears("system"):
        return rows
    own = Q(invitation__person__user=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    decided = Q(approver_role=actor.hat.role)
    if actor.hat.scope_kind == "body":
        decided &= Q(approver_body_id=actor.hat.scope_id)
    return rows.filter(own | decided)


def attendance_visible_to(actor: Actor) -> QuerySet[Attendance]:
    """Return the rows of attendance a person may read: the offices all, anybody else their own."""
    rows = Attendance.objects.select_related("invitation__person", "invitation__meeting__term", "half_day")
    if actor.wears(*READERS) or actor.wears("system"):
        return rows
    return rows.none() if actor.user_id is None else rows.filter(invitation__person__user=actor.user_id)


def whole_leaves(person_id: int, meeting: Meeting) -> int:
    """Count the meetings of the same kind in the term from every half-day of which the person was on granted leave."""
    granted = LeaveHalfDay.objects.filter(
        request__state=LeaveState.APPROVED, request__invitation__person=person_id, half_day__meeting=OuterRef("pk")
    )
    away = granted.order_by().values("half_day__meeting").annotate(n=Count("half_day", distinct=True)).values("n")
    halves = HalfDay.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(n=Count("id"))
    alike = Meeting.objects.filter(kind=meeting.kind, term=meeting.term_id, body=meeting.body_id)
    counted = alike.annotate(away=Subquery(away), halves=Subquery(halves.values("n")))
    return counted.filter(away=F("halves")).count()


def leaves_in_term(leave: LeaveRequest) -> int:
    """Count the leaves granted to the same person in the term, of whatever kind."""
    invitation = leave.invitation
    rows = LeaveRequest.objects.filter(invitation__person=invitation.person_id, state=LeaveState.APPROVED)
    return rows.filter(invitation__meeting__term=invitation.meeting.term_id).count()


def decisions_visible_to(actor: Actor) -> QuerySet[MeetingDecision]:
    """Return the decisions a person may read: whoever may read the meeting's answers."""
    rows = MeetingDecision.objects.select_related("meeting__term", "meeting__body")
    return rows if actor.wears(*READERS) or actor.wears("system") else rows.none()
