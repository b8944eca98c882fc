"""Writes: the office scores the quality of a proposal (F070)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from .. import keys
from ..models import Proposal, QualityScore
from ..queries import EVER_FILED
from .quarantined import refuse_quarantined


def criteria(on: date) -> dict[str, int]:
    """Return the criteria of a day with their most points. Rule: key proposal.quality_criteria."""
    pairs = [line.partition("=") for line in value(keys.PROPOSAL_CRITERIA, on=on)]
    return {name.strip(): int(points) for name, _, points in pairs if points.strip().isdigit()}


@transaction.atomic
def score_quality(*, proposal: Proposal, scores: Mapping[str, int], by: Actor, at: datetime) -> QualityScore:
    """
    Score a filed proposal by every criterion (提案质量评分); the total is their sum, 0–100. Again replaces it.

    Rule: F070; handbook 5.9. Raises: PermissionDenied; Refused `not_filed`, `criteria`, `points`.
    """
    require("quality.score", by, proposal)
    refuse_quarantined(proposal.pk)
    if proposal.state not in EVER_FILED:
        raise Refused("not_filed", "只给立案的提案评分。")
    today = timezone.localdate(at)
    most = criteria(today)
    if set(scores) != set(most):
        raise Refused("criteria", "评分项已经变了，请刷新后重评。")
    for name, points in scores.items():
        if not 0 <= points <= most[name]:
            raise Refused("points", f"“{name}”请填 0 到 {most[name]} 分。")
    given = {"scores": dict(scores), "total": Decimal(sum(scores.values())), "scored_on": today}
    row, _ = QualityScore.objects.update_or_create(
        proposal=proposal, defaults={**given, "scored_by_name": by.name[:60]}
    )
    state = proposal.state
    ledger.record(
        "score_quality", proposal, by=by, at=at, from_state=state, to_state=state, fields={"total": row.total}
    )
    return row
