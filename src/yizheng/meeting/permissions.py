"""Who may do what to a meeting (handbook 9.3)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.ballot.permissions import keep
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears
from yizheng.org.models import Membership

from .enums import InvitationRole
from .models import Activity, ActivitySignup, Invitation, LeaveRequest, MenuChoice

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


HOSTS = (Role.OFFICE_CLERK, Role.COMMITTEE_CLERK, Role.GRASSROOTS_CLERK, Role.SECTOR_CONVENER)
"""Who prepares activities: the office, special committees, grassroots units and sectors, each for its own."""
SCOPES = {"body": "body_id", "sector": "sector_id"}
KEEPER = "meeting"
"""How the room of ballots knows those of a meeting."""


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


@predicate(name="is the person who asked leave")
def is_own_leave(actor: Actor | None, leave: Any) -> bool:
    """Tell whether the request is this person's own."""
    if actor is None or actor.user_id is None or not isinstance(leave, LeaveRequest):
        return False
    return leave.invitation.person.user_id == actor.user_id


@predicate(name="decides on this leave")
def is_approver(actor: Actor | None, leave: Any) -> bool:
    """Tell whether the worn hat is the one that decides, of the body whose meeting is missed."""
    if actor is None or not isinstance(leave, LeaveRequest) or not actor.wears(leave.approver_role):
        return False
    return leave.approver_body_id is None or actor.hat.scope_id in (None, leave.approver_body_id)


@predicate(name="attends with a vote")
def is_voter(actor: Actor | None, invitation: Any) -> bool:
    """Tell whether the invitation is this person's own and they attend: observers have no vote."""
    return bool(is_invited(actor, invitation)) and str(invitation.role) == InvitationRole.ATTEND


@predicate(name="belongs to a host of the activity")
def is_host(actor: Actor | None, activity: Any) -> bool:
    """Tell whether the worn hat belongs to a unit that hosts the activity; the office helps all of them."""
    if actor is None or not isinstance(activity, Activity) or not actor.wears(*HOSTS):
        return False
    return actor.wears(Role.OFFICE_CLERK) or _hosts(actor, activity)


def _hosts(actor: Actor, activity: Activity) -> bool:
    scope = SCOPES.get(actor.hat.scope_kind)
    if scope is None or actor.hat.scope_id is None:
        return False
    return any(getattr(host, scope) == actor.hat.scope_id for host in activity.hosts.all())


@predicate(name="hosts the activity of the sign-up")
def is_host_of_signup(actor: Actor | None, signup: Any) -> bool:
    """Tell whether the sign-up is to an activity that the worn hat hosts."""
    return isinstance(signup, ActivitySignup) and bool(is_host(actor, signup.activity))


@predicate(name="is the member")
def is_own_membership(actor: Actor | None, membership: Any) -> bool:
    """Tell whether the membership is this person's own."""
    if actor is None or actor.user_id is None or not isinstance(membership, Membership):
        return False
    return membership.person.user_id == actor.user_id


@predicate(name="is the member who signed up")
def is_own_signup(actor: Actor | None, signup: Any) -> bool:
    """Tell whether the sign-up is this person's own."""
    return isinstance(signup, ActivitySignup) and bool(is_own_membership(actor, signup.membership))


@predicate(name="is the member who chose")
def is_own_choice(actor: Actor | None, choice: Any) -> bool:
    """Tell whether the choice is this person's own."""
    return isinstance(choice, MenuChoice) and bool(is_own_membership(actor, choice.membership))


is_office = wears(Role.OFFICE_CLERK)

add_perm("meeting.read", wears(*READERS) | wears(Role.MEMBER, Role.SECTOR_CONVENER))
add_perm("meeting.read_replies", wears(*READERS))
add_perm("meeting.prepare", is_office)
add_perm("meeting.notify", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("meeting.call_off", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("meeting.reply", is_invited | holds_link)
add_perm("meeting.record_reply", is_office)
add_perm("meeting.enter_attendance", is_office)
add_perm("meeting.run", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("meeting.keep_door", is_office)
add_perm("meeting.check_in", is_invited)
add_perm("meeting.ask_leave", is_invited | holds_link | is_office)
add_perm("meeting.decide_leave", (is_approver | is_office) & ~is_own_leave)
add_perm("meeting.read_proof", is_approver & ~is_own_leave)
add_perm("meeting.withdraw_leave", is_own_leave | is_office | wears("system"))
add_perm("meeting.void_leave", wears("system"))
add_perm("meeting.open_document", is_invited)
add_perm("meeting.vote", is_voter)
add_perm("meeting.run_ballot", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("meeting.read_ballot", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER))
add_perm("meeting.minute", is_office)
add_perm("meeting.archive", wears(Role.ARCHIVIST, Role.OFFICE_CLERK))

add_perm("meeting.read_activities", wears(*READERS, *HOSTS, Role.MEMBER))
add_perm("meeting.prepare_activity", wears(*HOSTS))
add_perm("meeting.host_activity", is_host)
add_perm("meeting.close_signup", is_host | wears("system"))
add_perm("meeting.sign_up", wears(Role.MEMBER, Role.SECTOR_CONVENER) & is_own_membership)
add_perm("meeting.withdraw_signup", is_own_signup | is_host_of_signup)
add_perm("meeting.move_up", wears("system"))
add_perm("meeting.arrive", is_own_signup)
add_perm("meeting.keep_menu", is_office)
add_perm("meeting.drop_choice", is_own_choice)

keep(KEEPER, runs="meeting.run_ballot", reads="meeting.read_ballot")
