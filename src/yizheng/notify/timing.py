"""When a text or an e-mail may go: not at night, and digests in the morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from yizheng.org.configuration import value

from . import keys


@dataclass(frozen=True)
class Hours:
    """The hours of one committee on one day, in Asia/Shanghai."""

    quiet: tuple[time, time] | None
    digest_at: time


def hours(*, on: date) -> Hours:
    """Read what is configured for a day."""
    return Hours(keys.quiet_hours(on=on), keys.read_clock(value(keys.DIGEST_AT, on=on)))


def not_at_night(at: datetime, quiet: tuple[time, time] | None) -> datetime:
    """
    Return `at`, or the end of the quiet hours it falls into (安静时段); the begin is quiet, the end is not.

    Rule: our decision; key notify.quiet_hours.
    """
    local = timezone.localtime(at)
    if quiet is None or not _is_within(local.time(), *quiet):
        return at
    return next_time(at, quiet[1])


def next_time(at: datetime, clock: time) -> datetime:
    """Return the first moment after `at` at which local clocks show this time."""
    local = timezone.localtime(at)
    day = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return day if day > local else day + timedelta(days=1)


def _is_within(now: time, begin: time, end: time) -> bool:
    if begin <= end:
        return begin <= now < end
    return now >= begin or now < end
