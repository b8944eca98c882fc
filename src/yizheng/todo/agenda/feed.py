"""The calendar as an iCalendar file (RFC 5545), as telephones and mail programs follow it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from .entries import Entry

if TYPE_CHECKING:
    from icalendar import Event


def as_icalendar(name: str, found: Iterable[Entry], *, origin: str, at: datetime) -> bytes:
    """Return entries as one calendar; `origin` is the address of the house, before each entry's own path."""
    from icalendar import Calendar  # late: few processes write one

    calendar = Calendar()
    calendar.add("prodid", "-//议政//yizheng//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval;value=duration", "PT1H")
    for entry in found:
        calendar.add_component(_event(entry, origin, at))
    return bytes(calendar.to_ical())


def _event(entry: Entry, origin: str, at: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.key}@yizheng")
    event.add("dtstamp", at)
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts)
    # A whole day ends before the next one begins (RFC 5545, 3.6.1).
    event.add("dtend", entry.ends if isinstance(entry.ends, datetime) else _after(entry.ends))
    event.add("url", f"{origin}{entry.url}")
    if entry.place:
        event.add("location", entry.place)
    if entry.is_cancelled:
        event.add("status", "CANCELLED")
    return event


def _after(day: date) -> date:
    return day + timedelta(days=1)
