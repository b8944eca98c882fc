"""Jobs of the to-do list: every morning each committee is reminded of what has a date."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from .reminding import remind

EVERY_MORNING = "0 0 * * *"
"""08:00 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_MORNING)
@app.task(name="todo.remind_everywhere", queueing_lock="todo_remind")
def remind_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                remind_in.configure(queueing_lock=f"todo_remind-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # yesterday's job has not run yet and will remind for today too


@app.task(name="todo.remind_in", retry=3)
def remind_in(committee_id: int) -> None:
    """Remind in one committee; safe to run twice, a reminder goes once by its key."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            remind(on=timezone.localdate(), at=timezone.now())
    finally:
        close_old_connections()
