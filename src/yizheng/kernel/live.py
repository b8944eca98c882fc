"""Open screens follow an object: a word that something changed, and the ticket that lets a page hear it."""

from __future__ import annotations

import json
from functools import partial

from django.core import signing
from django.db import connection, transaction

CHANNEL = "live"
EVENT = "hall"
SALT = "yizheng.meeting.live"
TICKET_SECONDS = 16 * 3600


def changed(topic: str) -> None:
    """
    Tell every open screen of a topic to look again, once the act stands.

    A transaction that tells holds a lock of the whole cluster until its commit lies on the disk, so that acts would go
    one after the other: it is told after the commit, by itself. A word lost between the two is made up for by the
    screens, which look again every half minute anyway.
    """
    transaction.on_commit(partial(_tell, topic), robust=True)


def _tell(topic: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, json.dumps({"topic": topic, "event": EVENT})])


def ticket(topic: str, user_id: int) -> str:
    """Return what a page that was let in shows to follow a topic; it serves this person for a day's meeting."""
    return signing.dumps([topic, user_id], salt=SALT)


def topic_by(shown: str, user_id: int) -> str | None:
    """Return the topic a ticket opens to this person; None for a forged, old or foreign one."""
    try:
        topic, holder = signing.loads(shown, salt=SALT, max_age=TICKET_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return str(topic) if holder == user_id else None
