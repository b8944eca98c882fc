"""The night's round of what follows a reply: one job a committee."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel import rounds

from .enums import HandlingState
from .models import Handling
from .notifications.following import tell_of_overdue_second
from .services.reminding import follow_up

EVERY_NIGHT = "25 17 * * *"
"""01:25 in Asia/Shanghai; the queue reads its times in UTC."""


def alert_overdue_second_replies(*, on: date, at: datetime) -> int:
    """
    Tell units whose second reply is overdue, once a date; return how many are late (F058).

    Safe to run twice: a notice of the same key is not sent again.
    """
    late = Handling.objects.filter(second_due_on__lt=on, state=HandlingState.ISSUED)
    rows = list(late.select_related("proposal", "unit").order_by("id"))
    for each in rows:
        tell_of_overdue_second(each, on=on, key=f"second-reply-late-{each.pk}-{each.second_due_on}", at=at)
    return len(rows)


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="proposal.follow_up", queueing_lock="proposal_follow_up")
def follow_up_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    rounds.put_one_each(follow_up_of, "proposal_follow_up")


@app.task(name="proposal.follow_up_of", retry=3)
def follow_up_of(committee_id: int) -> None:
    """Remind, close what stayed silent and tell of what is late in one committee."""
    with rounds.in_committee(committee_id):
        today, now = timezone.localdate(), timezone.now()
        follow_up(on=today, at=now)
        alert_overdue_second_replies(on=today, at=now)
