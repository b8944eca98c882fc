"""A proposal under quarantine stands still: nothing is written about it either (office-practice 3)."""

from __future__ import annotations

from yizheng.kernel import quarantine

from ..models import Proposal


def refuse_quarantined(proposal_id: int) -> None:
    """Refuse a write about a proposal whose content is closed. Raises: Refused `closed`."""
    closed = quarantine.is_closed("proposal")
    quarantine.refuse_closed(Proposal.objects.annotate(content_is_closed=closed).get(pk=proposal_id))
