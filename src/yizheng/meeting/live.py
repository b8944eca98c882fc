"""The hall's screen follows a meeting: a word that something changed, and the ticket that lets a page hear it."""

from __future__ import annotations

from yizheng.kernel import live

from .models import Meeting


def topic_of(meeting: Meeting) -> str:
    """Return the topic on which changes of a meeting are told."""
    return f"meeting:{meeting.public_id}"


def changed(meeting: Meeting) -> None:
    """Tell every open screen of a meeting to look again, once the transaction holds."""
    live.changed(topic_of(meeting))


def ticket(meeting: Meeting, user_id: int) -> str:
    """Return what a page that was let in shows to follow the meeting."""
    return live.ticket(topic_of(meeting), user_id)
