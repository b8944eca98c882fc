"""The night's round of drafts: one job a committee."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from ..old_drafts import sweep

EVERY_NIGHT = "40 17 * * *"
"""01:40 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.sweep_drafts", queueing_lock="sweep_drafts")
def sweep_drafts_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(sweep_drafts_of, "sweep_drafts")


@app.task(name="proposal.sweep_drafts_of", retry=3)
def sweep_drafts_of(committee_id: int) -> None:
    """Warn of old drafts of one committee and delete the warned ones."""
    with rounds.in_committee(committee_id):
        sweep(at=timezone.now())
