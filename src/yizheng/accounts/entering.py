"""The one way in: whatever a person proved themselves by, the rest is the same."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from .models import User

SESSION_KEY = "door"
"""What the session knows of its own sign-in: when it was last used, and how many seconds it may rest."""


def enter(request: HttpRequest, user: User, *, method: str, to: str = "") -> HttpResponse:
    """Sign a person in who proved themselves by `method`; a second step they have set up is asked for first."""
    record_authentication(request, user, method)
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=to or None))
    return answer


def begin(request: HttpRequest, *, strict: bool, idle_seconds: int) -> None:
    """Remember when the session was last used and how long it may rest."""
    request.session[SESSION_KEY] = {"seen": int(time.time()), "idle": idle_seconds, "strict": strict}


def note_seen(request: Any, *, at: datetime) -> None:
    """Tell the list of sessions that this one is in use."""
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)


def end_sessions(user: User) -> int:
    """End every session of a login, in whatever browser; return how many there were."""
    sessions = UserSession.objects.filter(user=user)
    for session in sessions:
        session.end()
    return len(sessions)


def methods_of(request: Any) -> set[str]:
    """Return by what the person of this session has proved themselves."""
    return {str(record["method"]) for record in get_authentication_records(request, request.user)}
