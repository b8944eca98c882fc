"""How many must be there, and how many in favour (handbook 9.4), always with the denominator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yizheng.org.configuration import value

from .enums import CAME, AttendanceStatus, InvitationRole, MajorityBase, MeetingKind
from .keys import MAJORITY_BASE, QUORUM, TWO_THIRDS, WINDOW_BEFORE
from .models import Attendance, HalfDay, Meeting


@dataclass(frozen=True)
class Quorum:
    """
    The quorum line (法定人数): `total` all who belong to what meets, `needed` of them, `present` now.

    A vacant seat is in no total; whoever is absent, on leave or resting is.
    """

    total: int
    needed: int
    present: int
    rule: str

    @property
    def is_reached(self) -> bool:
        """Tell whether enough are there."""
        return self.present >= self.needed and self.total > 0

    @property
    def words(self) -> str:
        """Return the line with its denominator as it is read out."""
        end = "符合规定人数" if self.is_reached else f"还差{max(self.needed - self.present, 0)}人，不足法定人数"
        return f"应到{self.total}人，实到{self.present}人，法定人数{self.needed}人（{self.rule}），{end}"


def needed_of(total: int, share: str) -> int:
    """Return how many of a total a share is: two thirds rounded up, or one more than half rounded down."""
    return -(-total * 2 // 3) if share == TWO_THIRDS else total // 2 + 1


def quorum_of(meeting: Meeting, *, at: datetime, on: date) -> Quorum:
    """
    Return the quorum of a meeting at a moment, by those who checked in for the half-day that runs.

    Rule: handbook 9.4; keys meeting.quorum.*.
    """
    key = QUORUM[MeetingKind(meeting.kind)]
    share = value(key, on=on)
    total = total_of(meeting)
    return Quorum(total, needed_of(total, share), present_at(meeting, at=at), f"全体的{dict(key.choices)[share]}")


def kept_quorum(meeting: Meeting, *, on: date) -> Quorum | None:
    """Return the line as it was when the meeting began; None when it never began on screen."""
    if meeting.quorum_total is None:
        return None
    key = QUORUM[MeetingKind(meeting.kind)]
    rule = f"全体的{dict(key.choices)[value(key, on=on)]}"
    return Quorum(meeting.quorum_total, meeting.quorum_needed or 0, meeting.quorum_present or 0, rule)


def total_of(meeting: Meeting) -> int:
    """Return all who belong to what meets: the denominator of quorum and majorities."""
    return meeting.invitations.filter(role=InvitationRole.ATTEND).count()


def present_at(meeting: Meeting, *, at: datetime) -> int:
    """Return how many of those due are there for the half-day that runs; who left early is not."""
    half_day = running_half_day(meeting, at=at)
    if half_day is None:
        return 0
    rows = Attendance.objects.filter(half_day=half_day, invitation__role=InvitationRole.ATTEND)
    return rows.filter(status__in=CAME).exclude(status=AttendanceStatus.LEFT_EARLY).count()


def running_half_day(meeting: Meeting, *, at: datetime) -> HalfDay | None:
    """Return the last half-day whose check-in has opened, else the first one; None where there is none."""
    half_days = list(meeting.half_days.all())
    opened = [each for each in half_days if each.starts_at and opens_at(each) <= at]
    return opened[-1] if opened else (half_days[0] if half_days else None)


def opens_at(half_day: HalfDay) -> datetime:
    """Return when check-in for a half-day opens."""
    assert half_day.starts_at is not None, "half-days of a called meeting have their hour"
    return half_day.starts_at - timedelta(minutes=value(WINDOW_BEFORE, on=half_day.day))


def base_of(meeting: Meeting, *, on: date) -> MajorityBase:
    """Return of whom more than half must be in favour. Rule: handbook 9.4; keys meeting.majority_base.*."""
    return MajorityBase(value(MAJORITY_BASE[MeetingKind(meeting.kind)], on=on))


def majority_of(total: int, present: int, base: MajorityBase) -> int:
    """Return how many must be in favour: more than half of all (45 → 23), or of those present."""
    return (total if base is MajorityBase.ALL else present) // 2 + 1
