"""Reads that every part of the room shares: what a person may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor

from ..enums import NOT_CHOSEN, CollectiveKind, Consent, ProposalState, Secrecy
from ..models import GONE, Feedback, Handling, KeyAssignment, PlannedShare, Proposal, Reply, Signer
from ..standing import OFFICE_READERS, OWNER_COLUMNS, OWNER_SCOPES, membership_id, unit_id

S = ProposalState
PRIVATE = (S.DRAFT, S.COSIGNING)
"""Nobody but its proposer, and who is asked to sign along, knows of it (handbook 5.5)."""

EVER_FILED = (
    S.FILED, S.PRE_ASSIGNED, S.ASSIGNED, S.HANDLING, S.REPLIED, S.REDO, S.CLOSED, S.CLOSED_DISPUTED, S.TRACKING,
    S.SETTLED, S.CARRIED,
)  # fmt: skip
"""States that count as filed: never merged away, converted or withdrawn (handbook 5.5)."""

FOR_CONVENERS = (S.SUBMITTED, S.FIRST_REVIEWED, *EVER_FILED)
"""What became of one that was not filed, went back or was withdrawn is between its proposer and the office."""

WITH_ASSIGNERS = tuple(state for state in EVER_FILED if state != S.FILED)


def proposals_visible_to(actor: Actor) -> QuerySet[Proposal]:
    """
    Return the proposals a person may see in the worn hat.

    The committee's proposal office and leaders see all that was submitted; members and bodies their own, what
    they are asked to sign, and what is shared with members; conveners what members of their sector handed in;
    units what is or may be assigned to them; assigners what waits for or has assignment. Content under quarantine
    exists for the proposal office only, as metadata.
    Rule: handbook 1.6, 5.5; office-practice 1, 3.
    """
    rows = Proposal.objects.all()
    if actor.wears("system"):
        return rows
    if actor.wears(*OFFICE_READERS):
        seen = ~Q(state__in=PRIVATE)
        if actor.wears(Role.PROPOSAL_CLERK):
            return rows.filter(seen | Q(state__in=PRIVATE, source="clerk"))
        return rows.filter(seen).exclude(quarantine.is_closed("proposal"))
    return rows.filter(_seen_by(actor)).exclude(quarantine.is_closed("proposal"))


def _seen_by(actor: Actor) -> Q:
    if actor.wears(Role.MEMBER, Role.SECTOR_CONVENER, Role.PARTICIPATING_BODY_CLERK, Role.COMMITTEE_CLERK,
                   Role.GRASSROOTS_CLERK):  # fmt: skip
        return _own(actor) | _shared() | _of_sector(actor)
    if actor.wears(Role.ASSIGNER):
        return Q(state__in=WITH_ASSIGNERS) | Q(state=S.WITHDRAWN, assigned_on__isnull=False)
    if unit_id(actor) is not None:
        return _at_unit(unit_id(actor) or 0)
    if actor.wears(Role.OBSERVER, Role.OFFICE_CLERK):
        return _shared()
    return Q(pk__in=[])


def own_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals that are a member's or a body's own, or that they are asked to sign."""
    return Proposal.objects.filter(_own(actor))


def _own(actor: Actor) -> Q:
    mine = membership_id(actor)
    if mine is not None:
        first = Q(first_proposer=mine)
        asked = Signer.objects.filter(proposal=OuterRef("pk"), membership=mine)
        asked = asked.exclude(consent__in=[Consent.DECLINED, Consent.EXPIRED])
        return first | (~Q(state=S.DRAFT) & Q(Exists(asked)))
    scopes = OWNER_SCOPES.get(actor.hat.role, ())
    if actor.hat.scope_kind not in scopes or actor.hat.scope_id is None:
        return Q(pk__in=[])
    field = OWNER_COLUMNS[actor.hat.scope_kind]
    signed = Signer.objects.filter(proposal=OuterRef("pk"), **{field: actor.hat.scope_id})
    if actor.wears(Role.SECTOR_CONVENER) and field == "body":  # of a body a convener has what the group handed in
        return Q(body=actor.hat.scope_id, collective_kind=CollectiveKind.GROUP)
    supervised = KeyAssignment.objects.filter(proposal=OuterRef("pk"), supervising_body=actor.hat.scope_id)
    supervised = supervised.exclude(state__in=NOT_CHOSEN)
    own = Q(**{field: actor.hat.scope_id}) | (~Q(state__in=PRIVATE) & Q(Exists(signed)))
    return own | Q(Exists(supervised)) if field == "body" else own


def _of_sector(actor: Actor) -> Q:
    """A convener reads what members of their sector handed in, from submission on (预审). Rule: our decision."""
    if not actor.wears(Role.SECTOR_CONVENER) or actor.hat.scope_kind != "sector":
        return Q(pk__in=[])
    return Q(first_proposer__sector=actor.hat.scope_id, state__in=FOR_CONVENERS) & ~Q(secrecy=Secrecy.INTERNAL)


def _shared() -> Q:
    """What members may read: filed, shared, not inner."""
    return Q(shared_on__isnull=False, state__in=EVER_FILED) & ~Q(secrecy=Secrecy.INTERNAL)


def _at_unit(unit: int) -> Q:
    handled = Handling.objects.filter(proposal=OuterRef("pk"), unit=unit).exclude(state__in=GONE)
    stopped = Handling.objects.filter(proposal=OuterRef("pk"), unit=unit, state="stopped")
    planned = PlannedShare.objects.filter(proposal=OuterRef("pk"), unit=unit).exclude(source="proposer")
    return (
        (Q(state__in=WITH_ASSIGNERS) & Q(Exists(handled)))
        | (Q(state=S.WITHDRAWN) & Q(Exists(stopped)))
        | (Q(state=S.PRE_ASSIGNED) & Q(Exists(planned)))
    )


def signers_visible_to(actor: Actor) -> QuerySet[Signer]:
    """
    Return the signatures a person may open, with the paper that was signed or sealed: one's own and those under
    what one proposes. The office opens all; who only reads a proposal sees the names on its page.
    """
    rows = Signer.objects.filter(proposal__in=proposals_visible_to(actor))
    if actor.wears(*OFFICE_READERS, "system"):
        return rows
    mine = membership_id(actor)
    if mine is not None:
        return rows.filter(Q(membership=mine) | Q(proposal__first_proposer=mine))
    if actor.hat.scope_kind not in OWNER_SCOPES.get(actor.hat.role, ()):
        return rows.none()
    field = OWNER_COLUMNS[actor.hat.scope_kind]
    return rows.filter(Q(**{field: actor.hat.scope_id}) | Q(**{f"proposal__{field}": actor.hat.scope_id}))


def handlings_visible_to(actor: Actor) -> QuerySet[Handling]:
    """
    Return the handlings a person may see: a unit its own and those beside it, others those of what they see.

    A handling that went to another unit is no longer the first unit's affair.
    """
    rows = Handling.objects.filter(proposal__in=proposals_visible_to(actor))
    unit = unit_id(actor)
    if unit is None:
        return rows
    return rows.exclude(unit=unit, state="reassigned")


def replies_visible_to(actor: Actor) -> QuerySet[Reply]:
    """Return the replies a person may see: drafts are for the units on the proposal, assigner and clerk."""
    rows = Reply.objects.filter(handling__in=handlings_visible_to(actor))
    inner = actor.wears(Role.ASSIGNER, Role.PROPOSAL_CLERK, "system") or unit_id(actor) is not None
    return rows if inner else rows.filter(state="issued")


def feedback_visible_to(actor: Actor) -> QuerySet[Feedback]:
    """Return the feedback a person may see: one's own when asked, all that is given to the office and the units."""
    rows = Feedback.objects.filter(proposal__in=proposals_visible_to(actor))
    if actor.wears(*OFFICE_READERS, "system"):
        return rows
    mine = membership_id(actor)
    if mine is not None:
        return rows.filter(Q(signer__membership=mine) | Q(proposal__first_proposer=mine))
    if unit_id(actor) is not None:
        return rows.filter(state="given", reply__handling__unit=unit_id(actor))
    if actor.wears(Role.ASSIGNER):
        return rows.filter(state="given")
    field = OWNER_COLUMNS.get(actor.hat.scope_kind)
    return rows.filter(**{f"signer__{field}": actor.hat.scope_id}) if field else rows.none()
