"""The meetings of the demo: held with their attendance, called with answers still open, planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Model

from yizheng.kernel.acting import Actor
from yizheng.meeting import services as meetings
from yizheng.meeting.enums import (
    AttendanceStatus,
    InvitationRole,
    LeaveKind,
    MeetingKind,
    MeetingState,
    Reply,
    ReplyWay,
)
from yizheng.meeting.models import Invitation, Meeting
from yizheng.meeting.services import Particulars
from yizheng.org.models import Body, Seat
from yizheng.org.queries import current_term
from yizheng.plan.enums import TaskState
from yizheng.plan.models import PlanTask, WorkPlan
from yizheng.todo import services as todo

from . import meeting_rows as rows
from .house import House
from .meeting_rows import MeetingRow
from .receipts import everybody_has_read
from .today import moment

MEMBER = "林佳音"


@dataclass(frozen=True)
class Course:
    """The days of one meeting: planned, called, sat from `first` to `last`, its sheet entered."""

    planned: date
    called: date
    first: date
    last: date
    entered: date


@dataclass(frozen=True)
class Gathering:
    """What meets: kind, number and what it is about; `origin` is the task or plan that asked for it."""

    kind: MeetingKind
    ordinal: int
    topic: str
    agenda: Sequence[str]
    place: str
    origin: Model | None = None
    body: Body | None = None
    ends: tuple[int, int] = (11, 30)


def hold_the_year(house: House, last_year: WorkPlan, this_year: WorkPlan) -> None:
    """Hold what lies before today, call what is near, plan what is to come."""
    _plenary(house, last_year, this_year)
    for row in rows.LAST_YEAR:
        _one(house, last_year, row)
    for row in rows.THIS_YEAR:
        _one(house, this_year, row)
    _committee_meetings(house)
    _chairs_are_called(house, this_year)


def review_next_plan(house: House, plan: WorkPlan) -> Meeting:
    """Hold the chairpersons' meeting that looked through the draft of next year's plan, two working days ago."""
    days = house.days
    course = Course(days.workdays_ago(5), days.workdays_ago(4), days.workdays_ago(2), days.workdays_ago(2),
                    days.workdays_ago(1))  # fmt: skip
    what = Gathering(MeetingKind.CHAIRS, 47, rows.REVIEW_TOPIC, rows.REVIEW_AGENDA, "区政协二楼会议室", plan)
    return _held(house, what, course)


def _plenary(house: House, last_year: WorkPlan, this_year: WorkPlan) -> None:
    """The last plenary meeting that is over: twelve half-days, six on leave, three missing (handbook 18.2)."""
    year, plan = house.days.year, this_year
    if not house.days.is_past(house.days.plenary(year)[1] + timedelta(days=1)):
        year, plan = year - 1, last_year
    first, last = house.days.plenary(year)
    ordinal = year - house.days.term_start.year + 1
    course = Course(first - timedelta(days=35), first - timedelta(days=21), first, last, last + timedelta(days=1))
    task = _task(plan, 2, "次会议")
    what = Gathering(MeetingKind.PLENARY, ordinal, "", rows.PLENARY_AGENDA, rows.PLENARY_PLACE, task, None, (17, 0))
    leaves = dict(zip((30, 61, 92, 123, 154, 185), rows.PLENARY_LEAVES, strict=True))
    missing = dict(zip((45, 101, 170), rows.PLENARY_ABSENCES, strict=True))
    _held(house, what, course, leaves=leaves, missing=missing)


def _one(house: House, plan: WorkPlan, row: MeetingRow) -> None:
    """A meeting of the standing committee or the chairpersons: held when its month is past, else planned."""
    day = house.days.workday(date(plan.year, row.month, row.day))
    is_standing = row.kind is MeetingKind.STANDING
    what = Gathering(row.kind, row.ordinal, row.topic, row.agenda, row.place, _task(plan, row.month, row.task), None,
                     (16, 30) if is_standing else (11, 30))  # fmt: skip
    course = Course(
        day - timedelta(days=20), day - timedelta(days=9), day, day, house.days.workday(day + timedelta(days=3))
    )
    if house.days.is_past(day + timedelta(days=3)):
        leaves = {23: rows.PLENARY_LEAVES[3]} if is_standing else {}
        _held(house, what, course, leaves=leaves, missing={31: 1} if is_standing else {})
    elif is_standing and not _standing_is_planned():
        _planned(house, what, course)


def _standing_is_planned() -> bool:
    return Meeting.objects.filter(kind=MeetingKind.STANDING, state=MeetingState.PLANNED).exists()


def _committee_meetings(house: House) -> None:
    """The special committee of the member on the phone: held in autumn, called for today, called for next week."""
    days = house.days
    seat = Seat.objects.held(days.today).filter(membership=house.seats[MEMBER], body__isnull=False).first()
    assert seat is not None, "every member sits somewhere"
    day = days.workday(days.today - timedelta(days=47))
    course = Course(day - timedelta(days=14), day - timedelta(days=8), day, day, days.workday(day + timedelta(days=2)))
    place = "区政协一楼协商议事室"
    held = Gathering(MeetingKind.COMMITTEE, 9, rows.COMMITTEE_HELD_TOPIC, rows.COMMITTEE_HELD_AGENDA, place, None,
                     seat.body)  # fmt: skip
    _held(house, held, course, leaves={5: rows.PLENARY_LEAVES[0]})
    _of_today(house, seat.body)
    called = Gathering(MeetingKind.COMMITTEE, 11, rows.COMMITTEE_TOPIC, rows.COMMITTEE_AGENDA, place, None, seat.body)
    meeting = _called(house, called, days.workday(days.today + timedelta(days=11)), days.today + timedelta(days=3))
    answering = meeting.invitations.exclude(person__name=MEMBER).order_by("order")[:14]
    _they_come(list(answering), moment(days.workdays_ago(1), 15))


def _of_today(house: House, body: Body | None) -> None:
    """What a visitor can click through: a meeting of this day, or of the next working day, everybody has answered."""
    days = house.days
    day = days.next_workday(days.today)
    what = Gathering(MeetingKind.COMMITTEE, 10, rows.TODAY_TOPIC, rows.TODAY_AGENDA, "区政协一楼协商议事室", None, body,
                     (17, 0))  # fmt: skip
    meeting = _called(house, what, day, days.workdays_ago(1))
    _they_come(list(meeting.invitations.order_by("order")), moment(days.workdays_ago(1), 15))


def _chairs_are_called(house: House, plan: WorkPlan) -> None:
    """The chairpersons' meeting of next week: some have answered, the answers are due this week."""
    days = house.days
    running = plan.tasks.filter(state=TaskState.IN_PROGRESS, is_added=False).order_by("due_on", "id").last()
    what = Gathering(MeetingKind.CHAIRS, 48, rows.CALLED_TOPIC, rows.CALLED_AGENDA, "区政协二楼会议室", running)
    meeting = _called(house, what, days.workday(days.today + timedelta(days=8)), days.today + timedelta(days=2))
    at = moment(days.workdays_ago(1), 10)
    mine = meeting.invitations.get(person=house.people["沈若松"])
    meetings.reply(invitation=mine, answer=Reply.ACCEPT, way=ReplyWay.WEB, by=house.actor("demo-vice-1"), at=at)
    ill = meeting.invitations.get(person=house.people["邵立群"])
    _telephoned(house, ill, (LeaveKind.OFFICIAL, "参加民建青澜市委会议"), at)


def _task(plan: WorkPlan, month: int, words: str) -> PlanTask:
    """Return the task a meeting is for: by its words, else the meeting that the plan has in that month."""
    tasks = plan.tasks.filter(is_added=False).order_by("id")
    named = tasks.filter(content=words).first()
    found = named or tasks.filter(month=month, content__startswith="召开").first()
    assert found is not None, f"the plan of {plan.year} has no meeting in month {month}"
    return found


def _planned(house: House, what: Gathering, course: Course) -> Meeting:
    term = current_term(house.days.today)
    assert term is not None, "the demo has a running term"
    planned = min(course.planned, house.days.workdays_ago(3))
    reply_by = course.first - timedelta(days=3)
    particulars = Particulars(
        moment(course.first, 8 if what.kind is MeetingKind.PLENARY else 9, 30), moment(course.last, *what.ends),
        what.place, what.topic, "\n".join(what.agenda), reply_by,
    )  # fmt: skip
    return meetings.plan_meeting(
        kind=what.kind, term=term, ordinal=what.ordinal, particulars=particulars, body=what.body,
        origin=what.origin, by=_office(house), at=moment(planned, 10),
    )  # fmt: skip


def _called(house: House, what: Gathering, day: date, reply_by: date) -> Meeting:
    days = house.days
    day = day if day > reply_by else reply_by + timedelta(days=1)
    meeting = _planned(house, what, Course(days.workdays_ago(3), days.workdays_ago(2), day, day, day))
    changed = Particulars(meeting.starts_at, meeting.ends_at, meeting.place, meeting.topic, meeting.agenda, reply_by)
    meetings.change_meeting(
        meeting=meeting, particulars=changed, by=_office(house), at=moment(days.workdays_ago(3), 11)
    )
    return meetings.send_notice(meeting=meeting, by=_office(house), at=moment(days.workdays_ago(2), 10))


def _held(
    house: House, what: Gathering, course: Course, *,
    leaves: dict[int, tuple[LeaveKind, str]] | None = None, missing: dict[int, int] | None = None,
) -> Meeting:  # fmt: skip
    """Hold a meeting: `leaves` and `missing` name invited people by their place on the sign-in sheet."""
    office = _office(house)
    meeting = _planned(house, what, course)
    meeting = meetings.send_notice(meeting=meeting, by=office, at=moment(course.called, 10))
    invited = list(meeting.invitations.filter(role=InvitationRole.ATTEND).order_by("order"))
    answered = moment(course.called, 16)
    away = {invited[place].pk: why for place, why in (leaves or {}).items() if place < len(invited)}
    for each in invited:
        if each.pk in away:
            _telephoned(house, each, away[each.pk], answered)
    _they_come([each for each in invited if each.pk not in away], answered)
    absent = {invited[place].pk: count for place, count in (missing or {}).items() if place < len(invited)}
    sheet = _sheet(meeting, [each for each in invited if each.pk not in away], absent)
    done = meetings.enter_attendance(meeting=meeting, sheet=sheet, by=office, at=moment(course.entered, 15))
    everybody_has_read(done, office, answered, moment(course.entered, 15, 30))
    return done


def _sheet(meeting: Meeting, came: list[Invitation], absent: dict[int, int]) -> dict[int, dict[int, AttendanceStatus]]:
    halves = [half.pk for half in meeting.half_days.all()]
    present = AttendanceStatus.PRESENT
    return {each.pk: dict.fromkeys(halves[: len(halves) - absent.get(each.pk, 0)], present) for each in came}


def _they_come(invited: list[Invitation], at: datetime) -> None:
    """Most answer by the link in the notice: they come, and nothing waits for them any more."""
    rows = Invitation.objects.filter(pk__in=[each.pk for each in invited])
    rows.update(reply=Reply.ACCEPT, reply_way=ReplyWay.LINK, replied_at=at)
    for each in rows.filter(person__user__isnull=False).select_related("meeting__term", "meeting__body", "person"):
        todo.refresh(each)


def _telephoned(house: House, invitation: Invitation, why: tuple[LeaveKind, str], at: datetime) -> None:
    kind, reason = why
    meetings.reply(
        invitation=invitation, answer=Reply.LEAVE, way=ReplyWay.TELEPHONE, leave_kind=kind, leave_reason=reason,
        by=_office(house), at=at,
    )  # fmt: skip


def _office(house: House) -> Actor:
    return house.actor(house.office_login)
