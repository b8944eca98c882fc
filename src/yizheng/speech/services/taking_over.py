"""Writes: what another room converts into a speech: a draft that its author completes (handbook 6.3)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from yizheng.kernel import events, ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.workflow import Moved

from .. import queries
from ..models import MOST_TITLE_CHARS, Speech
from ..standing import named_owner
from .writing import MOST_DRAFT_CHARS, Words, make

TAKEN_OVER = "take_over_opinion"


def keep_from_opinion(*, column: str, pk: int, title: str, text: str, by: Actor, at: datetime) -> Speech | None:
    """
    Keep what an author agreed to give as a speech, for the plenary that ends its call first; the author is told.

    Part of the act that converts it, which asked who may. None while no plenary asks for speeches, or when the
    author is no longer in office: then it stays registered as intended.
    """
    call, owner = queries.open_calls().first(), named_owner(column, pk, timezone.localdate(at))
    if call is None or owner is None:
        return None
    words = Words(title[:MOST_TITLE_CHARS], "", text[:MOST_DRAFT_CHARS])
    draft = make(call=call, owner=owner, words=words, is_entered=False, at=at)
    ledger.record(TAKEN_OVER, draft, by=by, at=at, to_state=draft.state)
    events.publish(Moved("speech", draft, TAKEN_OVER, "", draft.state, by, at))
    return draft
