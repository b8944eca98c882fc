"""The suggested item of one task, with its reason, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from .models import PlanItem, PlanTask
from .suggesting import PlanText, suggest_items


@dataclass(frozen=True)
class Suggested:
    """An item, how sure the suggestion is, why, and how much of the task's words it shares (0 to 1)."""

    item: PlanItem
    confidence: str
    reason: str
    score: float = 0.0


def suggestion_for(task: PlanTask) -> Suggested | None:
    """Suggest the item of its plan that a task serves; None where nothing is shared."""
    items = {item.pk: item for item in task.plan.items.order_by("order")}
    texts = [PlanText(item.pk, item.number, item.heading, item.text) for item in items.values()]
    found = suggest_items([task.content], texts)[0]
    if found is None:
        return None
    return Suggested(items[found.item_id], found.confidence.label, found.reason, found.score)
