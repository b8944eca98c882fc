"""Jobs of the kernel: the hourly seal, one job a committee."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from . import sealing
from .models import Committee
from .owner_session import owner_session


@app.periodic(cron="7 * * * *")
@app.task(name="kernel.seal_ledgers", queueing_lock="seal_ledgers")
def seal_ledgers(timestamp: int) -> None:
    """Put one sealing job a committee into the queue, every hour."""
    for committee_id in Committee.objects.values_list("pk", flat=True):
        lock = f"seal_ledger-{committee_id}"
        try:
            seal_ledger.configure(queueing_lock=lock).defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # the job of the last hour has not run yet and will seal this hour too


@app.task(name="kernel.seal_ledger")
def seal_ledger(committee_id: int) -> None:
    """Seal one committee's finished stretch; safe to run twice, an empty stretch makes no seal."""
    with owner_session() as session:
        sealing.seal_committee(session, committee_id, at=timezone.now())
