"""The night's round of the plan room: one job a committee notes what has become late."""

from __future__ import annotations

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from .delays import note_delays

EVERY_NIGHT = "10 17 * * *"
"""01:10 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="plan.note_delays", queueing_lock="note_delays")
def note_delays_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                note_delays_of.configure(queueing_lock=f"note_delays-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will note this night's too


@app.task(name="plan.note_delays_of", retry=3)
def note_delays_of(committee_id: int) -> None:
    """Note what became late in one committee before today."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            note_delays(on=timezone.localdate(), at=timezone.now())
    finally:
        close_old_connections()
