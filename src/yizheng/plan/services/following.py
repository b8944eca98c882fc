"""What the plan does by itself when work for a task is done in another room."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused

from .. import workflow as table
from ..enums import EvidenceKind, TaskState
from ..models import PlanTask, TaskEvidence
from .tasks import Evidence, give_evidence, start


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
