"""The jobs of the outbox, put into the queue in the transaction of the act: a rolled-back act tells nobody."""

from __future__ import annotations

from collections.abc import Iterable

from procrastinate.contrib.django import app

from .models import WebhookDelivery

DELIVER = "interface.deliver"


def enqueue(deliveries: Iterable[WebhookDelivery]) -> None:
    """Put one job a delivery into the queue, to run when it is due."""
    for row in deliveries:
        job = app.configure_task(DELIVER, allow_unknown=False, schedule_at=row.due_at)
        job.defer(committee_id=row.committee_id, delivery_id=row.pk)
