"""The night's round of appraisals: rounds whose last day has passed are closed."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from ..services.appraising import close_due_rounds

EVERY_NIGHT = "25 17 * * *"
"""01:25 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.close_rounds", queueing_lock="close_rounds")
def close_rounds_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                close_rounds_of.configure(queueing_lock=f"close_rounds-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will close this night's too


@app.task(name="proposal.close_rounds_of", retry=3)
def close_rounds_of(committee_id: int) -> None:
    """Close the rounds of one committee that are over."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            close_due_rounds(on=timezone.localdate(), at=timezone.now())
    finally:
        close_old_connections()
