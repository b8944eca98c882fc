"""Pages that everybody reads: the list of proposals and one proposal."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yizheng.kernel.permissions import require

from .. import queries
from .asking import actor_of, proposal_or_404

PAGE_ROWS = 50


@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """List the proposals a person may see."""
    actor = actor_of(request)
    require("proposal.read", actor)
    rows = queries.proposals_visible_to(actor).order_by("-submitted_at", "-id")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "proposal/proposals.html", {"page": page})


@require_GET
def proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one proposal."""
    actor = actor_of(request)
    require("proposal.read", actor)
    return render(request, "proposal/proposal.html", {"proposal": proposal_or_404(actor, public_id)})
