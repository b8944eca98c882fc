"""What the shared rooms must know of a calendar's address."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject

from .models import CalendarFeed


def feeds_visible_to(actor: Actor) -> QuerySet[CalendarFeed]:
    """Return a person's own addresses."""
    return CalendarFeed.objects.filter(user_id=actor.user_id) if actor.user_id else CalendarFeed.objects.none()


CALENDAR_FEED = Subject(
    kind="calendar_feed",
    model=CalendarFeed,
    label="日历订阅",
    url=lambda _feed: address("todo:calendar"),
    visible_to=feeds_visible_to,
)
