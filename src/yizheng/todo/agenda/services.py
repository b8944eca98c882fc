"""Writes: give a person the address of their calendar, take it back."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor

from ..models import CalendarFeed

TOKEN_BYTES = 24


@transaction.atomic
def open_feed(*, by: Actor, at: datetime) -> CalendarFeed:
    """Give a person a secret address of their calendar here (订阅日历); the one before it stops working."""
    assert by.user_id is not None, "a calendar belongs to a person"
    _revoke(by.user_id, by, at)
    feed = CalendarFeed.objects.create(user_id=by.user_id, token=secrets.token_urlsafe(TOKEN_BYTES), opened_at=at)
    ledger.record("open_calendar_feed", feed, by=by, at=at)
    return feed


@transaction.atomic
def revoke_feed(*, by: Actor, at: datetime) -> bool:
    """Take the address back (停用订阅); tell whether there was one."""
    return by.user_id is not None and _revoke(by.user_id, by, at)


def _revoke(user_id: int, by: Actor, at: datetime) -> bool:
    standing = CalendarFeed.objects.select_for_update().filter(user_id=user_id, revoked_at__isnull=True).first()
    if standing is None:
        return False
    standing.revoked_at = at
    standing.save(update_fields=["revoked_at"])
    ledger.record("revoke_calendar_feed", standing, by=by, at=at)
    return True
