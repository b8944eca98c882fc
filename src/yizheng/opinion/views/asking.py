"""What every page of the room asks of its request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor

from .. import queries
from ..models import Opinion, OpinionIssue, OpinionTransfer


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def opinion_or_404(actor: Actor, public_id: UUID) -> Opinion:
    """Return a piece the person may see; any other does not exist for them."""
    return get_object_or_404(queries.opinions_visible_to(actor), public_id=public_id)


def issue_or_404(actor: Actor, public_id: UUID) -> OpinionIssue:
    """Return an issue the person may see."""
    return get_object_or_404(queries.issues_visible_to(actor), public_id=public_id)


def slip_or_404(actor: Actor, public_id: UUID) -> OpinionTransfer:
    """Return a transfer slip the person may see."""
    return get_object_or_404(queries.slips_visible_to(actor).select_related("opinion", "unit"), public_id=public_id)
