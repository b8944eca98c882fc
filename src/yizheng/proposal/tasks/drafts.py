"""The night's round of drafts: one job a committee."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from ..old_drafts import sweep

EVERY_NIGHT = "40 17 * * *"
"""01:40 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.sweep_drafts", queueing_lock="sweep_drafts")
def sweep_drafts_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                sweep_drafts_of.configure(queueing_lock=f"sweep_drafts-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will sweep this night's too


@app.task(name="proposal.sweep_drafts_of", retry=3)
def sweep_drafts_of(committee_id: int) -> None:
    """Warn of old drafts of one committee and delete the warned ones."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            sweep(at=timezone.now())
    finally:
        close_old_connections()
