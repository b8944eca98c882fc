"""Reads: a person's inbox."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from .models import Notice


def inbox(user_id: int) -> QuerySet[Notice]:
    """Return a person's notices in the open scope, newest first; nobody else's."""
    return Notice.objects.filter(recipient_id=user_id).order_by("-sent_at", "-id")


def unread_count(user_id: int) -> int:
    """Return how many notices wait unread."""
    return inbox(user_id).filter(read_at__isnull=True).count()


def unread_of(request: Any) -> int:
    """Return how many notices wait for whoever asks for a page."""
    return unread_count(request.actor.user_id)
