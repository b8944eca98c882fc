"""The night's round of leads: who sent those disposed of long ago is forgotten; one job a committee."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from ..old_leads import forget

EVERY_NIGHT = "50 17 * * *"
"""01:50 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.forget_senders", queueing_lock="forget_senders")
def forget_senders_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        lock = f"forget_senders-{committee_id}"
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                forget_senders_of.configure(queueing_lock=lock).defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will do this night's work too


@app.task(name="proposal.forget_senders_of", retry=3)
def forget_senders_of(committee_id: int) -> None:
    """Forget the senders of one committee's leads whose time is over."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            forget(at=timezone.now())
    finally:
        close_old_connections()
