"""The two tiers of chosen proposals on the desks of those who choose and lead (F049)."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.todo.desk import LINES, MAIN, DeskCard
from yizheng.ui.shapes import Figure

from ..queries import keys as queries_keys
from ..queries.keys import TierCount


@Asked
def read_tiers(actor: Actor, on: date) -> Steps[list[TierCount] | None]:
    """Return how many key and important proposals were chosen this year; None before any was nominated."""
    if not may("key.see_selection", actor):
        return None
    counted = yield from queries_keys.tier_counts.steps(actor, on.year, on)
    return counted if any(each.chosen or each.candidates for each in counted) else None


def tiers(counted: list[TierCount]) -> dict[str, Any]:
    """Return the card: both numbers beside what was intended."""
    url = address("proposal:keys")
    figures = [
        Figure(each.chosen, each.tier.label, f"{url}?tier={each.tier}", "件", f"目标 {each.target} 件")
        for each in counted
    ]
    return {"title": "重点提案", "figures": figures, "more": "全部", "url": url}


CARDS = (DeskCard("proposal-keys", MAIN, LINES, read_tiers, tiers),)
