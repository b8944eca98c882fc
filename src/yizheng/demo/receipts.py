"""What became of the demo's notices: who has read them, and which matters are over."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Model

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.notify import services as notify
from yizheng.notify.enums import DeliveryState, ReadHow
from yizheng.notify.models import Delivery, Message, Notice, Recipient

_FORGET_JOBS = """
delete from procrastinate_jobs
where task_name = 'notify.deliver' and (args->>'delivery_id')::bigint = any(%s)
"""


def everybody_has_read(subject: Model, by: Actor, read_at: datetime, closed_at: datetime) -> None:
    """Let the notices about an object be read by all, and end the matter: nothing of the past is sent today."""
    about = Message.objects.filter(kind=subjects.kind_of(subject), object_id=subject.pk)
    has_read(Recipient.objects.filter(message__in=about).values_list("pk", flat=True), read_at)
    _settle(list(Delivery.objects.filter(message__in=about, state=DeliveryState.WAITING)), read_at)
    notify.close_all_about(subject=subject, by=by, at=closed_at)


def has_read(recipients: object, at: datetime) -> None:
    """Note that these recipients have read their notice, by the link or in the house."""
    rows = Recipient.objects.filter(pk__in=list(recipients))  # type: ignore[call-overload]
    rows.update(read_at=at, read_how=ReadHow.OPENED)
    Notice.objects.filter(receipt__in=rows).update(read_at=at)


def _settle(deliveries: list[Delivery], at: datetime) -> None:
    ids = [row.pk for row in deliveries]
    Delivery.objects.filter(pk__in=ids).update(state=DeliveryState.SENT, settled_at=at)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_JOBS, [ids])
