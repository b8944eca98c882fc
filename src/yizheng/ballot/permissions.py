"""Who may run a ballot and who may take a slip. Casting asks for the slip alone, never for a person."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .models import Ballot

RUNNERS = (Role.PROPOSAL_CLERK, Role.OFFICE_CLERK)


@predicate(name="on the roll of voters")
def is_on_roll(actor: Actor | None, ballot: Any) -> bool:
    """Tell whether the person may vote in this ballot, in whatever hat."""
    if actor is None or actor.user_id is None or not isinstance(ballot, Ballot):
        return False
    return ballot.voters.filter(user=actor.user_id).exists()


add_perm("ballot.run", wears(*RUNNERS) | wears("system"))
add_perm("ballot.read", wears(*RUNNERS, Role.SECRETARY_GENERAL, Role.LEADER) | is_on_roll)
add_perm("ballot.take", is_on_roll)
