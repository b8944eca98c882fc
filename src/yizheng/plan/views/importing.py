"""Pages of the import: what was uploaded, what was read beside what was understood, corrections, confirmation."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from yizheng.intake import services as intake
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.intake.queries import imports_of
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from ..import_page import name_context, node_context, page_context
from ..imports import PLAN_IMPORT
from ..models import WorkPlan
from ..services import importing as services
from .asking import actor_of, visible_or_404

NO_FILE = "请先选择一个文件，再上传。"
EDITED_ON_THEIR_PAGE = frozenset(
    {"edit_head", "edit_notice", "edit_part", "edit_section", "edit_item", "edit_row", "add_row", "edit_topic"}
)
PER_PAGE = 20


@require_http_methods(["GET", "POST"])
@act
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports, and take a new file in."""
    require(PLAN_IMPORT.permission, actor_of(request))
    refusal = None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_url(_received(request)))
        except Refused as refused:
            refusal = refused
    batches = imports_of(actor_of(request), PLAN_IMPORT.name)
    page = Paginator(batches, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "plan/importing/imports.html", {"page": page, "refusal": refusal})


def _received(request: HttpRequest) -> ImportBatch:
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Refused("no_file", NO_FILE)
    return services.receive_plan(upload=upload, by=actor_of(request), at=timezone.now())


@require_GET
def one_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an import as it stands."""
    return _shown(request, _batch(request, public_id))


def _shown(request: HttpRequest, batch: ImportBatch, refusal: Refused | None = None) -> HttpResponse:
    if batch.state != ImportState.WAITING and request.headers.get("HX-Target") == "progress":
        return HttpResponseClientRedirect(_url(batch))
    if batch.state == ImportState.READ:
        context = {"batch": batch, "refusal": refusal, "taken": _in_the_way(refusal, batch), **page_context(batch)}
        return render(request, "plan/importing/import.html", context)
    if batch.state == ImportState.WAITING:
        return render(request, "plan/importing/waiting.html", {"batch": batch, "refusal": refusal})
    context = {"batch": batch, "plan": _result(batch), "refusal": refusal}
    return render(request, "plan/importing/closed.html", context)


@require_GET
def node(request: HttpRequest, public_id: UUID, node: str) -> HttpResponse:
    """Show the form of one node, on a page of its own or, by htmx, in its place in the tree."""
    batch = _batch(request, public_id)
    if batch.state != ImportState.READ:
        return HttpResponseRedirect(_url(batch))
    return render(request, "plan/importing/node.html", {"batch": batch, **node_context(batch, node)})


@require_GET
def name(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the rolls to choose from for a name that was not found."""
    batch = _batch(request, public_id)
    context = name_context(batch, request.GET.get("column", ""), request.GET.get("text", ""))
    if batch.state != ImportState.READ or context is None:
        return HttpResponseRedirect(_url(batch))
    return render(request, "plan/importing/name_page.html", {"batch": batch, **context})


@require_POST
@act
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make one correction; a refused one brings the typed text back."""
    batch = _batch(request, public_id)
    correction = request.POST.get("correction", "")
    try:
        services.correct_import(
            batch=batch, edition=_edition(request), correction=correction, fields=dict(request.POST.lists()),
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return _refused(request, _batch(request, public_id), correction, refusal)
    return HttpResponseRedirect(f"{_url(batch)}#{request.POST.get('node', '')}")


def _refused(request: HttpRequest, batch: ImportBatch, correction: str, refusal: Refused) -> HttpResponse:
    if correction not in EDITED_ON_THEIR_PAGE or batch.state != ImportState.READ:
        return _shown(request, batch, refusal)
    node = request.POST.get("node", "")
    context = {"batch": batch, "refusal": refusal, **node_context(batch, node, request.POST)}
    response = render(request, "plan/importing/node.html", context)
    response["HX-Retarget"], response["HX-Reselect"] = f"#edit-{context['node']}", "#node-form"
    response["HX-Reswap"] = "innerHTML show:#node-form:top"
    return response


@require_POST
@act
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write the plan; whoever comes second is led to what the first one wrote."""
    batch = _batch(request, public_id)
    try:
        plan = services.confirm_import(batch=batch, edition=_edition(request), by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        return _shown(request, _batch(request, public_id), refusal)
    message = f"{plan.year}年的要点已导入，{plan.tasks.count()} 个任务排进了全年。"
    return done(request, message, to=address("plan:plan", public_id=plan.public_id))


@require_http_methods(["GET", "POST"])
@act
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then give the import up."""
    batch = _batch(request, public_id)
    if request.method == "POST":
        try:
            intake.discard(batch=batch, by=actor_of(request), at=timezone.now())
        except Refused as refusal:
            return _shown(request, _batch(request, public_id), refusal)
        return done(request, f"已放弃“{batch.file.name}”的导入，文件和这条记录留着备查。", to=address("plan:imports"))
    context = {
        "title": "放弃这次导入",
        "text": f"“{batch.file.name}”不会成为工作要点，已经改过的地方也不再保留。文件可以重新导入。",
        "action": address("plan:import-discard", public_id=batch.public_id),
        "label": "放弃导入",
        "kind": "danger",
        "back": _url(batch),
    }
    return render(request, "ui/confirm.html", context)


def _batch(request: HttpRequest, public_id: UUID) -> ImportBatch:
    require(PLAN_IMPORT.permission, actor_of(request))
    batches = imports_of(actor_of(request), PLAN_IMPORT.name).defer(None)
    return visible_or_404(batches, public_id)


def _url(batch: ImportBatch) -> str:
    return address("plan:import", public_id=batch.public_id)


def _edition(request: HttpRequest) -> int:
    typed = request.POST.get("edition", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _result(batch: ImportBatch) -> WorkPlan | None:
    return WorkPlan.objects.filter(pk=batch.result_id).first() if batch.result_id else None


def _in_the_way(refusal: Refused | None, batch: ImportBatch) -> WorkPlan | None:
    """The plan that already holds the year, to be led to."""
    if refusal is None or refusal.code != "year_taken":
        return None
    return services.live_plan_of(batch.tree["head"]["year"])
