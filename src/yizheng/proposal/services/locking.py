"""In which order rows are locked: handlings, proposals, what hangs on them; ids ascending. No two wait for ever."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import Handling, Proposal


def lock_handlings(proposal_id: int) -> None:
    """
    Lock all handlings of a proposal. Call it first in an act that moves several of them, or them and the proposal.

    What the act was given may have moved meanwhile: read it again, or let the machine do so.
    """
    rows = Handling.objects.filter(proposal=proposal_id).order_by("pk").select_for_update(of=("self",))
    list(rows.values_list("pk", flat=True))


def lock_proposals(ids: Iterable[int]) -> None:
    """Lock proposals before what hangs on them: key assignments, nominations, questions."""
    rows = Proposal.objects.filter(pk__in=list(ids)).order_by("pk").select_for_update(of=("self",))
    list(rows.values_list("pk", flat=True))
