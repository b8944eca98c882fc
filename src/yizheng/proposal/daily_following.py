"""The night's round of what follows a reply: one job a committee."""

from __future__ import annotations

from datetime import date, datetime

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

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
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                lock = f"proposal_follow_up-{committee_id}"
                follow_up_of.configure(queueing_lock=lock).defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # last night's job has not run yet and will see this night's too


@app.task(name="proposal.follow_up_of", retry=3)
def follow_up_of(committee_id: int) -> None:
    """Remind, close what stayed silent and tell of what is late in one committee."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            today, now = timezone.localdate(), timezone.now()
            follow_up(on=today, at=now)
            alert_overdue_second_replies(on=today, at=now)
    finally:
        close_old_connections()
