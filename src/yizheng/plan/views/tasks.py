"""The page of a task, and adding one after adoption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.attachment.models import StoredFile
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.explaining import explain_month
from yizheng.deadline.reckoning import Light, WorkCalendar, light
from yizheng.kernel import ledger
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may, require
from yizheng.org.queries import bodies_in_force, leaders
from yizheng.ui.shapes import Crumb, Step

from .. import forms, history, phrases, queries, services, threads
from .. import workflow as table
from ..enums import PartyRole, TaskState
from ..models import PlanTask, TaskChange, WorkPlan
from ..parties import PrintedName, printed_names
from ..services.tasks import months_set_on, reckon_due
from . import acts
from .asking import actor_of, uuid_in, visible_or_404

COURSE = (TaskState.PLANNED, TaskState.IN_PROGRESS, TaskState.DONE, TaskState.CONFIRMED)


@dataclass(frozen=True)
class Button:
    """One act as drawn: `direct` acts at once, the others lead to their page (a dialog where there is one)."""

    label: str
    url: str
    direct: bool
    look: str


@require_GET
def task(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a task: when, who, how far, on what evidence, and what the worn hat may do now."""
    actor, now = actor_of(request), timezone.now()
    row = visible_or_404(queries.with_parties(queries.tasks_visible_to(actor)), public_id)
    asked = acts.Asked(row, actor, now)
    offered = offered_acts(row, actor)
    primary = _primary(row, offered)
    entries = list(ledger.history("plan_task", row.pk).select_related("entered_by"))
    calendar = work_calendar()
    changes = _changes(row, entries)
    evidence = list(row.evidence.select_related("file").order_by("given_at"))
    context = {
        "task": row,
        "months": phrases.months_word(row),
        "state_word": phrases.STATE_WORDS[row.state],
        "meaning": queries.MEANING[row.state],
        "light": _light(row, timezone.localdate(now), calendar),
        "why": _why(row, calendar, changes),
        "parties": _parties(row),
        "steps": _steps(row, entries),
        "primary": _button(primary, row) if primary else None,
        "others": [_button(each, row) for each in offered if each is not primary],
        "report": forms.ReportForm(initial=acts.REPORT.first(asked)) if primary is acts.REPORT else None,
        "report_url": acts.url_of(acts.REPORT, row),
        "evidence": evidence,
        "evidence_note": f"{len(evidence)} 件" if evidence else "",
        "scans": _scans(row, entries),
        "changes": changes,
        "boxes": threads.task_boxes(row, evidence, actor),
        "timeline": history.entries(entries),
        "meeting_url": _meeting_url(row, actor),
        "crumbs": _crumbs(row),
    }
    return render(request, "plan/task.html", context)


def _meeting_url(row: PlanTask, actor: Actor) -> str:
    """Return where a meeting for an open task is planned; empty for whoever plans none."""
    if row.state not in table.OPEN or not may("meeting.prepare", actor):
        return ""
    return f"{address('meeting:new')}?task={row.public_id}"


def offered_acts(row: PlanTask, actor: Actor) -> list[acts.TaskAct]:
    """Return the acts whose buttons are drawn: what the machine allows, less what its guards refuse."""
    if row.plan.state not in queries.LIVE_PLAN_STATES:
        return []
    allowed = {transition.name for transition in engine.available(table.TASK_MACHINE, row, actor)}
    if row.delayed_on is None and not queries.is_past_due(row, on=timezone.localdate()):
        allowed.discard(table.GIVE_DELAY_REASON.name)
    shown = (*acts.TASK_ACTS, acts.PAPER_CANCEL)
    return [each for each in shown if each.row.name in allowed]


def _primary(row: PlanTask, offered: Sequence[acts.TaskAct]) -> acts.TaskAct | None:
    """One button stands out: first the reason a late task owes, then the report, then the check."""
    order = [acts.REPORT, acts.CONFIRM]
    if queries.owes_reason(row):
        order.insert(0, acts.DELAY)
    return next((each for each in order if each in offered), None)


def _button(task_act: acts.TaskAct, row: PlanTask) -> Button:
    direct = task_act in (acts.START, acts.CONFIRM)
    look = "text" if task_act in (acts.CANCEL, acts.PAPER_CANCEL) else ""
    return Button(task_act.row.label, acts.url_of(task_act, row), direct, look)


def _light(row: PlanTask, today: date, calendar: WorkCalendar) -> Light | None:
    if row.due_on is None or row.state not in (TaskState.PLANNED, TaskState.IN_PROGRESS):
        return None
    return light(row.due_on, today, calendar)


def _why(row: PlanTask, calendar: WorkCalendar, changes: Sequence[TaskChange]) -> list[str]:
    """Say line by line how the due date was reckoned; a task without months has none."""
    if row.month_end is None or row.due_on is None:
        return []
    why = reckon_due(row.plan.year, row.month_end, calendar, set_on=months_set_on(row, changes)).why
    return explain_month(why, row.due_on, calendar)


def _parties(row: PlanTask) -> dict[str, list[PrintedName]]:
    rows = list(row.parties.all())
    return {
        "leaders": printed_names(row.leaders_text, [r for r in rows if r.role == PartyRole.LEADER]),
        "departments": printed_names(row.departments_text, [r for r in rows if r.role == PartyRole.DEPARTMENT]),
    }


def _steps(row: PlanTask, entries: Sequence[LedgerEntry]) -> list[Step]:
    """Return the course with the day each state was reached, as the ledger tells."""
    reached = _reached(entries)
    if row.state == TaskState.CANCELLED:
        return [Step("未启动", state="done"), Step("已取消", reached.get("cancelled", ""), "now")]
    here = COURSE.index(TaskState(row.state))
    return [
        Step(state.label, reached.get(state, "") if place <= here else "", _step_state(place, here))
        for place, state in enumerate(COURSE)
    ]


def _step_state(place: int, here: int) -> str:
    if place < here or here == len(COURSE) - 1:
        return "done"
    return "now" if place == here else "next"


def _reached(entries: Sequence[LedgerEntry]) -> dict[str, str]:
    moved = (entry for entry in entries if entry.to_state != entry.from_state)
    days = {entry.to_state: timezone.localtime(entry.at) for entry in moved}
    return {state: f"{day.month}月{day.day}日" for state, day in days.items()}


def _scans(row: PlanTask, entries: Sequence[LedgerEntry]) -> list[StoredFile]:
    """Return the files of the task that are no evidence: pages signed on paper."""
    if all(entry.source != Source.PAPER for entry in entries):
        return []
    shown = row.evidence.filter(file__isnull=False).values("file_id")
    attached = StoredFile.objects.filter(kind="plan_task", object_id=row.pk)
    return list(attached.exclude(pk__in=shown).order_by("uploaded_at"))


def _changes(row: PlanTask, entries: Sequence[LedgerEntry]) -> list[TaskChange]:
    """Return old and new months, the newest first; asked for only where the ledger tells of a move."""
    moved = (table.RESCHEDULE.name, table.GIVE_DELAY_REASON.name)
    return list(row.changes.order_by("-id")) if any(entry.act in moved for entry in entries) else []


def _crumbs(row: PlanTask) -> list[Crumb]:
    crumbs = [Crumb("要点与任务", address("plan:board"))]
    if row.item is not None:
        crumbs.append(Crumb(row.item.label, address("plan:item", public_id=row.item.public_id)))
    return [*crumbs, Crumb(f"{phrases.months_word(row)}任务")]


@require_http_methods(["GET", "POST"])
@act
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a task after adoption (补充任务)."""
    actor, now = actor_of(request), timezone.now()
    plan = visible_or_404(queries.plans_visible_to(actor), public_id)
    require("plan.add_task", actor, plan)
    form = _add_form(request, plan, timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            task = services.add_task(
                plan=plan, content=form.cleaned_data["content"], months=form.months, parties=form.parties(),
                item=form.cleaned_data["item"], by=actor, at=now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "已补充任务，责任部门会收到通知。", to=address("plan:task", public_id=task.public_id))
    return render(request, "plan/add_task.html", {"plan": plan, "form": form})


def _add_form(request: HttpRequest, plan: WorkPlan, today: date) -> forms.AddTaskForm:
    people = [holding.person for holding in leaders(today)]
    given: dict[str, Any] = {
        "plan": plan,
        "departments": list(bodies_in_force(today)),
        "leaders": list(dict.fromkeys(people)),
    }
    if request.method == "POST":
        return forms.AddTaskForm(request.POST, **given)
    month = str(today.month)
    initial = {"month_start": month, "month_end": month, "item": uuid_in(request, "item")}
    return forms.AddTaskForm(initial=initial, **given)
