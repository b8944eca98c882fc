"""What anybody may read of meetings: which were held and when; never who came."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.ui.public import PublicBlock, offer

from .enums import HELD, MeetingKind
from .models import Meeting

MOST = 8
OPEN_KINDS = (MeetingKind.PLENARY, MeetingKind.STANDING)
"""Our decision: meetings of the chairpersons and of the special committees are inner business."""


def read_held(_on: date) -> dict[str, Any] | None:
    """Return the plenary and standing-committee meetings held, the newest first."""
    held = Meeting.objects.filter(state__in=HELD, kind__in=OPEN_KINDS, held_on__isnull=False)
    rows = [(each.title, each.held_on) for each in held.select_related("term", "body").order_by("-held_on")[:MOST]]
    return {"meetings": rows} if rows else None


def offer_blocks() -> None:
    """Put the block on the public page."""
    offer(PublicBlock("meetings", 30, "meeting/public_held.html", read_held))
