"""What a committee may set for its meetings (handbook 9.7, 16 no. 32)."""

from __future__ import annotations

from datetime import date

from yizheng.org.configuration import Key, register, value

from .enums import MeetingKind

MOST_DAYS_AHEAD = 60


def _sensible(days: int) -> str | None:
    return None if 0 <= days <= MOST_DAYS_AHEAD else f"提前天数要在0到{MOST_DAYS_AHEAD}之间。"


def _notice_days(kind: MeetingKind, days: int) -> Key[int]:
    return register(
        Key(
            f"meeting.notice_days.{kind.value}",
            days,
            f"{kind.label}提前几天发通知",
            "决定“发通知”待办的期限和筹备页上的提醒；已经发出的通知不受影响。",
            "会议",
            unit="天",
            check=_sensible,
        )
    )


NOTICE_DAYS = {
    MeetingKind.PLENARY: _notice_days(MeetingKind.PLENARY, 20),
    MeetingKind.STANDING: _notice_days(MeetingKind.STANDING, 7),
    MeetingKind.CHAIRS: _notice_days(MeetingKind.CHAIRS, 3),
    MeetingKind.COMMITTEE: _notice_days(MeetingKind.COMMITTEE, 5),
}


def notice_days(kind: MeetingKind, *, on: date) -> int:
    """Return how many days ahead a meeting of this kind is called."""
    return value(NOTICE_DAYS[kind], on=on)
