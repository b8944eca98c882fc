"""What every page of the room asks of its request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor

from .. import queries
from ..models import Feedback, Handling, Proposal, Reply


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def proposal_or_404(actor: Actor, public_id: UUID) -> Proposal:
    """Return a proposal the person may see; any other does not exist for them."""
    rows = queries.proposals_visible_to(actor).select_related("session__term", "first_proposer__person")
    return get_object_or_404(rows, public_id=public_id)


def handling_or_404(actor: Actor, public_id: UUID) -> Handling:
    """Return a handling the person may see."""
    rows = queries.handlings_visible_to(actor).select_related("proposal__session__term", "unit")
    return get_object_or_404(rows, public_id=public_id)


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
