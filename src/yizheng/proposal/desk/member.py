"""What a proposer sees: where each of their proposals stands, and who asks them to sign along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.together import Asked, Steps
from yizheng.todo.desk import LINES, MAIN, DeskCard, Line

from .. import listing, queries
from ..enums import Consent, FeedbackState, ProposalState
from ..models import Feedback, Proposal, Signer
from ..phrases import MEANING
from ..showing import url_of
from ..standing import OWNER_COLUMNS, OWNER_SCOPES, membership_id

S = ProposalState
MOST = 8


@dataclass(frozen=True)
class OwnProposals:
    """The latest proposals of a member or a body, those that ask something of them first."""

    rows: list[Any]
    count: int


def own_of(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals whose first proposer the worn hat is: the member, or the body it stands for."""
    rows, hat = queries.proposals_visible_to(actor), actor.hat
    if membership_id(actor) is not None:
        return rows.filter(first_proposer=membership_id(actor))
    if hat.scope_id is None or hat.scope_kind not in OWNER_SCOPES.get(hat.role, ()):
        return rows.none()
    return rows.filter(**{OWNER_COLUMNS[hat.scope_kind]: hat.scope_id})


@Asked
def read_own(actor: Actor, on: date) -> Steps[OwnProposals | None]:
    """Return the proposals of the hat, newest first; None for hats that propose nothing, or have proposed nothing."""
    if membership_id(actor) is None and actor.hat.role not in OWNER_SCOPES:
        return None
    asked = Feedback.objects.filter(proposal=OuterRef("pk"), state=FeedbackState.ASKED, is_asked=True)
    marked = listing.with_units(own_of(actor).annotate(asks=Exists(asked.filter(_of(actor)))))
    rows = yield marked.order_by("-asks", "-touched_at", "-id")[: MOST + 1]
    return OwnProposals(rows[:MOST], len(rows)) if rows else None


def own(found: OwnProposals) -> dict[str, Any]:
    """Return the card, one line a proposal."""
    more = {"more": "全部", "url": listing.url_for()} if found.count > MOST else {}
    return {"title": "我的提案", "lines": [_line(each) for each in found.rows], **more}


def _of(actor: Actor) -> Q:
    mine = membership_id(actor)
    return Q(signer__membership=mine) if mine is not None else Q(signer__membership__isnull=True)


def _line(proposal: Any) -> Line:
    state = S(proposal.state)
    word, meaning = ("请您评价", "warn") if proposal.asks else (str(state.label), str(MEANING[state]))
    note = "　".join(part for part in (proposal.number, _where(proposal)) if part)
    return Line(str(proposal), url_of(proposal), word, meaning, note)


def _where(proposal: Any) -> str:
    """Say with whom it lies now, where the state alone does not."""
    if proposal.state in (S.ASSIGNED, S.HANDLING, S.REDO, S.REPLIED):
        return listing.units_words(proposal.open_handlings)
    return "请修改后再交" if proposal.state == S.RETURNED else ""


@Asked
def read_invitations(actor: Actor, on: date) -> Steps[list[Signer] | None]:
    """Return who asks the member to sign along and waits for an answer."""
    mine = membership_id(actor)
    if mine is None:
        return None
    waiting = Signer.objects.filter(membership=mine, consent=Consent.INVITED, proposal__state=S.COSIGNING)
    waiting = waiting.filter(proposal__in=queries.proposals_visible_to(actor))
    found = yield waiting.select_related("proposal").order_by("-id")[:MOST]
    return found or None


def invitations(found: list[Signer]) -> dict[str, Any]:
    """Return the card of invitations."""
    return {"title": "请您联名", "lines": [_invitation(each) for each in found]}


def _invitation(signer: Signer) -> Line:
    """Open where it is answered; the proposal itself stands there to be read."""
    url = address("proposal:answer-invitation", public_id=signer.public_id)
    proposal = signer.proposal
    return Line(str(proposal), url, "待您答复", "warn", f"{proposal.proposer_name}请您联名")


CARDS = (
    DeskCard("proposal-invitations", MAIN, LINES, read_invitations, invitations),
    DeskCard("proposal-own", MAIN, LINES, read_own, own, own=True),
)
