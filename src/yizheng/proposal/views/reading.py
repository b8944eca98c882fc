"""Pages that everybody reads: the list of proposals and one proposal."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require

from .. import listing, queries
from ..filters import ProposalFilter
from ..list_form import SHOWN, ListForm, kept
from .asking import actor_of, proposal_or_404
from .offers import buttons_of_list


@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """List the proposals the address asks for; every figure of the house opens this page."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.read", actor)
    wanted = ProposalFilter.from_request(request).for_actor(actor)
    rows = queries.proposals_visible_to(actor)
    counts = listing.counts_by_state(rows, wanted, on=today)
    page = listing.page_of(rows, wanted, counts, request.GET.get("page"), on=today)
    form = ListForm(wanted, on=today)
    asked = {name: value for name in SHOWN if name != "q" and (value := str(getattr(wanted, name) or ""))}
    context = {
        "wanted": wanted,
        "page": page,
        "heading": listing.heading(wanted, page.paginator.count),
        "tabs": listing.tabs(wanted, counts),
        "columns": listing.COLUMNS,
        "rows": listing.rows_of(page.object_list, actor, on=today),
        "form": form,
        "kept": kept(wanted),
        "kept_all": {**kept(wanted), **asked},
        "narrowed": form.said(),
        "action": address("proposal:proposals"),
        "buttons": buttons_of_list(actor),
    }
    return render(request, "proposal/proposals.html", context)


@require_GET
def proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one proposal."""
    actor = actor_of(request)
    require("proposal.read", actor)
    return render(request, "proposal/proposal.html", {"proposal": proposal_or_404(actor, public_id)})
