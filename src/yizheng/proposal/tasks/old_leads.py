"""The night's round of leads: who sent those disposed of long ago is forgotten; one job a committee."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from ..old_leads import forget

EVERY_NIGHT = "50 17 * * *"
"""01:50 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.forget_senders", queueing_lock="forget_senders")
def forget_senders_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(forget_senders_of, "forget_senders")


@app.task(name="proposal.forget_senders_of", retry=3)
def forget_senders_of(committee_id: int) -> None:
    """Forget the senders of one committee's leads whose time is over."""
    with rounds.in_committee(committee_id):
        forget(at=timezone.now())
