"""Who sees suggestions, their record, and who teaches them. Units and members are none of them."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, wears

CLERKS = (Role.PROPOSAL_CLERK, Role.OPINION_CLERK)
AREAS: dict[str, tuple[str, ...]] = {
    Role.PROPOSAL_CLERK: ("proposal",),
    Role.OPINION_CLERK: ("opinion",),
    Role.OFFICE_CLERK: ("plan_task",),
    Role.SECRETARY_GENERAL: ("proposal", "opinion", "plan_task"),
}
"""Whose record each role reads: even the number of opinions is not for the proposal office (handbook 1.6)."""

is_clerk = wears(*CLERKS)
is_house = wears("system")

add_perm("assist.see_suggestions", wears(*CLERKS, Role.ASSIGNER))
add_perm("assist.see_record", wears(*CLERKS, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("assist.judge", is_clerk)
add_perm("assist.keep_duties", is_clerk)
add_perm("assist.train", is_clerk | is_house)
add_perm("assist.finish_training", is_house)


def areas_of(actor: Actor) -> tuple[str, ...]:
    """Return the kinds of object whose decisions the worn hat may read."""
    return AREAS.get(actor.hat.role, ())
