"""Writes: tell people once, and note that they have read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .models import Notice


def tell(*, recipients: Iterable[int], text: str, url: str, key: str, at: datetime) -> None:
    """
    Put a notice into each person's inbox (发通知), once a person and `key`: a repeat tells nobody again.

    `recipients` are user ids; `url` is the page inside the house where the work goes on.
    """
    Notice.objects.bulk_create(
        (Notice(recipient_id=user_id, text=text, url=url, key=key, sent_at=at) for user_id in sorted(set(recipients))),
        ignore_conflicts=True,
    )


def mark_read(*, notice: Notice, at: datetime) -> Notice:
    """Note that the recipient has read it (read receipt); the first time counts."""
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(*, user_id: int, at: datetime) -> int:
    """Note that a person has read everything sent up to `at`; return how many were unread."""
    unread = Notice.objects.filter(recipient_id=user_id, read_at__isnull=True, sent_at__lte=at)
    return unread.update(read_at=at)
