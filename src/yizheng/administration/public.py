"""What anybody may read of the honours: those of the committee and its bodies, no person's."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.ui.public import PublicBlock, offer

from .enums import HonourState
from .models import Honour

MOST = 6


def read_honours(_on: date) -> dict[str, Any] | None:
    """Return the honours that stand, the newest first."""
    standing = Honour.objects.filter(state=HonourState.STANDING, person__isnull=True).select_related("body")
    rows = [(each.title, each.awarded_by, each.year, each.body) for each in standing.order_by("-awarded_on")[:MOST]]
    return {"honours": rows} if rows else None


def offer_blocks() -> None:
    """Put the block on the public page."""
    offer(PublicBlock("honours", 50, "administration/public_honours.html", read_honours))
