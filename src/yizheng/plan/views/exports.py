"""Downloads of a plan's annex."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from yizheng.kernel.permissions import require

from .. import listing, queries
from ..exports import excel, word
from ..exports.annex import Annex, annex_of
from .asking import actor_of, visible_or_404


@require_GET
def annex_docx(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the annex as a Word file."""
    return _file(request, public_id, word.annex_document, word.CONTENT_TYPE, "docx")


@require_GET
def annex_xlsx(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the annex as an Excel file."""
    return _file(request, public_id, excel.annex_workbook, excel.CONTENT_TYPE, "xlsx")


def _file(
    request: HttpRequest, public_id: UUID, write: Callable[[Annex], bytes], content_type: str, ending: str
) -> HttpResponse:
    actor = actor_of(request)
    require("plan.export", actor)
    plan = visible_or_404(queries.plans_visible_to(actor), public_id)
    tasks = queries.tasks_visible_to(actor).filter(plan=plan)
    annex = annex_of(plan, listing.in_order(tasks))
    response = HttpResponse(write(annex), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{annex.title}.{ending}") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
