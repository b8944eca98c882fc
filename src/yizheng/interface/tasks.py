"""Jobs of the interface room: ids only as arguments, safe to run twice."""

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

from . import outbox, sending
from .jobs import DELIVER

EVERY_TEN_MINUTES = "*/10 * * * *"


# A lost connection to the database is tried again; what the receiver says is settled in the outbox itself.
@app.task(name=DELIVER, retry=RetryStrategy(max_attempts=4, exponential_wait=2))
def deliver(committee_id: int, delivery_id: int) -> None:
    """Send one delivery: claim and commit, post outside any transaction, settle."""
    with _connection():
        committee = Committee.objects.get(pk=committee_id)
        with tenancy.scope(committee):
            claim = outbox.claim(delivery_id=delivery_id, at=timezone.now())
        if claim is None:
            return
        outcome = sending.post(claim.parcel)
        with tenancy.scope(committee):
            outbox.settle(claim=claim, outcome=outcome, at=timezone.now())


@app.periodic(cron=EVERY_TEN_MINUTES)
@app.task(name="interface.tend_everywhere", queueing_lock="interface_tend")
def tend_everywhere(timestamp: int) -> None:
    """Put one job a committee into the queue."""
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                tend.configure(queueing_lock=f"interface_tend-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue  # the last round's job has not run yet and will do this round's work too


@app.task(name="interface.tend")
def tend(committee_id: int) -> None:
    """Take up what workers left, and forget what ended long ago."""
    with _connection(), tenancy.scope(Committee.objects.get(pk=committee_id)):
        outbox.requeue_forgotten(at=timezone.now())
        outbox.forget_old(at=timezone.now())


@contextmanager
def _connection() -> Iterator[None]:
    """Work in a worker's thread on a connection that still lives."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
