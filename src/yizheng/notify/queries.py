"""Reads: a person's inbox; notices sent and what came back."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may
from yizheng.kernel.prepared import Reading

from .enums import DeliveryState, ReadHow
from .models import Delivery, Message, Notice, Recipient


def inbox(user_id: int) -> QuerySet[Notice]:
    """Return a person's notices in the open scope, newest first; nobody else's."""
    return Notice.objects.filter(recipient_id=user_id).order_by("-sent_at", "-id")


def unread_count(user_id: int) -> int:
    """Return how many notices wait unread."""
    return (_UNREAD.first(user=user_id) or (0,))[0]


def _unread(*, user: int) -> QuerySet[Any, tuple[int]]:
    unread = inbox(user).filter(read_at__isnull=True).order_by()
    return unread.values(all=Value(1)).annotate(found=Count("pk")).values_list("found")


_UNREAD = Reading(_unread)


def unread_of(request: Any) -> int:
    """Return how many notices wait for whoever asks for a page."""
    return unread_count(request.actor.user_id)


def messages_visible_to(actor: Actor) -> QuerySet[Message]:
    """Return the notices a person looks after: the office all that people sent, others their own."""
    if not may("notify.send", actor) or actor.user_id is None:
        return Message.objects.none()
    rows = Message.objects.filter(sender__isnull=False)
    return rows if actor.wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL) else rows.filter(sender_id=actor.user_id)


def to_call(message: Message) -> QuerySet[Recipient]:
    """Return who stands on the telephone list of a notice and has not been reached."""
    return message.recipients.filter(to_call_from__isnull=False, read_at__isnull=True)


def received_by(actor: Actor) -> QuerySet[Recipient]:
    """Return the notices that a person received."""
    return Recipient.objects.filter(Q(user_id=actor.user_id), user__isnull=False).select_related("message")


SHOWN = {
    "all": Q(),
    "unread": Q(read_at__isnull=True),
    "read": Q(read_at__isnull=False) & ~Q(read_how__in=[ReadHow.TELEPHONE, ReadHow.PRINTED]),
    "told": Q(read_how__in=[ReadHow.TELEPHONE, ReadHow.PRINTED]),
    "to-call": Q(read_at__isnull=True, to_call_from__isnull=False),
    "answered": Q(answered_at__isnull=False),
}
"""The lists of a notice's recipients; each count on its page opens one."""


def counts_of(message: Message) -> dict[str, int]:
    """Return how many recipients stand on each list, in one query."""
    return message.recipients.aggregate(**{name: Count("id", filter=which) for name, which in SHOWN.items()})


def recipients_of(message: Message, shown: str) -> QuerySet[Recipient]:
    """Return one list of a notice's recipients in official order."""
    return message.recipients.filter(SHOWN.get(shown, Q())).order_by("sort_key", "id")


def with_receipts(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Return notices with how many have read them, newest first."""
    read = Count("recipients", filter=Q(recipients__read_at__isnull=False))
    return messages.annotate(recipient_count=Count("recipients"), read_count=read).order_by("-sent_at", "-id")


def doubtful(message: Message) -> QuerySet[Delivery]:
    """Return the deliveries that a clerk must decide about."""
    rows = message.deliveries.filter(state=DeliveryState.UNCERTAIN).select_related("recipient")
    return rows.order_by("recipient__sort_key", "id")


def undelivered_count(message: Message) -> int:
    """Return how many texts and e-mails could not be sent at all."""
    failed = message.deliveries.filter(state=DeliveryState.GIVEN_UP, recipient__read_at__isnull=True)
    return failed.count()
