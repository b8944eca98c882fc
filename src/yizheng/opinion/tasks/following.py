"""Jobs: what other committees sent is taken, at once and again each hour should a job have been lost."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from ..services import receiving
from ..services.dispatching import TAKE_TASK

EVERY_HOUR = "20 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(name="opinion.take_dispatches_everywhere", queueing_lock="opinion_dispatches")
def take_dispatches_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        try:
            with transaction.atomic():
                lock = f"opinion_dispatches-{committee_id}"
                take_dispatches_of.configure(queueing_lock=lock).defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # the job of the last hour has not run yet and will take this hour's too


@app.task(name=TAKE_TASK, retry=3)
def take_dispatches_of(committee_id: int) -> None:
    """Take what was sent to one committee; safe to run twice and side by side."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            receiving.take_all(at=timezone.now())
    finally:
        close_old_connections()
