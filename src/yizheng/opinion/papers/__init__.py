"""What leaves the room on paper or as a file."""

from __future__ import annotations


def offer_papers() -> None:
    """Offer the papers of the room; each area names its own."""
    from . import figures, following, issue, reading, sheets, slip, volume

    reading.offer_reading_papers()
    issue.offer_issue_papers()
    sheets.offer_sheets()
    slip.offer_slip_papers()
    volume.offer_volumes()
    figures.offer_figures()
    following.offer_papers()
