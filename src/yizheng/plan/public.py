"""What anybody may read of the plan: sections and headings of the newest one that was issued and opened."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.ui.public import PublicBlock, offer

from . import queries


def read_plan(_on: date) -> dict[str, Any] | None:
    """Return the plan's headings; never a task, a name or a state of work."""
    chosen = queries.public_plans().first()
    return None if chosen is None else {"plan": chosen, "sections": queries.public_sections(chosen.pk)}


def offer_blocks() -> None:
    """Put the block on the public page."""
    offer(PublicBlock("plan", 20, "plan/public_plan.html", read_plan))
