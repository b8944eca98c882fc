"""What anybody may read of proposals on the committee's public page: those published lately."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.kernel import scoping
from yizheng.ui.public import PublicBlock, offer

from .public_appraisals import read_results
from .queries_publishing import public_ones

MOST = 6


def read_published(_on: date) -> dict[str, Any] | None:
    """Return the proposals published lately; None without any."""
    rows = list(public_ones()[:MOST])
    return {"rows": rows, "slug": scoping.current().slug} if rows else None


def read_lead_door(_on: date) -> dict[str, Any]:
    """Return where the public sends leads; that door is always named."""
    return {"slug": scoping.current().slug}


def offer_blocks() -> None:
    """Offer the room's blocks for the public page."""
    offer(
        PublicBlock("appraisals", 27, "proposal/public/appraisals_block.html", read_results),
        PublicBlock("proposals", 25, "proposal/public/block.html", read_published),
        PublicBlock("leads", 26, "proposal/leads/public_block.html", read_lead_door),
    )
