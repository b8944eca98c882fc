"""Jobs of the handling: talks that nobody objected to in time count from the next morning on."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds
from yizheng.kernel.acting import SYSTEM

from ..services.contacting import settle_silent

EVERY_NIGHT = "30 17 * * *"
"""01:30 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.settle_silent_everywhere", queueing_lock="proposal_silent")
def settle_silent_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(settle_silent_in, "proposal_silent")


@app.task(name="proposal.settle_silent_in", retry=3)
def settle_silent_in(committee_id: int) -> None:
    """Settle in one committee; safe to run twice."""
    with rounds.in_committee(committee_id):
        settle_silent(on=timezone.localdate(), by=SYSTEM, at=timezone.now())
