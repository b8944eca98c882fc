"""Who may read and write the organisation (handbook 1.6; office-practice 5)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .leading import leads, shares_a_place
from .models import Body, Membership, Person, Seat

READERS = (
    Role.OFFICE_CLERK,
    Role.SECRETARY_GENERAL,
    Role.LEADER,
    Role.PROPOSAL_CLERK,
    Role.OPINION_CLERK,
    Role.COMMITTEE_CLERK,
    Role.GRASSROOTS_CLERK,
    Role.MEMBER,
    Role.SECTOR_CONVENER,
    Role.PARTICIPATING_BODY_CLERK,
    Role.OBSERVER,
)
"""Roles that read the rolls: names, sectors, duties, employers. Contact and sealed fields are another matter."""

is_office = wears(Role.OFFICE_CLERK)
is_house = wears("system")
keeps_rolls = is_office | is_house


@predicate(name="own membership")
def owns_membership(actor: Actor | None, membership: Any) -> bool:
    """Tell whether the worn hat is that of this very membership."""
    held = membership.membership if isinstance(membership, Seat) else membership
    if actor is None or not isinstance(held, Membership):
        return False
    return actor.hat.scope_kind == "membership" and actor.hat.scope_id == held.pk


@predicate(name="own person")
def is_self(actor: Actor | None, person: Any) -> bool:
    """Tell whether the person is the one who asks."""
    if actor is None or not isinstance(person, Person) or actor.user_id is None:
        return False
    return person.user_id == actor.user_id


@predicate(name="leads the person")
def leads_person(actor: Actor | None, person: Any) -> bool:
    """Tell whether a leader is in charge of a body the person sits in or belongs to."""
    if actor is None or not isinstance(person, Person) or not actor.wears(Role.LEADER):
        return False
    return leads(actor, person)


@predicate(name="may ring the person")
def may_ring(actor: Actor | None, person: Any) -> bool:
    """Tell whether the person lets colleagues of this kind see their number."""
    if actor is None or not isinstance(person, Person):
        return False
    return actor.wears(*READERS) and shares_a_place(actor, person)


@predicate(name="own body")
def is_own_body(actor: Actor | None, body: Any) -> bool:
    """Tell whether the worn hat is that of this body."""
    if actor is None or not isinstance(body, Body):
        return False
    return actor.hat.scope_kind == "body" and actor.hat.scope_id == body.pk


add_perm("org.read", wears(*READERS) | is_house)
add_perm("org.read_units", wears(*READERS, Role.ASSIGNER, Role.UNIT_CLERK, Role.UNIT_LEADER) | is_house)
add_perm("org.see_nominees", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL) | is_house)
add_perm("org.read_sealed", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL) | is_self | leads_person | is_house)
add_perm(
    "org.read_phone",
    wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL) | is_self | leads_person | may_ring | is_house,
)
add_perm("org.read_unit_phone", wears(Role.OFFICE_CLERK, Role.PROPOSAL_CLERK, Role.ASSIGNER) | is_house)
add_perm("org.read_composition", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER) | is_house)
add_perm("org.read_log", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))

OFFICE_ACTS = (
    "org.open_term",
    "org.close_term",
    "org.open_session",
    "org.register_person",
    "org.correct_person",
    "org.propose_member",
    "org.activate",
    "org.open_logins",
    "org.drop_nominee",
    "org.suspend",
    "org.reinstate",
    "org.resign",
    "org.transfer",
    "org.remove",
    "org.record_death",
    "org.expire",
    "org.change_sector",
    "org.change_role",
    "org.invite_superior_member",
    "org.make_sector",
    "org.name_convener",
    "org.approve_seat",
    "org.decline_seat",
    "org.seat_member",
    "org.end_seat",
    "org.appoint",
    "org.end_post",
    "org.found_body",
    "org.close_body",
    "org.rename_body",
    "org.split_body",
    "org.name_alias",
    "org.put_in_charge",
    "org.found_unit",
    "org.rename_unit",
    "org.merge_units",
    "org.close_unit",
    "org.add_unit_contact",
    "org.register_participating_body",
    "org.found_association",
    "org.record_election",
    "org.join_association",
    "org.close_association",
)
"""What the office clerk writes; the decisions themselves were taken by meetings."""
for _act in OFFICE_ACTS:
    add_perm(_act, keeps_rolls)

add_perm("org.choose_seats", keeps_rolls | owns_membership)
add_perm("org.withdraw_choice", keeps_rolls | owns_membership)
add_perm("org.move_to_grassroots_unit", keeps_rolls | (wears(Role.GRASSROOTS_CLERK) & is_own_body))
add_perm("org.warn_of_term_end", is_house)
