"""Delayed tasks: what the house notes by itself when a task's time has passed (handbook 3.4, F034)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused

from . import queries, services
from .models import PlanTask


@transaction.atomic
def note_delays(*, on: date, at: datetime) -> int:
    """
    Note every task of a plan in force whose time passed before this day (到期未完成); return how many.

    Each lateness is noted once: a task that got a new month is noted again only when that passes too. The
    leader in charge and the office are told; the responsible department owes a reason and a new month.
    Safe to run twice, and after missed nights.
    """
    act_id = uuid.uuid4()
    noted = 0
    for task in to_note(on=on).select_related("plan", "item").order_by("id"):
        try:
            services.mark_delayed(task=task, on=on, by=SYSTEM, at=at, act_id=act_id)
        except Refused:
            # Reported or moved by somebody since the list was read: nothing is late any more.
            continue
        noted += 1
    return noted


def to_note(*, on: date) -> QuerySet[PlanTask]:
    """Return the late tasks whose present lateness was not noted yet."""
    live = PlanTask.objects.filter(plan__state__in=queries.LIVE_PLAN_STATES)
    unnoted = Q(delayed_on__isnull=True) | Q(delayed_on__lte=F("due_on"))
    return queries.overdue(live, on=on).filter(unnoted)
