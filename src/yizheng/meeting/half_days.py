"""The half-days a meeting sits on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from .enums import Half

NOON = 12


def half_days_between(starts_at: datetime, ends_at: datetime) -> Iterator[tuple[date, Half]]:
    """Yield each half-day from the start to the end, in Asia/Shanghai; a meeting that ends at noon has a morning."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    day = first.date()
    while day <= last.date():
        begins = first.hour if day == first.date() else 0
        ends = last.hour + last.minute / 60 if day == last.date() else 24
        if begins < NOON:
            yield day, Half.AM
        if ends > NOON:
            yield day, Half.PM
        day += timedelta(days=1)
