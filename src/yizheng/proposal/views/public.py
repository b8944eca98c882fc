"""Pages anybody may open: published proposals and their replies (handbook 5.10)."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.org.configuration import value

from ..forms.publishing import FindForm
from ..keys import CATEGORIES
from ..queries import publishing as queries

PAGE_ROWS = 20


@require_GET
def proposals(request: HttpRequest, public_slug: str) -> HttpResponse:
    """List what is public, the newest first; words, year and category narrow it."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        form = _form(request)
        given = form.cleaned_data if form.is_valid() else {}
        rows = queries.matching(
            queries.public_ones(), given.get("q", "").strip(), given.get("year"), given.get("category", "")
        )
        page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
        return render(request, "proposal/public/proposals.html", {"committee": committee, "page": page, "form": form})


def _form(request: HttpRequest) -> FindForm:
    years = sorted(set(queries.public_ones().order_by().values_list("year", flat=True)), reverse=True)
    return FindForm(request.GET, years=years, categories=value(CATEGORIES, on=timezone.localdate()))


@require_GET
def proposal(request: HttpRequest, public_slug: str, public_id: UUID) -> HttpResponse:
    """Show one published proposal and what was answered; anything not public does not exist here."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        row = get_object_or_404(queries.public_ones(), public_id=public_id)
        return render(request, "proposal/public/proposal.html", {"committee": committee, "publication": row})
