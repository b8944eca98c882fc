"""What the plan does by itself when work for a task is done in another room."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.org.models import Body

from .. import workflow as table
from ..enums import EvidenceKind, PartyRole, TaskState
from ..models import PlanTask, TaskEvidence, TaskParty
from ..schedule import Months
from .importing import live_plan_of
from .tasks import Evidence, add_task, give_evidence, start


@transaction.atomic
def start_for_work(*, task_id: int, at: datetime) -> PlanTask | None:
    """
    Start a planned task because a meeting or activity for it was planned (自动启动); else leave it as it is.

    Rule: handbook 3.4, "auto when linked meeting/activity is created".
    """
    task = PlanTask.objects.select_related("plan").filter(pk=task_id, state=TaskState.PLANNED).first()
    if task is None:
        return None
    try:
        with transaction.atomic():
            return start(task=task, by=SYSTEM, at=at)
    except Refused:  # the plan is not live yet: the meeting stands, the task waits for the plan
        return None


@transaction.atomic
def record_work(*, task_id: int, kind: EvidenceKind, note: str, happened_on: date, at: datetime) -> TaskEvidence | None:
    """
    Give an open task the record of what was held for it, once; the department then only reports (F034).

    Rule: office-practice 24, evidence may be "done, see the meeting's record".
    """
    open_tasks = PlanTask.objects.select_for_update(of=("self",)).filter(state__in=table.OPEN)
    task = open_tasks.filter(pk=task_id).first()
    if task is None or task.evidence.filter(kind=kind, note=note).exists():
        return None
    return give_evidence(task, Evidence(kind, happened_on, note), SYSTEM, at)


@transaction.atomic
def add_for_decision(*, content: str, body: Body, due_on: date, by: Actor, at: datetime) -> PlanTask:
    """
    Add what a meeting decided to the plan of the year in which it is due (F042, handbook 9.3).

    Raises: Refused `no_plan` where that year has no plan in use, and as `add_task`; nothing is changed then.
    """
    plan = live_plan_of(due_on.year)
    if plan is None:
        raise Refused("no_plan", f"{due_on.year}年还没有印发的工作要点，不能列入任务；请改为办公室跟踪落实。")
    party = TaskParty(role=PartyRole.DEPARTMENT, display_text=body.short_name, order=0, body=body)
    months = Months(due_on.month, due_on.month)
    return add_task(plan=plan, content=content, months=months, parties=[party], by=by, at=at)
