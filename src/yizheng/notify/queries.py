"""Reads: a person's inbox; notices sent and what came back."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from .models import Message, Notice, Recipient


def inbox(user_id: int) -> QuerySet[Notice]:
    """Return a person's notices in the open scope, newest first; nobody else's."""
    return Notice.objects.filter(recipient_id=user_id).order_by("-sent_at", "-id")


def unread_count(user_id: int) -> int:
    """Return how many notices wait unread."""
    return inbox(user_id).filter(read_at__isnull=True).count()


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
