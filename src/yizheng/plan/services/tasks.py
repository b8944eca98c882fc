"""The life of a task: started, reported with evidence, confirmed or sent back, delayed, moved, cancelled."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment.models import StoredFile
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.keys import ROLL_FORWARD
from yizheng.deadline.reckoning import Reckoned, WorkCalendar, end_of_month
from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import SYSTEM, Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from .. import queries
from .. import workflow as table
from ..enums import LIVE_PLAN_STATES, EvidenceKind, PartyRole, TaskState
from ..keys import last_day
from ..models import PlanItem, PlanTask, TaskChange, TaskEvidence, TaskParty, WorkPlan
from ..schedule import Months

NOTE_CHARS = 300


@dataclass(frozen=True)
class Evidence:
    """What shows that a task was done: a kind, a day, one line and, where there is one, a file."""

    kind: EvidenceKind
    happened_on: date
    note: str = ""
    file: StoredFile | None = None


def due_date(year: int, months: Months, *, set_on: date) -> date | None:
    """
    Return the day a task is due: the end of its last month, rolled forward to a working day.

    Rule: handbook 2.1 (`calendar.roll_forward`) and 3.4 (overdue at month end, `plan.report_cycle`); both
    keys are read as on `set_on`, the day the months were set: what runs keeps the value it started with.
    """
    if months.last is None:
        return None
    return reckon_due(year, months.last, work_calendar(), set_on=set_on).due_on


def reckon_due(year: int, month: int, calendar: WorkCalendar, *, set_on: date) -> Reckoned:
    """Reckon the day by which a task of a month is due, by the configuration of the day its months were set."""
    rolls = value(ROLL_FORWARD, on=set_on)
    return end_of_month(year, month, calendar, last_day=last_day(on=set_on), rolls=rolls)


def months_set_on(task: PlanTask, changes: Iterable[TaskChange]) -> date:
    """Return the day a task's months were last set: by the latest of its changes, else when it was made."""
    moved = max((change.changed_at for change in changes if change.field == "month"), default=None)
    return timezone.localdate(moved or task.created_at)


def start(*, task: PlanTask, by: Actor, at: datetime) -> PlanTask:
    """Start a planned task (启动). Raises: Refused, PermissionDenied; nothing is changed then."""
    return workflow.apply(table.START, task, by=by, at=at)


@transaction.atomic
def report_done(*, task: PlanTask, evidence: Sequence[Evidence], by: Actor, at: datetime) -> PlanTask:
    """
    Report a task done with its evidence (报完成); the office then checks it.

    Rule: handbook 3.4, at least one evidence item (`plan.evidence_required`); office-practice 24: one line
    that points at the meeting's record is evidence enough.
    Raises: Refused `guarded` without evidence, `future` for a day to come; nothing is changed then.
    """
    require(table.REPORT.permission, by, task)
    for each in evidence:
        give_evidence(task, each, by, at)
    done_on = timezone.localdate(at)
    return workflow.apply(table.REPORT, task, by=by, at=at, changes={"done_on": done_on}, reason=_first_note(evidence))


def confirm(*, task: PlanTask, by: Actor, at: datetime) -> PlanTask:
    """Close a task after checking its evidence (销号); it counts as completed from now on."""
    return workflow.apply(table.CONFIRM, task, by=by, at=at, changes={"confirmed_on": timezone.localdate(at)})


def send_back(*, task: PlanTask, reason: str, by: Actor, at: datetime) -> PlanTask:
    """Send a reported task back because its evidence does not suffice (退回), with the reason."""
    return workflow.apply(table.RETURN, task, by=by, at=at, reason=reason, changes={"done_on": None})


@transaction.atomic
def give_delay_reason(*, task: PlanTask, reason: str, new_month: int, by: Actor, at: datetime) -> PlanTask:
    """
    Say why a task is late and by which month of the plan's year it will be done (说明延期).

    Rule: handbook 3.4; the old month stays visible as a `TaskChange` (F033).
    Raises: Refused `month_past` when the new month is over, `guarded` when the task is not late.
    """
    require(table.GIVE_DELAY_REASON.permission, by, task)
    on, task = timezone.localdate(at), _locked(task)
    if task.state in table.GIVE_DELAY_REASON.sources and queries.is_past_due(task, on=on):
        # Whoever comes on the first morning need not wait for the night in which the house notes it.
        task = mark_delayed(task=task, on=on, by=SYSTEM, at=at)
    return _move_to(table.GIVE_DELAY_REASON, task, new_month, reason, by, at)


@transaction.atomic
def reschedule(*, task: PlanTask, new_month: int, reason: str, by: Actor, at: datetime) -> PlanTask:
    """Move a task to end in another month (改月份), with the reason; old and new month stay visible (F033)."""
    return _move_to(table.RESCHEDULE, task, new_month, reason, by, at)


def cancel(*, task: PlanTask, reason: str, by: Actor, at: datetime) -> PlanTask:
    """
    Cancel a task (取消): kept in the table, struck through, out of the completion rate.

    Rule: handbook 3.4, secretary-general or the leader in charge decides. A clerk may enter a decision
    signed on paper (`source=paper`, office-practice 8); both names stand in the ledger.
    """
    row = table.RECORD_CANCELLATION if by.source is Source.PAPER else table.CANCEL
    return workflow.apply(row, task, by=by, at=at, reason=reason)


@transaction.atomic
def link_item(*, task: PlanTask, item: PlanItem, reason: str, by: Actor, at: datetime) -> PlanTask:
    """Say which item of the plan a task belongs to (归到要点); the thread follows."""
    if item.plan_id != task.plan_id:
        raise Refused("other_plan", "这一项要点不在该任务所属的工作要点里。")
    before = _locked(task).item
    moved = workflow.apply(table.LINK_ITEM, task, by=by, at=at, changes={"item": item, "item_reason": reason[:200]})
    if before is not None:
        thread.unlink(before, moved, relation="task")
    thread.link(item, moved, relation="task", at=at)
    return moved


@transaction.atomic
def add_task(
    *,
    plan: WorkPlan,
    content: str,
    months: Months,
    parties: Sequence[TaskParty],
    by: Actor,
    at: datetime,
    item: PlanItem | None = None,
    act_id: uuid.UUID | None = None,
) -> PlanTask:
    """
    Add a task after adoption (补充任务): marked 新增, it does not alter the annual base count.

    `parties` are unsaved rows, leaders and departments with the text they are shown by.
    Raises: Refused `no_content`, `no_department`, `plan_not_live`; nothing is changed then.
    """
    require("plan.add_task", by, plan)
    _check_addition(plan, content, parties)
    task = _added(plan, content.strip(), months, parties, item, timezone.localdate(at))
    for party in parties:
        party.task = task
    TaskParty.objects.bulk_create(parties)
    if item is not None:
        thread.link(item, task, relation="task", at=at)
    fields = {"content": task.content}
    ledger.record("add_task", task, by=by, at=at, to_state=task.state, fields=fields, act_id=act_id)
    events.publish(workflow.Moved("plan_task", task, "add_task", "", task.state, by, at))
    return task


def mark_delayed(*, task: PlanTask, on: date, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> PlanTask:
    """Note that a task's time passed without its being done (到期未完成); the house itself does this daily."""
    return workflow.apply(table.MARK_DELAYED, task, by=by, at=at, changes={"delayed_on": on}, act_id=act_id)


def give_evidence(task: PlanTask, evidence: Evidence, by: Actor, at: datetime) -> TaskEvidence:
    """Put one piece of evidence to a task; part of the act that calls it. Raises: Refused `future`."""
    if evidence.happened_on > timezone.localdate(at):
        raise Refused("future", "完成日期还没有到，请填实际完成的那一天。")
    row = TaskEvidence.objects.create(
        task=task,
        kind=evidence.kind,
        note=evidence.note.strip()[:NOTE_CHARS],
        happened_on=evidence.happened_on,
        file=evidence.file,
        given_by_name=by.name,
        given_at=at,
    )
    thread.link(task, row, relation="evidence", at=at)
    ledger.record("give_evidence", row, by=by, at=at, fields={"kind": row.kind, "note": row.note})
    return row


def _first_note(evidence: Sequence[Evidence]) -> str:
    return next((each.note for each in evidence if each.note), "")[:NOTE_CHARS]


def _move_to(row: workflow.Transition, task: PlanTask, month: int, reason: str, by: Actor, at: datetime) -> PlanTask:
    task = _locked(task)
    _check_month(task.plan.year, month, timezone.localdate(at))
    months = Months(_first_month(task, month), month)
    old = _month_words(task)
    moved = workflow.apply(
        row,
        task,
        by=by,
        at=at,
        reason=reason,
        changes={
            "month_start": months.first,
            "month_end": months.last,
            "all_year": False,
            "due_on": due_date(task.plan.year, months, set_on=timezone.localdate(at)),
        },
    )
    TaskChange.objects.create(
        task=moved,
        field="month",
        old=old,
        new=_month_words(moved),
        reason=reason,
        changed_by_name=by.name,
        changed_at=at,
    )
    return moved


def _locked(task: PlanTask) -> PlanTask:
    """Return the task as it stands, locked: what it was before the act is read from it, not from a page."""
    rows = PlanTask.objects.select_for_update(of=("self",)).select_related("plan", "item")
    return rows.get(pk=task.pk)


def _first_month(task: PlanTask, month: int) -> int:
    """A task of one month moves as a whole; a range keeps its beginning and ends in the new month."""
    if task.month_start is None or task.month_start == task.month_end:
        return month
    return min(task.month_start, month)


def _check_month(year: int, month: int, today: date) -> None:
    if not 1 <= month <= 12:
        raise Refused("no_month", "请选择 1 至 12 月中的一个月。")
    if (year, month) < (today.year, today.month):
        raise Refused("month_past", f"{year}年{month}月已经过去，请选择本月或以后的月份。")


def _month_words(task: PlanTask) -> str:
    if task.month_start is None:
        return "未定"
    if task.all_year:
        return "全年"
    if task.month_start == task.month_end:
        return f"{task.month_start}月"
    return f"{task.month_start}-{task.month_end}月"


def _check_addition(plan: WorkPlan, content: str, parties: Sequence[TaskParty]) -> None:
    if plan.state not in LIVE_PLAN_STATES:
        raise Refused("plan_not_live", "工作要点还没有登记通过，不能补充任务。")
    if not content.strip():
        raise Refused("no_content", "请写明任务内容。")
    if not any(party.role == PartyRole.DEPARTMENT for party in parties):
        raise Refused("no_department", "请选择责任部门，任务总要有人承担。")


def _added(
    plan: WorkPlan, content: str, months: Months, parties: Sequence[TaskParty], item: PlanItem | None, on: date
) -> PlanTask:
    last = plan.tasks.filter(month=months.first).order_by("-seq_in_month").first()
    return PlanTask.objects.create(
        plan=plan,
        item=item,
        month=months.first,
        seq_in_month=1 if last is None else last.seq_in_month + 1,
        month_start=months.first,
        month_end=months.last,
        all_year=months.all_year,
        content=content,
        leaders_text=_texts(parties, PartyRole.LEADER),
        departments_text=_texts(parties, PartyRole.DEPARTMENT),
        state=TaskState.PLANNED,
        is_added=True,
        due_on=due_date(plan.year, months, set_on=on),
    )


def _texts(parties: Sequence[TaskParty], role: PartyRole) -> list[str]:
    return list(dict.fromkeys(party.display_text for party in parties if party.role == role))
