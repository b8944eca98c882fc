"""The page anybody may open: one published piece, without a name."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from .. import public as queries


@require_GET
def opinion(request: HttpRequest, public_slug: str, public_id: UUID) -> HttpResponse:
    """Show one public text; anything not public does not exist here."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        row = get_object_or_404(queries.public_ones(), public_id=public_id)
        return render(request, "opinion/public/opinion.html", {"committee": committee, "text": row})
