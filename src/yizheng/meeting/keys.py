"""What a committee may set for its meetings (handbook 9.7, 16 no. 32)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.org.configuration import Key, register, value

from .enums import MajorityBase, MeetingKind, MenuGroup

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
    MeetingKind.SECRETARIES: _notice_days(MeetingKind.SECRETARIES, 2),
    MeetingKind.PARTY_GROUP: _notice_days(MeetingKind.PARTY_GROUP, 3),
    MeetingKind.BRIEFING: _notice_days(MeetingKind.BRIEFING, 5),
}


def notice_days(kind: MeetingKind, *, on: date) -> int:
    """Return how many days ahead a meeting of this kind is called."""
    return value(NOTICE_DAYS[kind], on=on)


SECTION = "会议"
TWO_THIRDS, MORE_THAN_HALF = "two_thirds", "more_than_half"
_SHARES = ((TWO_THIRDS, "三分之二以上"), (MORE_THAN_HALF, "过半数"))
_BASES = tuple((str(each.value), str(each.label)) for each in MajorityBase)
_APPROVERS = ((Role.SECRETARY_GENERAL.value, "秘书长"), (Role.LEADER.value, "主席、副主席"),
              (Role.COMMITTEE_CLERK.value, "专委会"), (Role.OFFICE_CLERK.value, "办公室"))  # fmt: skip
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_MINUTES = 240
MOST_TIMES = 60


def _minutes(number: int) -> str | None:
    return None if 0 <= number <= MOST_MINUTES else f"分钟数要在0到{MOST_MINUTES}之间。"


def _clock(words: str) -> str | None:
    return None if _CLOCK.fullmatch(words) else "时间写成09:00这样。"


def _sensible_times(number: int) -> str | None:
    return None if 0 <= number <= MOST_TIMES else f"次数要在0到{MOST_TIMES}之间。"


def _steps(seconds: int) -> str | None:
    return None if 5 <= seconds <= 120 else "要在5秒到120秒之间。"


def _by_kind(name: str, defaults: tuple[Any, ...], label: str, effect: str, **more: Any) -> dict[MeetingKind, Key[Any]]:
    return {
        kind: register(Key(f"meeting.{name}.{kind.value}", first, f"{kind.label}{label}", effect, SECTION, **more))
        for kind, first in zip(MeetingKind, defaults, strict=True)
    }


QUORUM = _by_kind(
    "quorum", (TWO_THIRDS, *[MORE_THAN_HALF] * 6), "到会多少人才能开",
    "宣布开会时按它算出法定人数；不足时只能通报情况，不能表决。", choices=_SHARES,
)  # fmt: skip
MAJORITY_BASE = _by_kind(
    "majority_base", ("all",) * 7, "表决以谁的过半数通过",
    "“全体”含缺席和弃权的人，是章程的规矩；已经开始的表决不受影响。", choices=_BASES,
)  # fmt: skip
LEAVE_LEAD_DAYS = _by_kind(
    "leave_lead_days", (3, 2, 1, 1, 1, 1, 1), "请假要提前几天",
    "晚于这天的请假仍可提交，标明“未按时”，由批假的人决定。",
    unit="天", check=_sensible,
)  # fmt: skip
LEAVE_APPROVER = _by_kind(
    "leave_approver",
    (Role.SECRETARY_GENERAL.value, Role.SECRETARY_GENERAL.value, Role.SECRETARY_GENERAL.value,
     Role.COMMITTEE_CLERK.value, Role.SECRETARY_GENERAL.value, Role.LEADER.value, Role.SECRETARY_GENERAL.value),
    "请假由谁批", "决定批假的待办给谁；已经提交的不变。", choices=_APPROVERS,
)  # fmt: skip
WHOLE_PLENARY_APPROVER = register(
    Key("meeting.leave_approver_whole_plenary", Role.LEADER.value, "整个全会都请假由谁批",
        "全会的每个半天都请假，由这一级批准。", SECTION, choices=_APPROVERS)
)  # fmt: skip
LEAVE_QUOTA = _by_kind(
    "leave_quota", (3, *[0] * 6), "一届里整次请假到几次提醒",
    "到了这个次数，批假页和请假页上提醒，是否提请常委会研究由人决定；0为不提醒。请假不算缺席。",
    unit="次", check=_sensible_times,
)  # fmt: skip
LATE_LEAVE_WORKDAYS = register(
    Key("meeting.late_leave_workdays", 2, "会后几个工作日内可以补假", "过了这个期限不能再补，按缺席算。", SECTION,
        unit="个工作日", check=_sensible)
)  # fmt: skip
WINDOW_BEFORE = register(
    Key("meeting.checkin_minutes_before", 60, "开始前多少分钟可以签到", "早于这个时间扫码不算。", SECTION,
        unit="分钟", check=_minutes)
)  # fmt: skip
WINDOW_AFTER = register(
    Key("meeting.checkin_minutes_after", 20, "开始后多少分钟内还能扫码签到", "再晚的由工作人员点名录入。", SECTION,
        unit="分钟", check=_minutes)
)  # fmt: skip
LATE_AFTER = register(
    Key("meeting.late_after_minutes", 0, "开始后多少分钟算迟到", "在这之内到的算准时。", SECTION,
        unit="分钟", check=_minutes)
)  # fmt: skip
MORNING_STARTS = register(
    Key("meeting.morning_starts", "09:00", "会期中每天上午几点开始", "会议的第一个半天按通知的时间。", SECTION,
        check=_clock)
)  # fmt: skip
AFTERNOON_STARTS = register(
    Key("meeting.afternoon_starts", "14:30", "会期中每天下午几点开始", "会议的第一个半天按通知的时间。", SECTION,
        check=_clock)
)  # fmt: skip
CODE_SECONDS = register(
    Key("meeting.code_seconds", 20, "会场二维码多少秒换一次", "换过以后，前一张只再认这么久，拍下来转发没有用。",
        SECTION, unit="秒", check=_steps)
)  # fmt: skip
ACTIVITY_LEAD_WORKDAYS = register(
    Key("meeting.activity_lead_workdays", 5, "活动至少提前几个工作日发布", "不足的，写明原因才能发布。", SECTION,
        unit="个工作日", check=_sensible)
)  # fmt: skip
ACTIVITY_RECORD_WORKDAYS = register(
    Key("meeting.activity_record_workdays", 5, "活动后几个工作日内登记到场和小结", "决定“登记到场”待办的期限。",
        SECTION, unit="个工作日", check=_sensible)
)  # fmt: skip
MENU_LEAST = {
    group: register(
        Key(f"meeting.menu_least.{group.value}", 1, f"履职菜单里{group.label}至少选几项",
            "没选够的，委员的菜单页上提醒，办公室的菜单页上列出名单。", SECTION, unit="项", check=_sensible)
    )
    for group in MenuGroup
}  # fmt: skip
