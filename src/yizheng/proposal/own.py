"""What the worn hat proposes itself: its drafts, its submitted proposals, what it is asked to sign."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column

from . import queries
from .enums import Consent, EntrySource, SignerRole
from .models import Proposal, Signer
from .services.writing import WRITABLE
from .standing import OWNER_SCOPES, membership_id

COLUMNS = (Column("编号"), Column("案由"), Column("提案人"), Column("类别"), Column("现在"))
FIELDS = {"participating_body": "party_body", "body": "body", "sector": "sector"}


def of(actor: Actor) -> QuerySet[Proposal]:
    """Return what the worn hat proposes or signs; for the proposal clerk what was entered for others."""
    rows = queries.proposals_visible_to(actor).select_related("session__term").order_by("-submitted_at", "-touched_at")
    if actor.wears(Role.PROPOSAL_CLERK):
        return rows.filter(source=EntrySource.CLERK)
    mine = membership_id(actor)
    if mine is not None:
        signed = Signer.objects.filter(proposal=OuterRef("pk"), membership=mine, consent=Consent.AGREED)
        return rows.filter(Q(first_proposer=mine) | Q(Exists(signed)))
    scoped = actor.hat.scope_kind in OWNER_SCOPES.get(actor.hat.role, ())
    return rows.filter(**{FIELDS[actor.hat.scope_kind]: actor.hat.scope_id}) if scoped else rows.none()


def drafts(actor: Actor) -> list[Proposal]:
    """Return the drafts and what was returned, newest first."""
    return list(_written(of(actor).filter(state__in=WRITABLE), actor).order_by("-touched_at")[:50])


def submitted(actor: Actor) -> QuerySet[Proposal]:
    """Return what was submitted, and what one has agreed to sign along."""
    return of(actor).exclude(pk__in=_written(of(actor).filter(state__in=WRITABLE), actor).values("pk"))


def _written(rows: QuerySet[Proposal], actor: Actor) -> QuerySet[Proposal]:
    """Leave out what another member writes and one only signs."""
    mine = membership_id(actor)
    return rows if mine is None else rows.filter(first_proposer=mine)


def asked(actor: Actor) -> list[Signer]:
    """Return the invitations that wait for an answer."""
    mine = membership_id(actor)
    if mine is None:
        return []
    rows = Signer.objects.filter(membership=mine, consent=Consent.INVITED, role=SignerRole.CO)
    rows = rows.filter(proposal__in=queries.proposals_visible_to(actor), proposal__state="cosigning")
    return list(rows.select_related("proposal").order_by("id")[:50])


def rows(page: Iterable[Proposal]) -> list[tuple[Cell | str, ...]]:
    """Return the rows of the list of submitted proposals."""
    return [_row(each) for each in page]


def by_address(actor: Actor, url: str) -> Proposal:
    """Return the draft whose editor has this address. Raises: Http404."""
    for part in url.split("/"):
        if (proposal := found(actor, part)) is not None:
            return proposal
    raise Http404("no such draft")


def found(actor: Actor, public_id: str) -> Proposal | None:
    """Return a visible proposal by the text of its public id; None for anything else."""
    try:
        key = UUID(public_id)
    except ValueError:
        return None
    return queries.proposals_visible_to(actor).filter(public_id=key).first()


def _row(each: Proposal) -> tuple[Cell | str, ...]:
    url = address("proposal:proposal", public_id=each.public_id)
    return (
        each.number,
        Cell(str(each), url),
        each.proposer_name,
        each.get_period_kind_display(),
        each.get_state_display(),
    )


def anew(proposal: Proposal) -> Proposal:
    """Return the row as it stands in the database: a refused act may have written on the one in hand."""
    return Proposal.objects.select_related("session__term", "first_proposer__person").get(pk=proposal.pk)


def may_change(proposal: Proposal, actor: Actor) -> bool:
    """Tell whether the worn hat still has something to write or submit here; the clerk only in what it entered."""
    mine = not actor.wears(Role.PROPOSAL_CLERK) or proposal.source == EntrySource.CLERK
    return mine and proposal.state in WRITABLE
