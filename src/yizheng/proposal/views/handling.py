"""The page of one handling."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yizheng.kernel.permissions import require

from .asking import actor_of, handling_or_404


@require_GET
def handling(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what one unit does with a proposal."""
    actor = actor_of(request)
    require("proposal.read", actor)
    found = handling_or_404(actor, public_id)
    return render(request, "proposal/proposal.html", {"proposal": found.proposal})
