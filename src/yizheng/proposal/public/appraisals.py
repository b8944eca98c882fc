"""What the committee's public page says of appraisals and awards: what was published lately, and where."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.kernel import scoping

from ..models import AppraisalRound, AwardSelection, UnitAppraisal

MOST = 5


def read_results(_on: date) -> dict[str, Any] | None:
    """Return the titles of published results, the newest first; None without any."""
    found = [
        row
        for model in (AppraisalRound, UnitAppraisal, AwardSelection)
        for row in model._default_manager.filter(state="published").values_list("title", "published_on")
    ]
    newest = sorted(found, key=lambda row: row[1] or date.min, reverse=True)[:MOST]
    return {"rows": newest, "slug": scoping.current().slug} if newest else None
