"""The hall's screen follows a meeting: a word that something changed, and the ticket that lets a page hear it."""

from __future__ import annotations

import json

from django.core import signing
from django.db import connection

from .models import Meeting

CHANNEL = "live"
EVENT = "hall"
SALT = "yizheng.meeting.live"
TICKET_SECONDS = 16 * 3600


def topic_of(meeting: Meeting) -> str:
    """Return the topic on which changes of a meeting are told."""
    return f"meeting:{meeting.public_id}"


def changed(meeting: Meeting) -> None:
    """Tell every open screen of a meeting to look again, once the transaction holds."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, json.dumps({"topic": topic_of(meeting), "event": EVENT})])


def ticket(meeting: Meeting, user_id: int) -> str:
    """Return what a page that was let in shows to follow the meeting; it serves this person for a day's meeting."""
    return signing.dumps([topic_of(meeting), user_id], salt=SALT)


def topic_by(shown: str, user_id: int) -> str | None:
    """Return the topic a ticket opens to this person; None for a forged, old or foreign one."""
    try:
        topic, holder = signing.loads(shown, salt=SALT, max_age=TICKET_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return str(topic) if holder == user_id else None
