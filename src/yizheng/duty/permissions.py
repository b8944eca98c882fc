"""Who reads duty records, who keeps them, and who may not decide on the own ones."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .models import DutyRecord, ScoreSheet

KEEPERS = (Role.OFFICE_CLERK, Role.COMMITTEE_CLERK, Role.PROPOSAL_CLERK, Role.OPINION_CLERK)
"""Whoever organises records (谁组织谁记录)."""
READERS = (*KEEPERS, Role.SECRETARY_GENERAL, Role.LEADER, Role.ARCHIVIST)
OWN = (Role.MEMBER, Role.SECTOR_CONVENER)
SPEAKERS = (Role.SECTOR_CONVENER, Role.GRASSROOTS_CLERK)
"""Who hands in the summary of the sector or body that the hat is narrowed to."""


@predicate(name="own record or sheet")
def is_own(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the record or sheet is the person's own, whatever hat they wear."""
    if actor is None or actor.user_id is None or not isinstance(obj, DutyRecord | ScoreSheet):
        return False
    return obj.membership.person.user_id == actor.user_id


@predicate(name="second person")
def is_second(actor: Actor | None, obj: Any) -> bool:
    """Tell whether somebody else proposed what is decided here: two persons correct a record."""
    if actor is None or not isinstance(obj, DutyRecord):
        return False
    return obj.proposed_by_id is not None and obj.proposed_by_id != actor.user_id


is_keeper = wears(*KEEPERS)
is_office = wears(Role.OFFICE_CLERK)
is_secretary = wears(Role.SECRETARY_GENERAL)
is_member = wears(*OWN)
is_house = wears("system")

add_perm("duty.read", wears(*READERS))
add_perm("duty.read_own", is_member)
add_perm("duty.card", wears(*READERS, *OWN))
add_perm("duty.record", is_keeper | is_house)
add_perm("duty.confirm", (is_keeper & ~is_own) | is_house)
add_perm("duty.claim", is_member)
add_perm("duty.dispute", is_member & is_own)
add_perm("duty.decide_dispute", (is_keeper | is_secretary) & is_second & ~is_own)
add_perm("duty.void", (is_keeper & ~is_own) | is_house)
add_perm("duty.freeze", is_secretary)
add_perm("duty.edit_scheme", is_office)
add_perm("duty.adopt_scheme", is_secretary)
add_perm("duty.score", is_office & ~is_own)
add_perm("duty.score_all", is_office)
add_perm("duty.own_sheet", is_member & is_own)
add_perm("duty.decide_sheet", wears(Role.SECRETARY_GENERAL, Role.LEADER) & ~is_own)
add_perm("duty.decide_all", wears(Role.SECRETARY_GENERAL, Role.LEADER))
add_perm("duty.hand_in", is_keeper | wears(*SPEAKERS))
add_perm("duty.remind_units", is_office)
add_perm("duty.visit", wears(*KEEPERS, Role.SECRETARY_GENERAL, Role.LEADER))
