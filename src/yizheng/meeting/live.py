"""The screen at the entrance follows a meeting or an activity: that it changed, and the ticket of whoever may hear."""

from __future__ import annotations

from yizheng.kernel import live

from .models import Activity, Meeting


def topic_of(gathering: Meeting | Activity) -> str:
    """Return the topic on which changes of a meeting or an activity are told."""
    kind = "meeting" if isinstance(gathering, Meeting) else "activity"
    return f"{kind}:{gathering.public_id}"


def changed(gathering: Meeting | Activity) -> None:
    """Tell every open screen of it to look again, once the transaction holds."""
    live.changed(topic_of(gathering))


def ticket(gathering: Meeting | Activity, user_id: int) -> str:
    """Return what a page that was let in shows to follow it."""
    return live.ticket(topic_of(gathering), user_id)
