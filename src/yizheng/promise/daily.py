"""The night's round of the promise room: one job a committee tells of what is overdue."""

from __future__ import annotations

from datetime import date, datetime

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

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
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                lock = f"promise_alert_overdue-{committee_id}"
                alert_overdue_of.configure(queueing_lock=lock).defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will tell of this night's too


@app.task(name="promise.alert_overdue_of", retry=3)
def alert_overdue_of(committee_id: int) -> None:
    """Tell of what is overdue in one committee today."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            alert_overdue(on=timezone.localdate(), at=timezone.now())
    finally:
        close_old_connections()
