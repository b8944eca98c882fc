"""Who may do what to instructions (handbook 1.6, 2.6; office-practice 2, 5)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .models import InstructionTask

KEEPERS = (Role.OPINION_CLERK, Role.OFFICE_CLERK)
"""Who enters instructions and follows them up."""
READERS = (*KEEPERS, Role.SECRETARY_GENERAL)
"""Who reads the whole register; a leader reads the own entries."""
UNITS = (Role.UNIT_CLERK, Role.UNIT_LEADER)


def unit_id(actor: Actor) -> int | None:
    """Return the unit the worn hat stands for, None for any other hat."""
    return actor.hat.scope_id if actor.wears(*UNITS) and actor.hat.scope_kind == "org_unit" else None


@predicate(name="unit that acts on the instruction")
def is_unit_of_task(actor: Actor | None, task: Any) -> bool:
    """Tell whether the worn hat is that of the unit that shall act."""
    if actor is None or not isinstance(task, InstructionTask) or unit_id(actor) is None:
        return False
    return task.unit_id == unit_id(actor)


add_perm("instruction.read", wears(*READERS, Role.LEADER))
add_perm("instruction.keep", wears(*KEEPERS, "system"))
add_perm("instruction.read_task", wears(*READERS, Role.LEADER, *UNITS))
add_perm("instruction.work", is_unit_of_task | wears(*KEEPERS))
