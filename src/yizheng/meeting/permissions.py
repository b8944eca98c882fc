"""Who may do what to a meeting (handbook 9.3)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .models import Invitation

READERS = (
    Role.OFFICE_CLERK,
    Role.SECRETARY_GENERAL,
    Role.LEADER,
    Role.PROPOSAL_CLERK,
    Role.OPINION_CLERK,
    Role.COMMITTEE_CLERK,
    Role.ARCHIVIST,
)
"""The committee's own offices and leaders see every meeting; a member sees those they are asked to."""


@predicate(name="is the invited person")
def is_invited(actor: Actor | None, invitation: Any) -> bool:
    """Tell whether the invitation is this person's own."""
    if actor is None or actor.user_id is None or not isinstance(invitation, Invitation):
        return False
    return invitation.person.user_id == actor.user_id


@predicate(name="holds the link of the invitation")
def holds_link(actor: Actor | None, invitation: Any) -> bool:
    """Tell whether the actor came by the link of this very invitation."""
    if actor is None or not isinstance(invitation, Invitation):
        return False
    return actor.hat.role == "invited" and actor.hat.scope_id == invitation.pk


is_office = wears(Role.OFFICE_CLERK)

add_perm("meeting.read", wears(*READERS) | wears(Role.MEMBER, Role.SECTOR_CONVENER))
add_perm("meeting.read_replies", wears(*READERS))
add_perm("meeting.prepare", is_office)
add_perm("meeting.notify", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("meeting.call_off", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("meeting.reply", is_invited | holds_link)
add_perm("meeting.record_reply", is_office)
add_perm("meeting.enter_attendance", is_office)
