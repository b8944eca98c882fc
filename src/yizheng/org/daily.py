"""The night's round of the organisation: societies whose term of office runs out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Committee

from . import queries, services

EVERY_NIGHT = "20 17 * * *"
"""01:20 in Asia/Shanghai; the queue reads its times in UTC."""


@transaction.atomic
def warn_of_term_ends(*, on: date, at: datetime) -> int:
    """Warn once of each society whose term of office ends soon (F027); return of how many. Safe to run twice."""
    ending = list(queries.associations_ending(on).filter(warned_on__isnull=True))
    for association in ending:
        services.warn_of_term_end(association=association, on=on, by=SYSTEM, at=at)
    return len(ending)


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="org.warn_of_term_ends", queueing_lock="warn_of_term_ends")
def warn_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                lock = f"warn_of_term_ends-{committee_id}"
                warn_in.configure(queueing_lock=lock).defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will warn of this night's too


@app.task(name="org.warn_of_term_ends_in", retry=3)
def warn_in(committee_id: int) -> None:
    """Warn in one committee."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            warn_of_term_ends(on=timezone.localdate(), at=timezone.now())
    finally:
        close_old_connections()
