"""The night's round of drafts and calls: one job a committee."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from ..notifications import completing, sourcing
from ..old_drafts import sweep

EVERY_MORNING = "20 0 * * *"
"""08:20 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_MORNING)
@app.task(name="opinion.round", queueing_lock="opinion_round")
def round_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                round_of.configure(queueing_lock=f"opinion_round-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # yesterday's job has not run yet and will do this morning's work too


@app.task(name="opinion.round_of", retry=3)
def round_of(committee_id: int) -> None:
    """Warn of old drafts of one committee, delete the warned ones, remind of calls and of what waits for authors."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            now = timezone.now()
            sweep(at=now)
            sourcing.remind(at=now)
            completing.remind(at=now)
    finally:
        close_old_connections()
