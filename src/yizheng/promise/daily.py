"""The night's round of the promise room: one job a committee tells of what is overdue."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from . import queries
from .models import Promise
from .notifications import tell_of_overdue

EVERY_NIGHT = "35 17 * * *"
"""01:35 in Asia/Shanghai; the queue reads its times in UTC."""


def alert_overdue(*, on: date, at: datetime) -> int:
    """
    Tell units of the promises they let pass, once a due date; return how many are overdue.

    Safe to run twice: a notice of the same key is not sent again.
    """
    rows = list(Promise.objects.filter(queries.overdue(on)).order_by("id"))
    for each in rows:
        tell_of_overdue(each, on=on, at=at)
    return len(rows)


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="promise.alert_overdue", queueing_lock="promise_alert_overdue")
def alert_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(alert_overdue_of, "promise_alert_overdue")


@app.task(name="promise.alert_overdue_of", retry=3)
def alert_overdue_of(committee_id: int) -> None:
    """Tell of what is overdue in one committee today."""
    with rounds.in_committee(committee_id):
        alert_overdue(on=timezone.localdate(), at=timezone.now())
