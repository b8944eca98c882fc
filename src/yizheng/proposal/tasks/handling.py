"""Jobs of the handling: talks that nobody objected to in time count from the next morning on."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Committee

from ..services.contacting import settle_silent

EVERY_NIGHT = "30 17 * * *"
"""01:30 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.settle_silent_everywhere", queueing_lock="proposal_silent")
def settle_silent_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        try:
            with transaction.atomic():
                job = settle_silent_in.configure(queueing_lock=f"proposal_silent-{committee_id}")
                job.defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will do for tonight too


@app.task(name="proposal.settle_silent_in", retry=3)
def settle_silent_in(committee_id: int) -> None:
    """Settle in one committee; safe to run twice."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            settle_silent(on=timezone.localdate(), by=SYSTEM, at=timezone.now())
    finally:
        close_old_connections()
