"""The annex as plain values: title, rows under their month, remark. Pure: what both formats print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from .. import phrases
from ..enums import TaskState
from ..models import PlanTask, WorkPlan

COLUMNS = ("月份", "工作内容", "分管领导", "责任部门")
ADDED = "（新增）"
UNDATED = "时间未定"
REMARK = "备注："
_PLACE_LEVEL = re.compile(r"[^省州盟市县区旗]*?([省州盟市县区旗])$")


@dataclass(frozen=True)
class AnnexRow:
    """One task as printed; a cancelled one is struck through."""

    content: str
    leaders: str
    departments: str
    struck: bool = False


@dataclass(frozen=True)
class AnnexMonth:
    """The rows that share one merged month cell."""

    label: str
    rows: Sequence[AnnexRow]


@dataclass(frozen=True)
class Annex:
    """The whole annex."""

    title: str
    months: Sequence[AnnexMonth]
    remark: str


def annex_of(plan: WorkPlan, tasks: Iterable[PlanTask]) -> Annex:
    """Return the annex of a plan; `tasks` come in the order of the task table."""
    months = [
        AnnexMonth(f"{month}月" if month else UNDATED, [_row(task) for task in rows])
        for month, rows in groupby(tasks, key=lambda task: task.month)
    ]
    return Annex(title_of(plan), months, plan.note)


def title_of(plan: WorkPlan) -> str:
    """Return 区政协2026年重点工作任务分解; the whole body's name where no short one can be read off it."""
    return f"{short_body(plan.issuing_body)}{plan.year}年重点工作任务分解"


def short_body(body: str) -> str:
    """Return what a body calls itself in its own papers: 政协云溪区委员会 is 区政协."""
    place = body.removeprefix("中国人民政治协商会议").removeprefix("政协").removesuffix("委员会")
    level = _PLACE_LEVEL.search(place)
    return f"{level[1]}政协" if level else body or "政协"


def _row(task: PlanTask) -> AnnexRow:
    return AnnexRow(
        content=f"{task.content}{ADDED if task.is_added else ''}",
        leaders=phrases.names(task.leaders_text),
        departments=phrases.names(task.departments_text),
        struck=task.state == TaskState.CANCELLED,
    )
