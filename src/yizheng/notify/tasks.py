"""Jobs of the notice room: ids only as arguments, safe to run twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from . import channels, digests, escalation, outbox
from .enums import Channel
from .outbox_jobs import DELIVER

EVERY_FIVE_MINUTES = "*/5 * * * *"


# A lost connection to the database is tried again; what a provider says is settled in the outbox itself.
@app.task(name=DELIVER, retry=RetryStrategy(max_attempts=4, exponential_wait=2))
def deliver(committee_id: int, delivery_id: int) -> None:
    """Send one delivery: claim and commit, hand over outside any transaction, settle."""
    with _connection():
        committee = Committee.objects.get(pk=committee_id)
        with tenancy.scope(committee):
            parcel = outbox.claim(delivery_id=delivery_id, at=timezone.now())
        if parcel is None:
            return
        outcome = channels.hand_over(parcel)
        with tenancy.scope(committee):
            outbox.settle(key=parcel.key, outcome=outcome, at=timezone.now())


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(name="notify.tend_everywhere", queueing_lock="notify_tend")
def tend_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                tend.configure(queueing_lock=f"notify_tend-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # the last round's job has not run yet and will do this round's work too


@app.task(name="notify.tend")
def tend(committee_id: int) -> None:
    """Settle what workers left, send the digests that are due, take the next step towards the unread."""
    with _connection():
        committee = Committee.objects.get(pk=committee_id)
        take_up(committee)
        with tenancy.scope(committee):
            outbox.requeue_forgotten(at=timezone.now())
            digests.bundle(at=timezone.now())
            escalation.escalate(at=timezone.now())


def take_up(committee: Committee) -> None:
    """Ask the providers what became of each delivery that a worker left behind; asking holds no transaction."""
    with tenancy.scope(committee):
        left = outbox.left_behind(at=timezone.now())
    for row in left:
        taken = channels.was_taken(Channel(row.channel), row.key)
        with tenancy.scope(committee):
            outbox.settle_left_behind(key=row.key, was_taken=taken, at=timezone.now())


@contextmanager
def _connection() -> Iterator[None]:
    """Work in a worker's thread on a connection that still lives."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
