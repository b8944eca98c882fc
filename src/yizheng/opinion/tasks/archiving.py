"""Jobs: in January what the year before left settled goes into the archive, one job a committee."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Committee

from ..services import archiving

EVERY_WEEK = "40 2 * * 1"
"""Weekly: what is settled later in the year is archived soon after."""


@app.periodic(cron=EVERY_WEEK)
@app.task(name="opinion.archive_everywhere", queueing_lock="opinion_archive")
def archive_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        try:
            with transaction.atomic():
                archive_of.configure(queueing_lock=f"opinion_archive-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last week's job has not run yet and will do this week's too


@app.task(name="opinion.archive_of", retry=3)
def archive_of(committee_id: int) -> None:
    """Archive the settled pieces of the last year of one committee; safe to run twice."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            now = timezone.now()
            archiving.archive_year(year=timezone.localdate(now).year - 1, by=SYSTEM, at=now)
    finally:
        close_old_connections()
