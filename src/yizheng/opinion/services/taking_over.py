"""Writes: what another room converts into a piece (handbook 9.6): a draft that the information office completes."""

from __future__ import annotations

from datetime import datetime

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor

from ..authorship import of_body, of_member, of_party, of_sector
from ..enums import EntrySource
from ..models import MOST_TITLE_CHARS, Opinion
from . import writing

OWNERS = {"membership": of_member, "party_body": of_party, "body": of_body, "sector": of_sector}
"""By the column that names an author: how that author is read."""


def keep_from_speech(*, column: str, pk: int, title: str, text: str, by: Actor, at: datetime) -> Opinion:
    """
    Keep a speech as the draft of a piece by the same author; part of the act that converts it, which asked who may.

    The information office finds it among what it entered for others, its author among the own drafts.
    """
    return _keep("take_over_speech", column, pk, title, text, by, at)


def keep_from_activity(*, column: str, pk: int, title: str, text: str, by: Actor, at: datetime) -> Opinion:
    """Keep what was said at an activity as the draft of a piece by its host; as `keep_from_speech` (features F121)."""
    return _keep("take_over_outcome", column, pk, title, text, by, at)


def _keep(act: str, column: str, pk: int, title: str, text: str, by: Actor, at: datetime) -> Opinion:
    words = writing.Text(title=title[:MOST_TITLE_CHARS], situation=text)
    draft = writing.make(OWNERS[column](pk), words, source=EntrySource.CLERK, by=by, at=at)
    ledger.record(act, draft, by=by, at=at, to_state=draft.state)
    return draft
