"""What became of the demo's notices: who has read them, and which matters are over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F, Model, OuterRef, Subquery

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.notify import services as notify
from yizheng.notify.enums import DeliveryState, ReadHow
from yizheng.notify.models import Delivery, Message, Notice, Recipient

from .today import moment

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


KINDS = (
    "proposal", "proposal_signer", "handling", "reply", "feedback", "contact_record", "consent_ask", "promise",
    "key_assignment", "proposal_lead", "solicitation",
)  # fmt: skip
READ_AFTER = timedelta(hours=6)
FRESH = timedelta(days=7)


def silence(today: date) -> None:
    """Let the messages about proposals be read but for the last week's, and none of them be sent today."""
    about = Message.objects.filter(kind__in=KINDS)
    old = Recipient.objects.filter(message__in=about, message__sent_at__date__lt=today - FRESH, read_at__isnull=True)
    Notice.objects.filter(receipt__in=old, read_at__isnull=True).update(read_at=F("sent_at") + READ_AFTER)
    old.update(
        read_at=Subquery(Message.objects.filter(pk=OuterRef("message")).values("sent_at")[:1]), read_how=ReadHow.OPENED
    )
    waiting = Delivery.objects.filter(message__in=about, state=DeliveryState.WAITING)
    _settle(list(waiting), moment(today - timedelta(days=1), 18))
