"""The night's round of appraisals: rounds whose last day has passed are closed."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from ..services.appraising import close_due_rounds

EVERY_NIGHT = "25 17 * * *"
"""01:25 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.close_rounds", queueing_lock="close_rounds")
def close_rounds_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(close_rounds_of, "close_rounds")


@app.task(name="proposal.close_rounds_of", retry=3)
def close_rounds_of(committee_id: int) -> None:
    """Close the rounds of one committee that are over."""
    with rounds.in_committee(committee_id):
        close_due_rounds(on=timezone.localdate(), at=timezone.now())
