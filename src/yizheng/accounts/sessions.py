"""Sessions in the database, as Django keeps them; only reading one is prepared, since every page does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.kernel.prepared import Reading


class SessionStore(DatabaseStore):
    """The rows of Django's own store."""

    def _get_session_from_db(self) -> Any:
        row = _SESSION.first(key=str(self.session_key), now=timezone.now())
        if row is None:
            self._session_key = None
        return row


def _session(*, key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_SESSION = Reading(_session)
