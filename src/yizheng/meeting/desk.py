"""What the meeting room shows on desks: today's meeting, what is coming, what can be joined, the own year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.prepared import Reading
from yizheng.kernel.together import Asked, Steps, totals
from yizheng.org import duty_years
from yizheng.todo.desk import ASIDE, LINES, MAIN, DeskCard, Line, offer
from yizheng.ui.shapes import Figure, Meaning

from . import activity_queries, door_showing, queries
from .activity_showing import places as places_words
from .enums import (
    CALLED,
    CAME,
    HELD,
    RUNNING,
    AttendanceStatus,
    ChoiceState,
    InvitationRole,
    MeetingState,
    MenuState,
    Reply,
    SignupState,
)
from .models import Attendance, DutyMenu, HalfDay, Invitation, Meeting, MenuChoice
from .notifications import when
from .permissions import READERS
from .places import places_of
from .showing import MEANING, REPLY_MEANING
from .times import spoken_time

MOST = 5
MOST_TODAY = 6
TODAY = "meeting/desk_today.html"
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

    years = duty_years.read()
    own = Invitation.objects.filter(
        person__user=actor.user_id, role=InvitationRole.ATTEND, meeting__state__in=HELD,
        meeting__held_on__range=years.days(years.of(on)),
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


@dataclass(frozen=True)
class Today:
    """The meetings of today that a person was called to, where they sit, and whether they are there already."""

    invitations: Sequence[Invitation]
    half_days: Sequence[HalfDay]
    attended: Sequence[Attendance]
    seats: Mapping[int, str]


def _halves(*, user: int, on: date) -> QuerySet[HalfDay]:
    called = HalfDay.objects.filter(day=on, meeting__state__in=CALLED, meeting__invitations__person__user=user)
    return called.order_by("starts_at", "id")


def _own(user: int, on: date) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        person__user=user, meeting__in=_halves(user=user, on=on).order_by().values("meeting")
    )


def _called(*, user: int, on: date) -> QuerySet[Invitation]:
    with_meeting = _own(user, on).select_related("meeting__term", "meeting__body", "person")
    return with_meeting.order_by("meeting__starts_at", "id")[:MOST_TODAY]


def _attended(*, user: int, on: date) -> QuerySet[Attendance]:
    return Attendance.objects.filter(invitation__in=_own(user, on).values("pk"), half_day__day=on).order_by("id")


_CALLED, _HALVES, _ATTENDED = Reading(_called), Reading(_halves), Reading(_attended)


@Asked
def read_today(actor: Actor, on: date) -> Steps[Today | None]:
    """Return what a person is called to today, in whatever hat they were called; None on any other day."""
    if actor.user_id is None:
        return None
    asked = {"user": actor.user_id, "on": on}
    invitations, halves, attended = yield _CALLED.asked(**asked), _HALVES.asked(**asked), _ATTENDED.asked(**asked)
    return Today(invitations, halves, attended, places_of(invitations)) if invitations else None


def today(found: Today) -> dict[str, Any]:
    """Return the card: when, where, on which seat, and the way to one's own code."""
    return {"title": "今天的会议", "meetings": [_of_today(each, found) for each in found.invitations]}


def _of_today(invitation: Invitation, found: Today) -> dict[str, Any]:
    meeting = invitation.meeting
    rows = {row.half_day_id: row for row in found.attended if row.invitation_id == invitation.pk}
    halves = [each for each in found.half_days if each.meeting_id == meeting.pk]
    is_running = meeting.state in RUNNING
    waits = any(rows[each.pk].status == AttendanceStatus.EXPECTED if each.pk in rows else True for each in halves)
    return {
        "title": meeting.title,
        "state": meeting.get_state_display(),
        "meaning": MEANING[MeetingState(meeting.state)],
        "halves": [_half_words(each, rows.get(each.pk)) for each in halves],
        "place": meeting.place,
        "seat": found.seats.get(invitation.pk, ""),
        "url": address("meeting:meeting", public_id=meeting.public_id),
        "code": address("meeting:own-code", public_id=meeting.public_id) if is_running and waits else "",
        "votes": address("meeting:votes", public_id=meeting.public_id) if _votes(invitation) else "",
        "leave": address("meeting:ask-leave", public_id=meeting.public_id) if waits else "",
        "reply": address("meeting:reply", public_id=meeting.public_id) if _asks(invitation) else "",
    }


def _half_words(half: HalfDay, row: Attendance | None) -> tuple[str, str, Any]:
    begins = timezone.localtime(half.starts_at) if half.starts_at else None
    words = spoken_time(begins) if begins else half.get_half_display()
    if row is None or row.status == AttendanceStatus.EXPECTED:
        return words, "", ""
    came = f"{timezone.localtime(row.came_at):%-H:%M}" if row.came_at else ""
    return words, f"{row.get_status_display()}{came}", door_showing.MEANING[AttendanceStatus(row.status)]


def _votes(invitation: Invitation) -> bool:
    return invitation.meeting.state == MeetingState.IN_SESSION and invitation.role == InvitationRole.ATTEND


def _asks(invitation: Invitation) -> bool:
    return invitation.meeting.state == MeetingState.NOTIFIED and invitation.reply == Reply.WAITING


@dataclass(frozen=True)
class Joinable:
    """What a member can join: activities that take sign-ups, and the open menu with how much they chose of it."""

    activities: Sequence[Any]
    menus: Sequence[DutyMenu]
    choices: Sequence[MenuChoice]


def _joinable(*, user: int, on: date, at: datetime) -> QuerySet[Any]:
    rows = activity_queries.open_for_signup(activity_queries.joinable_for(user, on), at)
    return activity_queries.counted_for(rows, user).order_by("starts_at", "id")[:MOST]


def _open_menu() -> QuerySet[DutyMenu]:
    return DutyMenu.objects.filter(state=MenuState.OPEN).order_by("-year")[:1]


def _chosen(*, user: int) -> QuerySet[MenuChoice]:
    open_ones = MenuChoice.objects.filter(state=ChoiceState.CHOSEN, item__menu__state=MenuState.OPEN)
    return open_ones.filter(membership__person__user=user).order_by("id")


_JOINABLE, _OPEN_MENU, _CHOSEN = Reading(_joinable), Reading(_open_menu), Reading(_chosen)


@Asked
def read_joinable(actor: Actor, on: date) -> Steps[Joinable | None]:
    """Return what a member can join now; None for any other hat, and where nothing is open."""
    if not actor.wears(Role.MEMBER, Role.SECTOR_CONVENER) or actor.user_id is None:
        return None
    activities, menus, choices = yield (
        _JOINABLE.asked(user=actor.user_id, on=on, at=timezone.now()),
        _OPEN_MENU.asked(),
        _CHOSEN.asked(user=actor.user_id),
    )
    return Joinable(activities, menus, choices) if activities or menus else None


def joinable(found: Joinable) -> dict[str, Any]:
    """Return the card: each activity with what the own sign-up says, the menu with how much was chosen."""
    chosen = len(found.choices)
    menus = [
        Line(str(each), address("meeting:menu"), f"已选{chosen}项" if chosen else "去选择",
             Meaning.OK if chosen else Meaning.WARN, "一年里想参加什么，先选好")
        for each in found.menus
    ]  # fmt: skip
    lines = [*menus, *(_line_of_activity(each) for each in found.activities)]
    return {"title": "可以参加的", "lines": lines, "more": "全部活动", "url": address("meeting:activities")}


def _line_of_activity(activity: Any) -> Line:
    own = SignupState(activity.own) if activity.own else None
    full = activity.placed >= activity.quota
    word = str(own.label) if own else "可候补" if full else "可报名"
    meaning = Meaning.OK if own else Meaning.NEUTRAL if full else Meaning.ACCENT
    note = f"{when(activity)} · {activity.place} · 名额{places_words(activity)}"
    return Line(activity.theme, address("meeting:activity", public_id=activity.public_id), word, meaning, note)


def offer_cards() -> None:
    """Put the cards on the desks."""
    offer(
        DeskCard("meeting-today", MAIN, TODAY, read_today, today, first=True),
        DeskCard("meeting-joinable", MAIN, LINES, read_joinable, joinable, own=True),
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
    several = timezone.localtime(meeting.ends_at).date() != day.date()
    time = when(meeting) if several else f"{day.month}月{day.day}日{spoken_time(day)}"
    return f"{time} · {meeting.place}"
