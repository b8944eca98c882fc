"""The night's round of the speech room: old drafts are warned of, then thrown away; one job a committee."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from .old_drafts import sweep

EVERY_NIGHT = "45 17 * * *"
"""01:45 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="speech.sweep_drafts", queueing_lock="speech_sweep_drafts")
def sweep_drafts_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(sweep_drafts_of, "speech_sweep_drafts")


@app.task(name="speech.sweep_drafts_of", retry=3)
def sweep_drafts_of(committee_id: int) -> None:
    """Warn of old drafts of one committee and throw the warned ones away; safe to run twice."""
    with rounds.in_committee(committee_id):
        sweep(at=timezone.now())
