"""What the meeting room shows on desks: what is coming, and a member's own year at meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps, totals
from yizheng.todo.desk import ASIDE, LINES, MAIN, DeskCard, Line, offer
from yizheng.ui.shapes import Figure

from . import queries
from .enums import CAME, HELD, RUNNING, AttendanceStatus, InvitationRole, MeetingState, Reply
from .models import Attendance, Invitation, Meeting
from .notifications import when
from .permissions import READERS
from .showing import MEANING, REPLY_MEANING

MOST = 5
COMING = (MeetingState.PLANNED, MeetingState.NOTIFIED, *RUNNING, MeetingState.POSTPONED)


@dataclass(frozen=True)
class Coming:
    """The meetings to come that a hat reads, the next one first."""

    actor: Actor
    meetings: Sequence[Any]


@Asked
def read_coming(actor: Actor, on: date) -> Steps[Coming | None]:
    """Return the next meetings; None where none is to come or the hat reads none."""
    if not may("meeting.read", actor):
        return None
    found = queries.meetings_visible_to(actor).filter(state__in=COMING, ends_at__date__gte=on)
    rows = yield _marked(found, actor).order_by("starts_at", "id")[:MOST]
    return Coming(actor, rows) if rows else None


def coming(found: Coming) -> dict[str, Any]:
    """Return the card: the offices see how many answered, a member what they answered."""
    keeps = found.actor.wears(*READERS)
    line = _line_of_office if keeps else _line_of_member
    title = "近期会议" if keeps else "请您参加的会议"
    return {"title": title, "lines": [line(each) for each in found.meetings], "more": "全部",
            "url": address("meeting:meetings")}  # fmt: skip


@Asked
def read_own_year(actor: Actor, on: date) -> Steps[dict[str, int] | None]:
    """Return a member's meetings of the year: asked, came, on leave, absent; None without any."""
    if not actor.wears(Role.MEMBER, Role.SECTOR_CONVENER) or actor.user_id is None:
        return None

    def marked(*statuses: AttendanceStatus) -> Exists:
        return Exists(Attendance.objects.filter(invitation=OuterRef("pk"), status__in=statuses))

    own = Invitation.objects.filter(
        person__user=actor.user_id, role=InvitationRole.ATTEND, meeting__state__in=HELD,
        meeting__held_on__year=on.year,
    )  # fmt: skip
    held = own.alias(was_there=marked(*CAME), missed=marked(AttendanceStatus.ABSENT))
    [found] = yield totals(
        held, due=Count("id"), came=Count("id", filter=Q(was_there=True)),
        leave=Count("id", filter=Q(was_there=False, missed=False)),
        absent=Count("id", filter=Q(was_there=False, missed=True)),
    )  # fmt: skip
    return found if found["due"] else None


def own_year(found: dict[str, int]) -> dict[str, Any]:
    """Return the figures of the member's year."""
    url = address("meeting:meetings")
    shown = [Figure(found["due"], "应参加", url, "次"), Figure(found["came"], "到会", url, "次"),
             Figure(found["leave"], "请假", url, "次")]  # fmt: skip
    if found["absent"]:
        shown.append(Figure(found["absent"], "缺席", url, "次"))
    return {"title": "我这一年的会议", "figures": shown}


def offer_cards() -> None:
    """Put the cards on the desks."""
    offer(
        DeskCard("meeting-coming", ASIDE, LINES, read_coming, coming),
        DeskCard("meeting-own-year", MAIN, LINES, read_own_year, own_year),
    )


def _marked(meetings: QuerySet[Meeting], actor: Actor) -> QuerySet[Any]:
    asked = Invitation.objects.filter(meeting=OuterRef("pk")).order_by()
    due = asked.filter(role=InvitationRole.ATTEND)

    def number(rows: QuerySet[Invitation]) -> Subquery:
        return Subquery(rows.values("meeting").annotate(n=Count("id")).values("n"))

    own = Subquery(asked.filter(person__user=actor.user_id).values("reply")[:1])
    return meetings.annotate(due=number(due), coming=number(due.filter(reply=Reply.ACCEPT)), own_reply=own)


def _line_of_office(meeting: Any) -> Line:
    url = address("meeting:meeting", public_id=meeting.public_id)
    if meeting.state != MeetingState.NOTIFIED:
        return Line(meeting.title, url, meeting.get_state_display(), MEANING[meeting.state], _when_where(meeting))
    answered = f"参加 {meeting.coming or 0} / 应到 {meeting.due or 0}"
    return Line(meeting.title, url, answered, MEANING[meeting.state], _when_where(meeting))


def _line_of_member(meeting: Any) -> Line:
    url = address("meeting:meeting", public_id=meeting.public_id)
    if meeting.state == MeetingState.POSTPONED or not meeting.own_reply:
        return Line(meeting.title, url, meeting.get_state_display(), MEANING[meeting.state], _when_where(meeting))
    answer = Reply(meeting.own_reply)
    return Line(meeting.title, url, str(answer.label), REPLY_MEANING[answer], _when_where(meeting))


def _when_where(meeting: Meeting) -> str:
    day = timezone.localtime(meeting.starts_at)
    half = "上午" if day.hour < 12 else "下午"
    several = timezone.localtime(meeting.ends_at).date() != day.date()
    time = when(meeting) if several else f"{day.month}月{day.day}日{half}{day:%-H:%M}"
    return f"{time} · {meeting.place}"
