"""How a person in a worn hat stands to a proposal: the questions that permissions and lists ask alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from yizheng.accounts.enums import UNITS, Role
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.permissions import predicate
from yizheng.org.owning import OWNER_COLUMNS as OWNER_COLUMNS

from ..enums import ANSWERING, NOT_CHOSEN, CollectiveKind, Secrecy, Side
from ..models import (
    GONE,
    AdjustRequest,
    ContactRecord,
    Feedback,
    Handling,
    KeyAssignment,
    PlannedShare,
    Proposal,
    Reply,
    Signer,
)

OFFICE_READERS = (Role.PROPOSAL_CLERK, Role.SECRETARY_GENERAL, Role.LEADER, Role.ARCHIVIST)
"""Who reads every proposal that was submitted, whatever its mark."""

OWNER_SCOPES: dict[str, tuple[str, ...]] = {
    Role.PARTICIPATING_BODY_CLERK: ("participating_body",),
    Role.COMMITTEE_CLERK: ("body",),
    Role.GRASSROOTS_CLERK: ("body",),
    Role.SECTOR_CONVENER: ("sector", "body"),
}
"""
How the hats that hand in collective proposals are narrowed. A convener speaks for a sector, or for a members' group
(委员小组), which is a body as a special committee is: the kind of the proposal tells them apart.
"""

BODY_ROLES: dict[str, str] = {
    CollectiveKind.GRASSROOTS: Role.GRASSROOTS_CLERK, CollectiveKind.GROUP: Role.SECTOR_CONVENER,
}  # fmt: skip
"""Who speaks for a body by the kind of its proposal; for any other kind, the clerk of the special committee."""

SIDES = {1: Side.PARTY, 2: Side.GOVERNMENT}
"""What the scope `side` of an assigner's hat means; a hat without it serves both."""


def owner_ids(row: Proposal | Signer) -> dict[str, int | None]:
    """Return, by the scope of the hat that speaks for it, the body that a proposal or a signature names."""
    return {scope: getattr(row, f"{column}_id") for scope, column in OWNER_COLUMNS.items()}


def proposal_of(obj: Any) -> Proposal | None:
    """Return the proposal that a row of this room belongs to."""
    if isinstance(obj, Proposal):
        return obj
    if isinstance(obj, Handling | Signer | PlannedShare | Feedback):
        return obj.proposal
    return obj.handling.proposal if isinstance(obj, Reply | ContactRecord) else None


def owns_collective(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the worn hat is that of the body a collective proposal comes from."""
    if actor.hat.scope_id is None or actor.hat.scope_kind not in OWNER_SCOPES.get(actor.hat.role, ()):
        return False
    if actor.wears(Role.SECTOR_CONVENER) and not is_role_of(proposal, actor.hat.role, actor.hat.scope_kind):
        return False
    return owner_ids(proposal)[actor.hat.scope_kind] == actor.hat.scope_id


def is_role_of(proposal: Proposal, role: str, scope_kind: str) -> bool:
    """Tell whether a role, narrowed so, speaks for the body that a proposal of this kind comes from."""
    return scope_kind != "body" or role == BODY_ROLES.get(proposal.collective_kind, Role.COMMITTEE_CLERK)


def speakers(proposal: Proposal, row: Proposal | Signer) -> Iterator[tuple[str, str, int]]:
    """Yield who answers for the body that a row names: role, scope of the hat, id of the body."""
    owners = owner_ids(row)
    for role, kinds in OWNER_SCOPES.items():
        for kind in kinds:
            pk = owners[kind]
            if pk is not None and is_role_of(proposal, role, kind):
                yield role, kind, pk


def reading_as(actor: Actor) -> tuple[str, str]:
    """Return the shape of what a worn hat may read: the role and how it is narrowed (kernel.prepared)."""
    return actor.hat.role, actor.hat.scope_kind


def reader(role: str, scope_kind: str, scope: int | None) -> Actor:
    """Return somebody in a hat of such a shape: what may be read depends on nothing else of a person."""
    return Actor(None, "", Hat(role, scope_kind=scope_kind, scope_id=scope))


def membership_id(actor: Actor) -> int | None:
    """Return the membership the worn hat stands for, None for any other hat."""
    return actor.hat.scope_id if actor.hat.scope_kind == "membership" else None


def unit_id(actor: Actor) -> int | None:
    """Return the unit the worn hat stands for, None for any other hat."""
    if not actor.wears(*UNITS) or actor.hat.scope_kind != "org_unit":
        return None
    return actor.hat.scope_id


@predicate(name="first proposer")
def is_first_proposer(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the proposal is this member's own, or that of the body whose hat is worn."""
    proposal = proposal_of(obj)
    if actor is None or proposal is None:
        return False
    mine = membership_id(actor)
    own = mine is not None and actor.wears(Role.MEMBER) and proposal.first_proposer_id == mine
    return own or owns_collective(actor, proposal)


@predicate(name="convener of the proposer's sector")
def convenes_proposer(actor: Actor | None, obj: Any) -> bool:
    """
    Tell whether the worn hat convenes the sector of the member who proposes; what is one's own nobody looks at first.

    Rule: handbook 1.6 (pre-check attendance); that what is inner stays out is our decision, as in reading.
    """
    if actor is None or not isinstance(obj, Proposal) or not actor.wears(Role.SECTOR_CONVENER):
        return False
    if actor.hat.scope_kind != "sector" or obj.secrecy == Secrecy.INTERNAL or obj.first_proposer is None:
        return False
    if obj.first_proposer.sector_id != actor.hat.scope_id:
        return False
    return obj.first_proposer.person.user_id != actor.user_id


@predicate(name="the invited signer")
def is_the_signer(actor: Actor | None, signer: Any) -> bool:
    """Tell whether a signature is this member's own."""
    if actor is None or not isinstance(signer, Signer):
        return False
    return membership_id(actor) is not None and signer.membership_id == membership_id(actor)


@predicate(name="asked for this feedback")
def is_asked(actor: Actor | None, feedback: Any) -> bool:
    """Tell whether this feedback is asked of the person: as the member who signs, or for the body that does."""
    if actor is None or actor.hat.scope_id is None or not isinstance(feedback, Feedback):
        return False
    signer = feedback.signer
    if signer.membership_id is not None:
        return signer.membership_id == membership_id(actor)
    return owner_ids(signer).get(actor.hat.scope_kind) == actor.hat.scope_id


@predicate(name="unit of the handling")
def is_unit_of(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the worn hat is that of the very unit that handles."""
    if actor is None or unit_id(actor) is None:
        return False
    handling = obj.handling if isinstance(obj, Reply) else obj
    if not isinstance(handling, Handling) or handling.state in GONE:
        return False
    return handling.unit_id == unit_id(actor)


@predicate(name="unit that works on the proposal")
def is_unit_on(actor: Actor | None, obj: Any) -> bool:
    """Tell whether a unit has an open handling of the proposal."""
    if actor is None or unit_id(actor) is None:
        return False
    proposal = proposal_of(obj)
    if proposal is None:
        return False
    return proposal.handlings.filter(unit_id=unit_id(actor)).exclude(state__in=GONE).exists()


@predicate(name="assigns for this side")
def assigns_side(actor: Actor | None, obj: Any) -> bool:
    """Tell whether an assigner's hat covers the side of a handling; a hat without a side covers both."""
    if actor is None or not actor.wears(Role.ASSIGNER):
        return False
    if actor.hat.scope_kind == "":
        return True
    handling = obj.handling if isinstance(obj, Reply | AdjustRequest) else obj
    if not isinstance(handling, Handling):
        return True
    return actor.hat.scope_kind == "side" and SIDES.get(actor.hat.scope_id or 0) == handling.side


def answers(handling: Handling) -> bool:
    """Tell whether a handling ends in a reply to the proposer."""
    return handling.role in ANSWERING


def may_come_from(actor: Actor) -> tuple[CollectiveKind, ...]:
    """Return the kinds of collective proposals that the worn hat can hand in."""
    kinds: dict[str, tuple[CollectiveKind, ...]] = {
        Role.PARTICIPATING_BODY_CLERK: (CollectiveKind.PARTY_BODY,),
        Role.COMMITTEE_CLERK: (CollectiveKind.SPECIAL_COMMITTEE,),
        Role.SECTOR_CONVENER: (CollectiveKind.GROUP if actor.hat.scope_kind == "body" else CollectiveKind.SECTOR,),
        Role.GRASSROOTS_CLERK: (CollectiveKind.GRASSROOTS,),
    }
    return kinds.get(actor.hat.role, ())


@predicate(name="committee that supervises the handled proposal")
def supervises_handling(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the worn hat is that of the committee that supervises the proposal of a handling."""
    if actor is None or not isinstance(obj, Handling) or not actor.wears(Role.COMMITTEE_CLERK):
        return False
    return actor.hat.scope_kind == "body" and supervised_by(actor.hat.scope_id).filter(proposal=obj.proposal).exists()


def supervised_by(body_id: int | None) -> QuerySet[KeyAssignment]:
    """Return the key and important proposals that a special committee supervises; a candidate is nobody's yet."""
    rows = KeyAssignment.objects.filter(supervising_body__isnull=False, supervising_body=body_id)
    return rows.exclude(state__in=NOT_CHOSEN)


@predicate(name="committee that supervises the key proposal")
def supervises(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the worn hat is that of the special committee that supervises a key or important proposal."""
    if actor is None or not isinstance(obj, KeyAssignment) or not actor.wears(Role.COMMITTEE_CLERK):
        return False
    return actor.hat.scope_kind == "body" and actor.hat.scope_id == obj.supervising_body_id is not None
