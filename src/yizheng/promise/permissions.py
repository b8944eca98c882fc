"""Who may do what to a promise."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import PROPOSERS, UNITS, Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .models import Promise

OFFICES = (Role.PROPOSAL_CLERK, Role.SECRETARY_GENERAL, Role.LEADER, Role.ARCHIVIST)
"""Who reads every promise."""


def unit_id(actor: Actor) -> int | None:
    """Return the unit the worn hat stands for."""
    return actor.hat.scope_id if actor.wears(*UNITS) and actor.hat.scope_kind == "org_unit" else None


@predicate(name="unit that promised")
def is_promiser(actor: Actor | None, promise: Any) -> bool:
    """Tell whether the worn hat is that of the unit that promised."""
    if actor is None or not isinstance(promise, Promise) or unit_id(actor) is None:
        return False
    return promise.promiser_unit_id == unit_id(actor)


is_clerk = wears(Role.PROPOSAL_CLERK)
is_assigner = wears(Role.ASSIGNER)

add_perm("promise.read", wears(*OFFICES, *UNITS, *PROPOSERS, Role.ASSIGNER))
add_perm("promise.make", wears(*UNITS, Role.ASSIGNER, Role.PROPOSAL_CLERK, "system"))
add_perm("promise.report", is_promiser | is_clerk | is_assigner)
add_perm("promise.confirm", is_clerk)
add_perm("promise.void", is_clerk | is_assigner | wears("system"))
