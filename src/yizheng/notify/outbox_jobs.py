"""The jobs of the outbox, put into the queue in the transaction of the act: a rolled-back act sends nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from .enums import DeliveryState
from .models import Delivery

DELIVER = "notify.deliver"


def enqueue(deliveries: Iterable[Delivery], *, at: datetime) -> None:
    """Put one job a waiting delivery into the queue, to run when it is due."""
    by_time: dict[datetime | None, list[Delivery]] = defaultdict(list)
    for each in deliveries:
        if each.state == DeliveryState.WAITING:
            by_time[each.due_at if each.due_at > at else None].append(each)
    for due_at, rows in by_time.items():
        job = app.configure_task(DELIVER, allow_unknown=False, schedule_at=due_at)
        job.batch_defer(*(_arguments(row) for row in rows))


def _arguments(row: Delivery) -> JSONDict:
    return {"committee_id": row.committee_id, "delivery_id": row.pk}
