"""What other rooms may hear of meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yizheng.kernel.acting import Actor

from .models import Meeting


@dataclass(frozen=True)
class MeetingPlanned:
    """A meeting was planned, perhaps for something that asked for it (`origin_kind` is empty when not)."""

    meeting: Meeting
    origin_kind: str
    origin_id: int | None
    by: Actor
    at: datetime


@dataclass(frozen=True)
class MeetingHeld:
    """A meeting was held and its attendance is known."""

    meeting: Meeting
    by: Actor
    at: datetime
