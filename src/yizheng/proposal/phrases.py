"""Wording that the pages of the room share: what a state means in colour, what marks a proposal carries."""

from __future__ import annotations

from yizheng.ui.shapes import Meaning

from .enums import FeedbackState, HandlingState, ProposalState, Rating
from .models import Proposal

S, H = ProposalState, HandlingState

MEANING: dict[ProposalState, Meaning] = {
    S.DRAFT: Meaning.NEUTRAL,
    S.COSIGNING: Meaning.WARN,
    S.SUBMITTED: Meaning.WARN,
    S.RETURNED: Meaning.LATE,
    S.FIRST_REVIEWED: Meaning.BUSY,
    S.FILED: Meaning.BUSY,
    S.NOT_FILED: Meaning.NEUTRAL,
    S.CONVERTED: Meaning.NEUTRAL,
    S.MERGED: Meaning.NEUTRAL,
    S.PRE_ASSIGNED: Meaning.WARN,
    S.ASSIGNED: Meaning.BUSY,
    S.HANDLING: Meaning.BUSY,
    S.REPLIED: Meaning.OK,
    S.REDO: Meaning.LATE,
    S.CLOSED: Meaning.OK,
    S.CLOSED_DISPUTED: Meaning.WARN,
    S.TRACKING: Meaning.BUSY,
    S.SETTLED: Meaning.OK,
    S.CARRIED: Meaning.WARN,
    S.WITHDRAWN: Meaning.NEUTRAL,
}
HANDLING_MEANING: dict[HandlingState, Meaning] = {
    H.ASSIGNED: Meaning.WARN,
    H.SIGNED: Meaning.BUSY,
    H.ADJUSTING: Meaning.WARN,
    H.REASSIGNED: Meaning.NEUTRAL,
    H.CONTACTED: Meaning.BUSY,
    H.DRAFTED: Meaning.BUSY,
    H.COUNTERSIGNED: Meaning.BUSY,
    H.ISSUED: Meaning.OK,
    H.REJECTED: Meaning.LATE,
    H.OPINED: Meaning.OK,
    H.STOPPED: Meaning.NEUTRAL,
}
RATING_MEANING: dict[str, Meaning] = {
    Rating.SATISFIED: Meaning.OK,
    Rating.BASIC: Meaning.BUSY,
    Rating.NOT_SATISFIED: Meaning.OVER,
}
FEEDBACK_MEANING: dict[str, Meaning] = {
    FeedbackState.ASKED: Meaning.WARN,
    FeedbackState.GIVEN: Meaning.OK,
    FeedbackState.NO_FEEDBACK: Meaning.NEUTRAL,
    FeedbackState.TAKEN_BACK: Meaning.NEUTRAL,
}


def mark_words(proposal: Proposal) -> str:
    """Return 重点, 重要 or nothing."""
    return "重点" if proposal.is_key else "重要" if proposal.is_important else ""
