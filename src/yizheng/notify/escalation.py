"""
Three steps towards whoever has not read a notice: the notice, a text, a telephone call.

Rule: handbook 2.5; key notify.resend_hours. A notice that asks for no receipt stays with its first step.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from yizheng.kernel import workflow
from yizheng.kernel.acting import SYSTEM
from yizheng.org.configuration import value

from . import keys
from .addressees import Addressee, known
from .enums import Channel, MessageState
from .models import Delivery, Message, Recipient
from .outbox_jobs import enqueue
from .routing import Reach, may_text_unread
from .timing import hours, not_at_night
from .workflow import LIST_CALLS


@transaction.atomic
def escalate(*, at: datetime) -> None:
    """Text whoever has not read for so long; put whoever was texted in vain on the telephone list."""
    wait = timedelta(hours=value(keys.RESEND_HOURS, on=timezone.localdate(at)))
    silent = list(_unread().filter(texted_at__isnull=True, message__sent_at__lte=at - wait))
    reach = _reach(silent)
    to_text = [row for row in silent if may_text_unread(reach[row.pk], is_mandatory=row.message.is_mandatory)]
    texted = {row.pk for row in to_text}
    _text(to_text, at)
    in_vain = list(_unread().filter(texted_at__lte=at - wait))
    _list_calls([row for row in silent if row.pk not in texted] + in_vain, at)


def _unread() -> QuerySet[Recipient]:
    rows = Recipient.objects.select_for_update(of=("self",), skip_locked=True).select_related("message")
    waiting = Q(read_at__isnull=True, to_call_from__isnull=True)
    return rows.filter(waiting, message__state=MessageState.SENT, message__wants_receipt=True).order_by("id")


def _reach(rows: list[Recipient]) -> dict[int, Reach]:
    found = known(Addressee(row.person_id, row.user_id) for row in rows)
    by_person = {each.person_id: each.reach for each in found if each.person_id}
    by_user = {each.user_id: each.reach for each in found if each.user_id}
    nowhere = Reach(has_login=False, has_email=False, has_phone=False)
    return {row.pk: by_person.get(row.person_id or 0) or by_user.get(row.user_id or 0) or nowhere for row in rows}


def _text(rows: list[Recipient], at: datetime) -> None:
    """Write one text each; whoever has one already (in a digest) is not texted twice."""
    quiet = hours(on=timezone.localdate(at)).quiet
    having = set(
        Delivery.objects.filter(recipient__in=rows, channel=Channel.SMS).values_list("recipient_id", flat=True)
    )
    new = [_delivery(row, not_at_night(at, quiet)) for row in rows if row.pk not in having]
    enqueue(Delivery.objects.bulk_create(new), at=at)
    Recipient.objects.filter(pk__in=[row.pk for row in rows]).update(texted_at=at)


def _delivery(row: Recipient, due_at: datetime) -> Delivery:
    key = f"{Channel.SMS}-{uuid.uuid4().hex}"
    return Delivery(message=row.message, recipient=row, channel=Channel.SMS, due_at=due_at, key=key)


def _list_calls(rows: list[Recipient], at: datetime) -> None:
    """Put people on the telephone list; the sender's to-do follows from the notice that was moved."""
    Recipient.objects.filter(pk__in=[row.pk for row in rows]).update(to_call_from=at)
    by_message: dict[int, Message] = {row.message_id: row.message for row in rows}
    for message in by_message.values():
        workflow.apply(LIST_CALLS, message, by=SYSTEM, at=at)
