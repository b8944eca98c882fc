"""Plan against what happened (计划与实际): months planned and moved, days done and confirmed, early or late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yizheng.kernel import papers
from yizheng.kernel.papers import Table
from yizheng.ui.shapes import Cell, Column, Meaning
from yizheng.ui.tags.marks import long_date

from . import phrases
from .board import is_late, struck_through
from .enums import TaskState
from .listing import Row, url_of
from .models import PlanTask, WorkPlan
from .queries import MEANING, Progress

COLUMNS = (
    Column("计划"), Column("任务"), Column("责任部门"), Column("完成", "date"), Column("销号", "date"),
    Column("早晚"), Column("结果"),
)  # fmt: skip
_PRINTED = (
    papers.Column("原定", 2, "center"), papers.Column("现定", 2, "center"), papers.Column("任务", 9),
    papers.Column("责任部门", 4, "center"), papers.Column("完成", 2.4, "center"), papers.Column("销号", 2.4, "center"),
    papers.Column("早晚", 2.4, "center"), papers.Column("结果", 3, "center"),
)  # fmt: skip
SAME_DAY = "当天完成"


@dataclass(frozen=True)
class Actual:
    """
    What became of one task: `first` the months of the plan, `now` those it was moved to (empty: never moved).

    `days` are calendar days before (positive) or after (negative) the date it is due by now; None while it is
    open and not late, and where no date is set.
    """

    task: PlanTask
    first: str
    now: str
    days: int | None

    @property
    def months(self) -> str:
        """Say when it was planned, and where it was moved to."""
        return f"{self.first} → {self.now}" if self.now else self.first

    @property
    def timing(self) -> str:
        """Say how early or late it was done, or how late it is."""
        if self.days is None:
            return ""
        if self.days == 0:
            return SAME_DAY
        return f"提前{self.days}天" if self.days > 0 else f"晚{-self.days}天"


def actuals(tasks: Iterable[PlanTask], on: date) -> list[Actual]:
    """Set each task against its plan; the tasks were read with their changes."""
    return [_actual(task, on) for task in tasks]


def rows(found: Iterable[Actual]) -> list[Row]:
    """Return rows under COLUMNS."""
    return [_row(each) for each in found]


def table(plan: WorkPlan, counts: Progress, found: Iterable[Actual], on: date) -> Table:
    """Return the comparison as a table to print: each task, and the rates with what they are made of."""
    return Table(
        f"{plan.title}计划与实际对照",
        _PRINTED,
        tuple(_printed(each) for each in found),
        subtitle=f"截至{long_date(on)}",
        notes=tuple(rate_lines(counts)),
        landscape=True,
    )


def rate_lines(counts: Progress) -> list[str]:
    """Say both rates with what they are made of (handbook 3.5)."""
    return [
        f"完成率 {phrases.rate(counts.confirmed, counts.counted)}：应完成 {counts.counted} 项"
        f"（全部 {counts.total} 项，已取消 {counts.cancelled} 项），已销号 {counts.confirmed} 项。",
        f"按期率 {phrases.rate(counts.confirmed_on_time, counts.confirmed)}：已销号 {counts.confirmed} 项，"
        f"其中没有延期的 {counts.confirmed_on_time} 项。",
        f"原定 {counts.base} 项，新增 {counts.added} 项，逾期未完成 {counts.late} 项。",
    ]


def _actual(task: PlanTask, on: date) -> Actual:
    moves = sorted((c for c in task.changes.all() if c.field == "month"), key=lambda change: change.pk)
    now = phrases.months_word(task)
    return Actual(task, first=moves[0].old if moves else now, now=now if moves else "", days=_days(task, on))


def _days(task: PlanTask, on: date) -> int | None:
    """
    Return by how many days a task was early; late ones count below zero.

    Rule: our decision. The day the department reported counts, not the day the office checked; a task that was
    moved is measured by its new date, since its delay already stands in the months and the on-time rate.
    """
    if task.due_on is None or task.state == TaskState.CANCELLED:
        return None
    if is_late(task, on):
        return (task.due_on - on).days
    done = task.done_on or task.confirmed_on
    return (task.due_on - done).days if done else None


def _row(each: Actual) -> Row:
    task = each.task
    word, meaning = _result(task)
    late = each.days is not None and each.days < 0
    return [
        each.months,
        Cell(struck_through(task), url_of(task)),
        phrases.names(task.departments_text),
        phrases.day(task.done_on),
        phrases.day(task.confirmed_on),
        Cell(each.timing, meaning=Meaning.OVER) if late else each.timing,
        Cell(word, meaning=meaning),
    ]


def _printed(each: Actual) -> tuple[str, ...]:
    task = each.task
    return (
        each.first,
        each.now,
        f"{task.content}{'（新增）' if task.is_added else ''}",
        phrases.names(task.departments_text),
        phrases.day(task.done_on),
        phrases.day(task.confirmed_on),
        each.timing,
        _result(task)[0],
    )


def _result(task: PlanTask) -> tuple[str, str]:
    if task.state == TaskState.CONFIRMED:
        return ("延期后完成", Meaning.WARN) if task.delayed_on else ("按期完成", Meaning.OK)
    return phrases.STATE_WORDS[task.state], MEANING[task.state]
