"""Exports of many papers: asked for, watched, fetched; each person sees their own."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb

from ..filters import ProposalFilter
from ..forms.importing import ExportForm
from ..listing import heading
from ..models import ExportRun
from ..models.exports import ExportKind, ExportState
from ..papers.exports import wanted_by
from ..queries.exports import exports_visible_to
from ..services.exporting import KEPT_DAYS, ask_for_export
from .asking import actor_of

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
@act
def exports(request: HttpRequest) -> HttpResponse:
    """Show one's exports, and ask for a new one of the proposals the address narrows to."""
    actor = actor_of(request)
    require("proposal.export", actor)
    wanted = ProposalFilter.from_request(request).for_actor(actor)
    form = ExportForm(request.POST if request.method == "POST" else None, initial={"kind": ExportKind.LETTERS})
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_export(kind=ExportKind(form.cleaned_data["kind"]), wanted=wanted, by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "正在整理，做好了列在下面。可以离开本页。", to=address("proposal:exports"))
    count = wanted_by(wanted.query(), actor, on=timezone.localdate()).count()
    page = Paginator(exports_visible_to(actor).order_by("-asked_at", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "runs": [(run, _gone_on(run)) for run in page],
        "is_waiting": any(run.state == ExportState.WAITING for run in page),
        "what": "全部提案" if wanted.is_empty else heading(wanted, count),
        "count": count,
        "query": wanted.query(),
        "crumbs": [Crumb("提案", address("proposal:proposals")), Crumb("成批导出")],
    }
    return render(request, "proposal/importing/exports.html", context)


def _gone_on(run: ExportRun) -> object:
    return timezone.localdate(run.asked_at) + timedelta(days=KEPT_DAYS)
