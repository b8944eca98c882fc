"""The night's round of the plan room: one job a committee notes what has become late."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from .delays import note_delays

EVERY_NIGHT = "10 17 * * *"
"""01:10 in Asia/Shanghai; the queue reads its times in UTC."""


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="plan.note_delays", queueing_lock="note_delays")
def note_delays_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(note_delays_of, "note_delays")


@app.task(name="plan.note_delays_of", retry=3)
def note_delays_of(committee_id: int) -> None:
    """Note what became late in one committee before today."""
    with rounds.in_committee(committee_id):
        note_delays(on=timezone.localdate(), at=timezone.now())
