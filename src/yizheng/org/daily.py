"""The night's round of the organisation: societies whose term of office runs out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds
from yizheng.kernel.acting import SYSTEM

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
    rounds.put_one_each(warn_in, "warn_of_term_ends")


@app.task(name="org.warn_of_term_ends_in", retry=3)
def warn_in(committee_id: int) -> None:
    """Warn in one committee."""
    with rounds.in_committee(committee_id):
        warn_of_term_ends(on=timezone.localdate(), at=timezone.now())
