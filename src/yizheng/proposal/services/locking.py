"""In which order rows are locked: handlings before their proposal, ids ascending, so that no two acts wait for ever."""

from __future__ import annotations

from ..models import Handling


def lock_handlings(proposal_id: int) -> None:
    """
    Lock all handlings of a proposal. Call it first in an act that moves several of them, or them and the proposal.

    What the act was given may have moved meanwhile: read it again, or let the machine do so.
    """
    rows = Handling.objects.filter(proposal=proposal_id).order_by("pk").select_for_update(of=("self",))
    list(rows.values_list("pk", flat=True))
