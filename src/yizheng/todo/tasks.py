"""Jobs of the to-do list: every morning each committee is reminded of what has a date."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from .reminding import remind

EVERY_MORNING = "0 0 * * *"
"""08:00 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_MORNING)
@app.task(name="todo.remind_everywhere", queueing_lock="todo_remind")
def remind_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(remind_in, "todo_remind")


@app.task(name="todo.remind_in", retry=3)
def remind_in(committee_id: int) -> None:
    """Remind in one committee; safe to run twice, a reminder goes once by its key."""
    with rounds.in_committee(committee_id):
        remind(on=timezone.localdate(), at=timezone.now())
