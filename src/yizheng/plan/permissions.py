"""Who may do what to a plan and its tasks (handbook 1.6, 3.4)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .enums import PartyRole
from .models import PlanTask

READERS = (
    Role.OFFICE_CLERK,
    Role.SECRETARY_GENERAL,
    Role.LEADER,
    Role.PROPOSAL_CLERK,
    Role.OPINION_CLERK,
    Role.COMMITTEE_CLERK,
    Role.GRASSROOTS_CLERK,
    Role.MEMBER,
    Role.ASSIGNER,
    Role.OBSERVER,
)
"""Roles that read the whole adopted plan: it is issued to all of them on paper today."""

DRAFT_READERS = (Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER)


@predicate(name="carries the task")
def carries(actor: Actor | None, task: Any) -> bool:
    """Tell whether the worn hat is that of a department (or unit) the task names."""
    if actor is None or not isinstance(task, PlanTask) or actor.hat.scope_id is None:
        return False
    if actor.hat.scope_kind not in ("body", "org_unit"):
        return False
    column = "body_id" if actor.hat.scope_kind == "body" else "unit_id"
    # In Python, so that a page which has read the parties once asks no more for each of its buttons.
    parties = task.parties.all()
    return any(p.role == PartyRole.DEPARTMENT and getattr(p, column) == actor.hat.scope_id for p in parties)


is_office = wears(Role.OFFICE_CLERK)
is_house = wears("system")
may_cancel = wears(Role.SECRETARY_GENERAL, Role.LEADER)

add_perm("plan.read", wears(*READERS) | wears(Role.UNIT_CLERK, Role.UNIT_LEADER))
add_perm("plan.read_rates", wears(*READERS))
add_perm("plan.import", is_office)
add_perm("plan.begin_approval", is_office)
add_perm("plan.follow_approval", is_house)
add_perm("plan.adopt", is_office)
add_perm("plan.issue", is_office)
add_perm("plan.reissue", is_office)
add_perm("plan.close", is_office)
add_perm("plan.publish", is_office)
add_perm("plan.add_task", is_office)
add_perm("plan.start_task", is_office | carries | is_house)
add_perm("plan.report_task", is_office | carries)
add_perm("plan.give_delay_reason", is_office | carries)
add_perm("plan.confirm_task", is_office)
add_perm("plan.return_task", is_office)
add_perm("plan.cancel_task", may_cancel)
add_perm("plan.record_cancellation", is_office)
add_perm("plan.reschedule_task", is_office)
add_perm("plan.link_item", is_office)
add_perm("plan.export", wears(*READERS))
add_perm("plan.mark_delayed", is_house)
