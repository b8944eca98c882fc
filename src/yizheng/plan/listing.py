"""Rows of lists: tasks in order, what is late and whose, counts of owners. Pure shaping of loaded rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from yizheng.deadline.reckoning import WorkCalendar, light
from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Meaning

from . import phrases, queries
from .board import struck_through
from .enums import PartyRole, TaskState
from .filters import OPEN_STATES, TaskFilter
from .models import PlanTask

Row = list[Cell | str]

TASK_COLUMNS = (
    Column("月份"), Column("任务"), Column("责任部门"), Column("分管领导"), Column("期限"), Column("状态"),
)  # fmt: skip
LATE_COLUMNS = (Column("晚了多久"), Column("任务"), Column("分管领导"), Column("期限", "date"), Column("状态"))


def in_order(tasks: QuerySet[PlanTask]) -> QuerySet[PlanTask]:
    """Return tasks in the order of the task table; those without a month last."""
    return tasks.order_by(F("month").asc(nulls_last=True), "seq_in_month", "id")


def heading(wanted: TaskFilter, count: int) -> str:
    """Say what the list holds: 11月有 4 项任务."""
    words = [
        f"{wanted.month}月" if wanted.month else "",
        {"on_time": "按期销号", "late": "晚了", "added": "新增", "delayed": "延期"}.get(_mark(wanted), ""),
        _state_word(wanted),
    ]
    said = "".join(word for word in words if word)
    return f"{said}的任务有 {count} 项" if said else f"全年共有 {count} 项任务"


def _mark(wanted: TaskFilter) -> str:
    return next((name for name in ("on_time", "late", "added", "delayed") if getattr(wanted, name)), "")


def _state_word(wanted: TaskFilter) -> str:
    return {**phrases.STATE_WORDS, "moving": "进行中"}.get(wanted.state, "")


def task_rows(tasks: Iterable[PlanTask], on: date, calendar: WorkCalendar) -> list[Row]:
    """Return rows under TASK_COLUMNS."""
    return [_task_row(task, on, calendar) for task in tasks]


def _task_row(task: PlanTask, on: date, calendar: WorkCalendar) -> Row:
    return [
        phrases.months_word(task),
        _content_cell(task),
        phrases.names(task.departments_text),
        phrases.names(task.leaders_text),
        _due_cell(task, on, calendar),
        Cell(phrases.STATE_WORDS[task.state], meaning=queries.MEANING[task.state]),
    ]


def _content_cell(task: PlanTask) -> Cell:
    return Cell(struck_through(task), url_of(task))


def _due_cell(task: PlanTask, on: date, calendar: WorkCalendar) -> Cell:
    if task.due_on is None:
        return Cell("不限时")
    day = phrases.day(task.due_on)
    if task.state not in OPEN_STATES or task.due_on >= on:
        return Cell(day)
    return Cell(light(task.due_on, on, calendar).words, meaning=Meaning.OVER)


def url_of(task: PlanTask) -> str:
    """Return the address of a task's page."""
    return address("plan:task", public_id=task.public_id)


@dataclass(frozen=True)
class LateGroup:
    """The late tasks of one department, the latest first."""

    name: str
    tasks: Sequence[PlanTask]

    @property
    def note(self) -> str:
        """Return how many."""
        return f"{len(self.tasks)} 项"

    @property
    def caption(self) -> str:
        """Name the table for a screen reader."""
        return f"{self.name}晚了的任务"


def late_groups(tasks: Iterable[PlanTask], on: date) -> list[LateGroup]:
    """Group late tasks by the department that leads; whose longest lateness comes first stands first."""
    groups: dict[str, list[PlanTask]] = defaultdict(list)
    for task in tasks:
        groups[_lead_department(task)].append(task)
    sorted_groups = [
        LateGroup(name, sorted(rows, key=lambda task: (task.due_on or on, task.pk))) for name, rows in groups.items()
    ]
    return sorted(sorted_groups, key=lambda group: (group.tasks[0].due_on or on, group.name))


def _lead_department(task: PlanTask) -> str:
    """The first department of the row; as printed where it was never resolved."""
    parties = [p for p in task.parties.all() if p.role == PartyRole.DEPARTMENT and (p.body or p.unit)]
    if parties:
        first = min(parties, key=lambda party: (party.order, party.pk))
        return str(first.body or first.unit)
    return task.departments_text[0] if task.departments_text else "没有写明责任部门"


def late_rows(tasks: Iterable[PlanTask], on: date) -> list[Row]:
    """Return rows under LATE_COLUMNS."""
    return [
        [
            Cell(phrases.lateness(task.due_on or on, on), meaning=Meaning.OVER),
            Cell(task.content, url_of(task)),
            phrases.names(task.leaders_text),
            phrases.day(task.due_on),
            Cell(phrases.STATE_WORDS[task.state], meaning=queries.MEANING[task.state]),
        ]
        for task in tasks
    ]


@dataclass(frozen=True)
class Owner:
    """A leader or a department with counts of its tasks."""

    public_id: str
    name: str
    order: tuple[int, int]
    tasks: int
    counted: int
    confirmed: int
    on_time: int
    late: int


def owners(tasks: QuerySet[PlanTask], kind: str, on: date) -> list[Owner]:
    """Count per leader or department; a task with two owners counts for both, once each."""
    loaded = {task.pk: task for task in tasks}
    found: dict[tuple[str, str, tuple[int, int]], set[int]] = defaultdict(set)
    for key, task_id in queries.owner_pairs(loaded.keys(), kind):
        found[key].add(task_id)
    rows = [_owner(key, [loaded[pk] for pk in ids], on) for key, ids in found.items()]
    return sorted(rows, key=lambda owner: (owner.order, owner.name))


def _owner(key: tuple[str, str, tuple[int, int]], tasks: Sequence[PlanTask], on: date) -> Owner:
    public_id, name, order = key
    confirmed = [task for task in tasks if task.state == TaskState.CONFIRMED]
    return Owner(
        public_id=public_id,
        name=name,
        order=order,
        tasks=len(tasks),
        counted=sum(task.state != TaskState.CANCELLED for task in tasks),
        confirmed=len(confirmed),
        on_time=sum(task.delayed_on is None for task in confirmed),
        late=sum(task.due_on is not None and task.due_on < on and task.state in OPEN_STATES for task in tasks),
    )


def owner_rows(rows: Iterable[Owner], kind: str, year: int) -> list[Row]:
    """Return rows under an owner list's columns; each number opens its list."""
    return [_owner_row(owner, kind, year) for owner in rows]


def _owner_row(owner: Owner, kind: str, year: int) -> Row:
    page = f"{address(f'plan:{kind}', public_id=owner.public_id)}?year={year}"
    listed = f"{address('plan:tasks')}?year={year}&{kind}={owner.public_id}"
    return [
        Cell(owner.name, page),
        Cell(f"{owner.tasks} 项", listed),
        Cell(f"{owner.late} 项", f"{listed}&late=1", Meaning.OVER) if owner.late else "",
        Cell(
            f"{phrases.rate(owner.confirmed, owner.counted)}　{owner.confirmed}/{owner.counted}",
            f"{listed}&state=confirmed",
        ),
        Cell(
            f"{phrases.rate(owner.on_time, owner.confirmed)}　{owner.on_time}/{owner.confirmed}", f"{listed}&on_time=1"
        ),
    ]


@dataclass(frozen=True)
class OwnerWords:
    """What the list of leaders or of departments says."""

    title: str
    who: str
    lead: str
    empty: str

    @property
    def columns(self) -> Sequence[Column]:
        """Return the columns of the list."""
        return (
            Column(self.who), Column("任务", "number"), Column("晚了", "number"), Column("完成率", "number"),
            Column("按期率", "number"),
        )  # fmt: skip

    def heading(self, rows: Sequence[Owner]) -> str:
        """Say how things stand: 9 个部门承担任务，2 个有晚了的."""
        late = sum(1 for owner in rows if owner.late)
        if not rows:
            return self.empty
        return f"{len(rows)} {self.lead}，{f'{late} {self.lead[0]}有晚了的' if late else phrases.EVERYTHING_DONE}"


OWNER_WORDS: dict[str, OwnerWords] = {
    "leader": OwnerWords("分管领导", "领导", "位领导分管任务", "任务表里还没有对应到人的分管领导"),
    "department": OwnerWords("责任部门", "部门", "个部门承担任务", "任务表里还没有对应到部门的责任部门"),
}
