"""The day's digest (每天汇总): what was gathered for one person on one channel goes as one message."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction

from .enums import DeliveryState, MessageState
from .models import Delivery
from .outbox import OVER_BY_NOW, READ_BY_NOW
from .outbox_jobs import enqueue

_GATHERED = DeliveryState.GATHERED


@transaction.atomic
def bundle(*, at: datetime) -> int:
    """
    Let the first gathered notice of each person and channel carry the others; return how many digests go.

    What the person knows by now, or is over, stays out. The rows are locked: two rounds at once make one digest.
    """
    due = Delivery.objects.select_for_update(of=("self",)).filter(state=_GATHERED, due_at__lte=at)
    _leave_out(READ_BY_NOW, at, recipient__read_at__isnull=False)
    _leave_out(OVER_BY_NOW, at, message__state=MessageState.OVER)
    piles: dict[tuple[str, int | None, int | None], list[Delivery]] = defaultdict(list)
    for row in due.select_related("recipient").order_by("id"):
        piles[row.channel, row.recipient.user_id, row.recipient.person_id].append(row)
    carriers = [_tie(first, rest, at) for first, *rest in piles.values()]
    enqueue(carriers, at=at)
    return len(carriers)


def _leave_out(why: str, at: datetime, **which: Any) -> None:
    ids = Delivery.objects.filter(state=_GATHERED, due_at__lte=at, **which).values_list("pk", flat=True)
    Delivery.objects.filter(pk__in=list(ids)).update(state=DeliveryState.GIVEN_UP, settled_at=at, why=why)


def _tie(carrier: Delivery, rest: list[Delivery], at: datetime) -> Delivery:
    carrier.state, carrier.due_at = DeliveryState.WAITING, at
    carrier.save(update_fields=["state", "due_at"])
    ids = [row.pk for row in rest]
    Delivery.objects.filter(pk__in=ids).update(state=DeliveryState.BUNDLED, carrier=carrier)
    return carrier
