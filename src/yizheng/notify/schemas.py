"""Shapes of the inbox in the JSON interface."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Schema


class NoticeOut(Schema):
    """One line of the inbox; `url` is the page it speaks of."""

    id: UUID
    text: str
    url: str
    sent_at: datetime
    read_at: datetime | None
