"""The round of every hour: sign-up is closed where it is due (handbook 9.3), members hear of new papers (F119)."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from .services import activities, enclosing

EVERY_HOUR = "3 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(name="meeting.close_signups", queueing_lock="meeting_close_signups")
def close_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(close_signups_of, "meeting_close_signups")


@app.task(name="meeting.close_signups_of", retry=3)
def close_signups_of(committee_id: int) -> None:
    """Close sign-up in one committee where it is due, and tell of new papers; safe to run twice."""
    with rounds.in_committee(committee_id):
        now = timezone.now()
        activities.close_due(at=now)
        enclosing.tell_of_files(at=now)
