"""What every page of the room asks of its request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor
from yizheng.kernel.prepared import Reading

from .. import queries
from ..models import Feedback, Handling, Proposal, Reply
from ..standing import reader, reading_as


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def proposal_or_404(actor: Actor, public_id: UUID) -> Proposal:
    """Return a proposal the person may see; any other does not exist for them."""
    found = _PROPOSAL.first(*reading_as(actor), scope=actor.hat.scope_id, public_id=public_id)
    if found is None:
        raise Http404("no such proposal")
    return found


def handling_or_404(actor: Actor, public_id: UUID) -> Handling:
    """Return a handling the person may see."""
    found = _HANDLING.first(*reading_as(actor), scope=actor.hat.scope_id, public_id=public_id)
    if found is None:
        raise Http404("no such handling")
    return found


def reply_or_404(actor: Actor, public_id: UUID) -> Reply:
    """Return a reply the person may see."""
    rows = queries.replies_visible_to(actor).select_related("handling__proposal__session__term", "handling__unit")
    return get_object_or_404(rows, public_id=public_id)


def feedback_or_404(actor: Actor, public_id: UUID) -> Feedback:
    """Return a question for feedback the person may see."""
    rows = queries.feedback_visible_to(actor).select_related(
        "proposal__session__term", "reply__handling__unit", "signer__membership__person"
    )
    return get_object_or_404(rows, public_id=public_id)


def _proposal(role: str, scope_kind: str, *, scope: int | None, public_id: UUID) -> QuerySet[Proposal]:
    rows = queries.proposals_visible_to(reader(role, scope_kind, scope))
    return rows.select_related("session__term", "first_proposer__person").filter(public_id=public_id)


def _handling(role: str, scope_kind: str, *, scope: int | None, public_id: UUID) -> QuerySet[Handling]:
    rows = queries.handlings_visible_to(reader(role, scope_kind, scope))
    return rows.select_related("proposal__session__term", "unit").filter(public_id=public_id)


_PROPOSAL = Reading(_proposal)
_HANDLING = Reading(_handling)
