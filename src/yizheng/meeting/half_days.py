"""The half-days a meeting sits on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from yizheng.org.configuration import value

from .enums import Half
from .keys import AFTERNOON_STARTS, MORNING_STARTS

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


def begins_at(day: date, half: Half, starts_at: datetime) -> datetime:
    """Return when a half-day begins: the first one as called, the others at the house's hour."""
    first = timezone.localtime(starts_at)
    if day == first.date() and (half is Half.AM) == (first.hour < NOON):
        return starts_at
    hour = time.fromisoformat(value(MORNING_STARTS if half is Half.AM else AFTERNOON_STARTS, on=day))
    return timezone.make_aware(datetime.combine(day, hour))
