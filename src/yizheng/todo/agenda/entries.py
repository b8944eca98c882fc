"""What stands in a person's calendar: rooms offer it, the page and the feed draw it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from yizheng.kernel.acting import Actor

from .. import queries
from ..models import Todo

MOST_DAYS = 400


@dataclass(frozen=True)
class Entry:
    """
    One thing with a date. `starts` and `ends` are moments, or dates for a whole day (`ends` inclusive then).

    `key` stays the same for the same thing, so that a calendar that follows the feed moves it instead of doubling it.
    """

    key: str
    title: str
    starts: date | datetime
    ends: date | datetime
    url: str
    place: str = ""
    is_cancelled: bool = False

    @property
    def first_day(self) -> date:
        """Return the day it begins, in Asia/Shanghai."""
        return _day(self.starts)

    @property
    def last_day(self) -> date:
        """Return the day it ends, inclusive."""
        return _day(self.ends)

    @property
    def time(self) -> str:
        """Return 9:00 for a moment, nothing for a whole day."""
        return f"{timezone.localtime(self.starts):%-H:%M}" if isinstance(self.starts, datetime) else ""


Source = Callable[[Actor, date, date], Iterable[Entry]]
_sources: list[Source] = []


def offer(source: Source) -> None:
    """Let a room put entries between two days (both inclusive) into calendars; called by `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)


def entries(actor: Actor, first: date, last: date) -> list[Entry]:
    """Return what a person has between two days, over all the hats they hold here, the earliest first."""
    last = min(last, first + timedelta(days=MOST_DAYS))
    found = [entry for source in (due_todos, *_sources) for entry in source(actor, first, last)]
    return sorted(found, key=lambda entry: (entry.first_day, entry.time, entry.title))


def due_todos(actor: Actor, first: date, last: date) -> Iterable[Entry]:
    """Yield the dates of what is owed."""
    mine = Q(pk__in=[])
    for hat in actor.hats:
        mine |= Q(pk__in=queries.open_for(actor.in_hat(hat)).values("pk"))
    due = Todo.objects.filter(mine, due_on__gte=first, due_on__lte=last)
    for row in due.order_by("due_on", "id"):
        assert row.due_on is not None
        yield Entry(f"todo-{row.public_id}", f"{row.label}：{row.title}", row.due_on, row.due_on, row.url)


def _day(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
