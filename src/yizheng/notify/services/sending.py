"""Send a notice (发通知): one message, a receipt a person, the rows of the outbox, all in one transaction."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from yizheng.kernel import events, ledger, subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.workflow import Moved

from ..addressees import Addressee as Addressee
from ..addressees import Known, known
from ..enums import Channel, DeliveryState, MessageState
from ..models import Delivery, Message, Notice, Recipient
from ..outbox_jobs import enqueue
from ..routing import Way, ways
from ..timing import hours

TOKEN_BYTES = 18
"""144 bits: a short link can be neither guessed nor walked through."""
LINE_CHARS = 300
WAITING = DeliveryState.WAITING


@transaction.atomic(savepoint=False)
def send(
    *,
    key: str,
    title: str,
    text: str,
    url: str,
    to: Iterable[Addressee],
    subject: Model | None = None,
    wants_receipt: bool = True,
    is_mandatory: bool = False,
    answers: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Message:
    """
    Send a notice to people, with or without a login (发通知).

    A repeat of `key` returns the first message and tells nobody again. `url` is the page inside the house where
    the work goes on; `answers` are words to choose among (the room of `subject` hears `NoticeAnswered`).
    Rule: handbook 2.5, every notice has a read receipt.
    """
    words = _words(title, text, url, subject, wants_receipt, is_mandatory, answers, by, at)
    Message.objects.bulk_create([Message(key=key, **words)], ignore_conflicts=True)
    message = Message.objects.get(key=key)
    if message.token != words["token"]:  # another's: this key was sent before
        return message
    found = known(to)
    clock = hours(on=timezone.localdate(at))
    routes = [ways(each.reach, is_mandatory=is_mandatory, at=at, hours=clock) for each in found]
    recipients = Recipient.objects.bulk_create(
        _recipient(message, each, route, at) for each, route in zip(found, routes, strict=True)
    )
    enqueue(_deliver(message, list(zip(recipients, routes, strict=True)), at), at=at)
    ledger.record(
        "send_notice", message, by=by, at=at, to_state=MessageState.SENT,
        fields={"recipients": len(recipients), "wants_receipt": wants_receipt, "is_mandatory": is_mandatory},
    )  # fmt: skip
    events.publish(Moved("message", message, "send_notice", "", MessageState.SENT, by, at))
    return message


def new_token() -> str:
    """Return the secret part of a short link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def _words(
    title: str, text: str, url: str, subject: Model | None, wants_receipt: bool, is_mandatory: bool,
    answers: Sequence[str], by: Actor, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    return {
        "title": title[:200],
        "text": text,
        "url": url,
        "kind": subjects.kind_of(subject) if subject else "",
        "object_id": subject.pk if subject else None,
        "answers": list(answers),
        "wants_receipt": wants_receipt,
        "is_mandatory": is_mandatory,
        "sender_id": by.user_id,
        "sender_name": by.name[:60],
        "sent_at": at,
        "token": new_token(),
    }


def _recipient(message: Message, each: Known, route: list[Way], at: datetime) -> Recipient:
    return Recipient(
        message=message, person_id=each.person_id, user_id=each.user_id, name=each.name, sort_key=each.sort_key,
        url=each.url, token=new_token(),
        texted_at=at if any(way.channel == Channel.SMS and way.state == WAITING for way in route) else None,
        to_call_from=at if message.wants_receipt and each.reach.is_nowhere else None,
    )  # fmt: skip


def _deliver(message: Message, routes: list[tuple[Recipient, list[Way]]], at: datetime) -> list[Delivery]:
    lines = [_line(message, recipient, recipient.user_id, at) for recipient, _ in routes if recipient.user_id]
    Notice.objects.bulk_create(lines)
    return Delivery.objects.bulk_create(
        _delivery(message, recipient, way, at) for recipient, route in routes for way in route
    )


def _line(message: Message, recipient: Recipient, user_id: int, at: datetime) -> Notice:
    return Notice(
        recipient_id=user_id, text=message.title[:LINE_CHARS], key=f"message:{message.pk}", sent_at=at,
        url=address("notify:message", public_id=recipient.public_id), receipt=recipient,
    )  # fmt: skip


def _delivery(message: Message, recipient: Recipient, way: Way, at: datetime) -> Delivery:
    return Delivery(
        message=message, recipient=recipient, channel=way.channel, state=way.state, due_at=way.due_at,
        key=f"{way.channel}-{uuid.uuid4().hex}", settled_at=at if way.channel == Channel.INBOX else None,
    )  # fmt: skip
