"""Probes of the notice room's keys."""

from __future__ import annotations

from datetime import datetime, timedelta

from yizheng.config.tests.probing import AT, TODAY, Probe
from yizheng.notify.links import site
from yizheng.notify.timing import hours, next_time, not_at_night

MIDNIGHT = AT + timedelta(hours=14)


def _texted_at_midnight() -> datetime:
    return not_at_night(MIDNIGHT, hours(on=TODAY).quiet)


PROBES = [
    Probe("notify.quiet_hours", "22:00-07:30", "", _texted_at_midnight),
    Probe("notify.digest_at", "08:00", "09:00", lambda: next_time(AT, hours(on=TODAY).digest_at)),
    Probe("notify.site_address", "", "https://yunxi.example", lambda: site(on=TODAY)),
]
