"""Who prepares a plenary, who reads it, who writes and issues its briefs (handbook 1.6; office-practice 5)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears
from yizheng.meeting.permissions import READERS

from .models import Brief, Group

STAFF = (*READERS, Role.GRASSROOTS_CLERK)
"""Offices and leaders read the arrangements while they are prepared; some of their people are recorders."""
MEMBERS = (Role.MEMBER, Role.SECTOR_CONVENER)
"""Members read them once they are published."""


@predicate(name="records for the group")
def is_recorder(actor: Actor | None, row: Any) -> bool:
    """Tell whether the actor is the recorder of the group, or of the group of the brief."""
    group = row.group if isinstance(row, Brief) and row.group_id else row
    if actor is None or actor.user_id is None or not isinstance(group, Group):
        return False
    return group.recorder_id == actor.user_id


is_office = wears(Role.OFFICE_CLERK)

add_perm("plenary.read", wears(*STAFF, *MEMBERS))
add_perm("plenary.prepare", is_office)
add_perm("plenary.publish", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("plenary.write_brief", is_office | is_recorder)
add_perm("plenary.check_brief", is_office)
add_perm("plenary.issue_brief", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
# Our decision: telephone numbers of all members leave the house by whoever keeps the rolls (as org.print_sealed_rolls).
add_perm("plenary.export_book", is_office)
