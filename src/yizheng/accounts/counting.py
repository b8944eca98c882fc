"""Counting at the door: how often something happened within a span, exact across all processes."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import connection

from .models import DoorCount

# One statement: of two tries at once both are counted.
_COUNT = """
insert into accounts_doorcount as held (bucket, username, count, ends_at) values (%s, %s, 1, %s)
on conflict (bucket) do update set
  count = case when held.ends_at <= %s then 1 else held.count + 1 end,
  ends_at = case when held.ends_at <= %s or held.count < %s then excluded.ends_at else held.ends_at end
returning count
"""


def count(what: str, whom: str, *, span: timedelta, at: datetime, username: str = "", restarts: int = 0) -> int:
    """
    Count one more and return how many there were within the span that began with the first.

    Each of the first `restarts` begins the span anew: a lock then lasts its whole time from the last of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_bucket(what, whom), username[:60], at + span, at, at, restarts])
        return int(cursor.fetchone()[0])


def counted(what: str, whom: str, *, at: datetime) -> int:
    """Return how many there were within the running span."""
    held = DoorCount.objects.filter(bucket=_bucket(what, whom), ends_at__gt=at).first()
    return 0 if held is None else held.count


def forget(what: str, whom: str) -> None:
    """Count from nought again."""
    DoorCount.objects.filter(bucket=_bucket(what, whom)).delete()


def _bucket(what: str, whom: str) -> str:
    # A digest, because what people type is of any length and may be a password in the wrong field.
    return f"{what}:{hashlib.sha256(whom.encode(errors='replace')).hexdigest()}"
