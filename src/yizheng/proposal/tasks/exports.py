"""Jobs of the exports: putting one together, and the night's round that drops what is older than seven days."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from ..exporting import put_together
from ..services.exporting import JOB, drop_old

EVERY_NIGHT = "55 17 * * *"
"""01:55 in Asia/Shanghai; the queue reads its times in UTC."""


@app.task(name=JOB, retry=RetryStrategy(max_attempts=4, exponential_wait=2))
def put_export_together(committee_id: int, run_id: int) -> None:
    """Put an export together in a worker's thread, on a connection that still lives."""
    close_old_connections()
    try:
        put_together(committee_id=committee_id, run_id=run_id)
    finally:
        close_old_connections()


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.drop_exports", queueing_lock="drop_exports")
def drop_exports_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(drop_exports_of, "drop_exports")


@app.task(name="proposal.drop_exports_of", retry=3)
def drop_exports_of(committee_id: int) -> None:
    """Drop the old exports of one committee; safe to run twice."""
    with rounds.in_committee(committee_id):
        drop_old(at=timezone.now())
