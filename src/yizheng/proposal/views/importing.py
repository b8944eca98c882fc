"""The list of imported registers and the upload; one import is shown on the pages every import has."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.intake.models import ImportBatch
from yizheng.intake.queries import imports_of
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.importing import phrases
from yizheng.org.importing.services import receive_sheet
from yizheng.org.importing.views import sheet_file
from yizheng.org.importing.workbooks import template_workbook
from yizheng.ui.shapes import Crumb

from ..importing.history_kind import HISTORY, KIND
from .asking import actor_of

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
@act
def histories(request: HttpRequest) -> HttpResponse:
    """List the imports of old registers, and take a new one in."""
    actor, refusal = actor_of(request), None
    require(HISTORY.permission, actor)
    if request.method == "POST":
        try:
            batch = _received(request)
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(address("org-import:import", public_id=batch.public_id))
    page = Paginator(imports_of(actor, HISTORY.name), PER_PAGE).get_page(request.GET.get("page"))
    crumbs = [Crumb("提案", address("proposal:proposals")), Crumb("导入历史提案")]
    return render(request, "proposal/importing/imports.html", {"page": page, "refusal": refusal, "crumbs": crumbs})


def _received(request: HttpRequest) -> ImportBatch:
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Refused("no_file", phrases.NO_FILE)
    return receive_sheet(upload=upload, purpose=HISTORY.name, by=actor_of(request), at=timezone.now())


@require_GET
def history_template(request: HttpRequest) -> HttpResponse:
    """Send the empty register."""
    require(HISTORY.permission, actor_of(request))
    return sheet_file(template_workbook(KIND), "proposal-history-template.xlsx")
