"""Writes: tell people once, and note that they have read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ..enums import ReadHow
from ..models import Notice, Recipient
from .receiving import confirm_read


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
    if notice.receipt_id is not None:
        _confirm([notice.receipt_id], at)
    return notice


def mark_all_read(*, user_id: int, at: datetime) -> int:
    """Note that a person has read everything sent up to `at`; return how many were unread."""
    unread = Notice.objects.filter(recipient_id=user_id, read_at__isnull=True, sent_at__lte=at)
    receipts = list(unread.filter(receipt__isnull=False).values_list("receipt_id", flat=True))
    count = unread.update(read_at=at)
    _confirm([pk for pk in receipts if pk], at)
    return count


def _confirm(receipts: list[int], at: datetime) -> None:
    for row in Recipient.objects.filter(pk__in=receipts, read_at__isnull=True):
        confirm_read(recipient=row, how=ReadHow.OPENED, at=at)
