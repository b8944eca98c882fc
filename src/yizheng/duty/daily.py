"""The night's round of the duty room: each day is in its year, what nobody disputed is confirmed (handbook 10.3)."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from .services import recording, years

EVERY_NIGHT = "50 17 * * *"
"""01:50 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="duty.confirm_old", queueing_lock="duty_confirm_old")
def confirm_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(confirm_old_of, "duty_confirm_old")


@app.task(name="duty.confirm_old_of", retry=3)
def confirm_old_of(committee_id: int) -> None:
    """Confirm in one committee what has stood long enough; safe to run twice."""
    with rounds.in_committee(committee_id):
        years.rebook(at=timezone.now())
        years.destroy_late_proofs(at=timezone.now())
        recording.confirm_old(on=timezone.localdate(), at=timezone.now())
