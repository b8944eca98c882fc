"""Reads: a person's inbox."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Notice


def inbox(user_id: int) -> QuerySet[Notice]:
    """Return a person's notices in the open scope, newest first; nobody else's."""
    return Notice.objects.filter(recipient_id=user_id).order_by("-sent_at", "-id")


def unread_count(user_id: int) -> int:
    """Return how many notices wait unread."""
    return inbox(user_id).filter(read_at__isnull=True).count()
