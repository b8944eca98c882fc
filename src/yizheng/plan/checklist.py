"""
The checklist of a plenary (筹备全会清单, F042): what is prepared how many days before, and by whom.

The lines are configuration, so that each office keeps its own; from the day of the meeting they become tasks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from yizheng.org.configuration import Key, register, value
from yizheng.org.models import Body
from yizheng.org.queries import bodies_called

from .keys import SECTION

_LINE = re.compile(r"提前\s*(?P<days>\d{1,3})\s*天\s+(?P<who>\S+)\s+(?P<what>.+)")
MOST_DAYS = 200
DEFAULT = [
    "提前90天 办公室 拟定全会筹备方案，提请主席会议审议",
    "提前75天 办公室 成立筹备工作组，分文件、组织、会务、宣传四组",
    "提前60天 提案委 印发征集提案的通知，公布参考选题",
    "提前60天 办公室 起草常委会工作报告，送党组会议审议",
    "提前60天 提案委 起草提案工作情况报告",
    "提前45天 办公室 征集大会发言，报主席会议遴选",
    "提前30天 办公室 常委会议审议两个报告和会议议程日程草案",
    "提前30天 委员工委 核定出席、列席人员名单和分组名单",
    "提前20天 办公室 发出会议通知，收回执和请假",
    "提前15天 办公室 落实会场、食宿、交通、医疗和安全",
    "提前7天 办公室 印制会议手册、桌签、出席证和分组讨论材料",
    "提前3天 办公室 召开工作人员会，逐项检查准备情况",
]


def _why_not(lines: list[str]) -> str | None:
    for line in lines:
        found = _LINE.fullmatch(line.strip())
        if found is None:
            return f"“{line}”看不懂，请写成：提前60天 提案委 印发征集提案的通知。"
        if int(found["days"]) > MOST_DAYS:
            return f"“{line}”提前太多，最多{MOST_DAYS}天。"
    return None


PLENARY_CHECKLIST: Key[list[str]] = register(
    Key(
        "plan.plenary_checklist", DEFAULT, "全会筹备清单",
        "一行一件：提前几天、由谁、做什么。以后按清单添加筹备任务时照这里的来；已经添加的任务不变。",
        SECTION, check=_why_not,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Preparation:
    """
    One line of the checklist for a meeting on a given day.

    `bodies` are those the name stands for on that day; `in_year` tells whether it falls into the plan's year.
    """

    content: str
    who: str
    on: date
    bodies: tuple[Body, ...]
    in_year: bool

    @property
    def can_be_added(self) -> bool:
        """Tell whether it can become a task: one department is known, and the day lies in the plan's year."""
        return self.in_year and len(self.bodies) == 1


def preparations(*, meets_on: date, year: int, on: date) -> list[Preparation]:
    """Return what is to be prepared for a plenary that opens on `meets_on`, the earliest first."""
    lines = [_LINE.fullmatch(line.strip()) for line in value(PLENARY_CHECKLIST, on=on)]
    found = [_preparation(line, meets_on, year, on) for line in lines if line is not None]
    return sorted(found, key=lambda each: each.on)


def _preparation(line: re.Match[str], meets_on: date, year: int, on: date) -> Preparation:
    day = meets_on - timedelta(days=int(line["days"]))
    bodies = tuple(bodies_called(line["who"], on))
    return Preparation(f"{line['what']}（{day.month}月{day.day}日前）", line["who"], day, bodies, day.year == year)
