"""Pages of feedback."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yizheng.kernel.permissions import require

from .asking import actor_of, feedback_or_404


@require_GET
def feedback(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a question for feedback."""
    actor = actor_of(request)
    require("proposal.read", actor)
    return render(request, "proposal/proposal.html", {"proposal": feedback_or_404(actor, public_id).proposal})
