"""Pages of imports: upload, preview, decisions, confirmation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from yizheng.intake.models import ImportBatch, ImportState
from yizheng.intake.purposes import Purpose
from yizheng.intake.queries import imports_of, imports_visible_to
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from ..enums import ReadingPurpose
from ..imports import ROLL_IMPORT, UNITS_IMPORT
from ..models import Person, ReadingLog
from . import phrases, services
from .choices import Choices
from .kinds import ROLL, UNITS, kind_of, purposes
from .showing import page_context
from .workbooks import CONTENT_TYPE, problem_workbook, template_workbook

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
@act
def rolls(request: HttpRequest) -> HttpResponse:
    """List the imports of rolls, and take a new sheet in."""
    require(ROLL_IMPORT.permission, actor_of(request))
    return _listed(request, ROLL_IMPORT, "rolls")


@require_http_methods(["GET", "POST"])
@act
def units(request: HttpRequest) -> HttpResponse:
    """List the imports of units, and take a new sheet in."""
    require(UNITS_IMPORT.permission, actor_of(request))
    return _listed(request, UNITS_IMPORT, "units")


def _listed(request: HttpRequest, purpose: Purpose, page_name: str) -> HttpResponse:
    refusal = None
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_url(_received(request, purpose)))
        except Refused as refused:
            refusal = refused
    batches = imports_of(actor_of(request), purpose.name)
    page = Paginator(batches, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "refusal": refusal,
        "is_roll": purpose is ROLL_IMPORT,
        "list_url": address(f"org-import:{page_name}"),
        "template_url": address(f"org-import:{'roll' if purpose is ROLL_IMPORT else 'unit'}-template"),
    }
    return render(request, "org/importing/imports.html", context)


def _received(request: HttpRequest, purpose: Purpose) -> ImportBatch:
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Refused("no_file", phrases.NO_FILE)
    return services.receive_sheet(upload=upload, purpose=purpose.name, by=actor_of(request), at=timezone.now())


@require_GET
def roll_template(request: HttpRequest) -> HttpResponse:
    """Send the empty roll."""
    require(ROLL_IMPORT.permission, actor_of(request))
    return sheet_file(template_workbook(ROLL), "roll-template.xlsx")


@require_GET
def unit_template(request: HttpRequest) -> HttpResponse:
    """Send the empty list of units."""
    require(UNITS_IMPORT.permission, actor_of(request))
    return sheet_file(template_workbook(UNITS), "unit-template.xlsx")


def sheet_file(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)


@require_GET
def one_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an import as it stands."""
    return _shown(request, _batch(request, public_id))


def _shown(request: HttpRequest, batch: ImportBatch, refusal: Refused | None = None) -> HttpResponse:
    if batch.state != ImportState.WAITING and request.headers.get("HX-Target") == "progress":
        return HttpResponseClientRedirect(_url(batch))
    title = kind_of(batch.purpose).title
    context: dict[str, Any] = {"batch": batch, "refusal": refusal, "list_url": _list_url(batch), "list_title": title}
    if batch.state == ImportState.READ:
        asked = request.GET if request.method == "GET" else request.POST
        context |= page_context(batch, show=asked.get("show", ""), page=asked.get("page"), address=_url(batch))
        _note_reading(actor_of(request), context["targets"])
        return render(request, "org/importing/import.html", context)
    if batch.state == ImportState.WAITING:
        return render(request, "org/importing/waiting.html", context)
    choices = Choices.from_json(batch.tree)
    return render(request, "org/importing/closed.html", {**context, "written": choices.written, "choices": choices})


def _note_reading(actor: Actor, targets: dict[int, list[str]]) -> None:
    """Whoever compares sealed values of persons reads them (office-practice 5)."""
    people = Person.objects.filter(pk__in=targets) if targets else ()
    ReadingLog.objects.bulk_create(
        ReadingLog(
            person=person, at=timezone.now(), reader_id=actor.user_id, reader_name=actor.name,
            hat_label=actor.hat.label, purpose=ReadingPurpose.CORRECTION, field_names=targets[person.pk],
        )
        for person in people
    )  # fmt: skip


@require_POST
@act
def arrange(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Read the file again with what was chosen."""
    posted = {name: str(value) for name, value in request.POST.items()}
    return _acted(request, public_id, lambda batch, given: services.arrange(batch=batch, posted=posted, **given))


@require_POST
@act
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Decide about one row."""
    row, word = _number(request, "row"), request.POST.get("word", "")
    return _acted(request, public_id, lambda batch, given: services.decide(batch=batch, row=row, word=word, **given))


@require_POST
@act
def skip(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Leave the rows with problems out, or no longer."""
    skips = request.POST.get("skips") == "yes"
    return _acted(request, public_id, lambda batch, given: services.skip_problems(batch=batch, skips=skips, **given))


def _acted(request: HttpRequest, public_id: UUID, work: Callable[[ImportBatch, dict[str, Any]], Any]) -> HttpResponse:
    """Do one correction and come back to the same page of rows; a refusal is shown there."""
    batch = _batch(request, public_id)
    try:
        work(batch, {"edition": _number(request, "edition"), "by": actor_of(request), "at": timezone.now()})
    except Refused as refusal:
        return _shown(request, _batch(request, public_id), refusal)
    row = request.POST.get("row", "")
    place = f"#row-{row}" if row.isdecimal() else ""
    asked = "&".join(f"{name}={value}" for name in ("show", "page") if (value := _word(request, name)))
    return HttpResponseRedirect(f"{_url(batch)}{'?' if asked else ''}{asked}{place}")


def _word(request: HttpRequest, name: str) -> str:
    value = request.POST.get(name, "")
    return value if value.isascii() and value.replace("_", "").isalnum() else ""


@require_POST
@act
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write the rows; whoever comes second is told who was first."""
    batch = _batch(request, public_id)
    try:
        confirmed = services.confirm_import(
            batch=batch, edition=_number(request, "edition"), by=actor_of(request), at=timezone.now()
        )
    except Refused as refusal:
        return _shown(request, _batch(request, public_id), refusal)
    written = Choices.from_json(confirmed.tree).written
    message = f"已导入：新增 {written.get('new', 0)}，更改 {written.get('changed', 0)}。"
    return done(request, message, to=_url(confirmed))


@require_http_methods(["GET", "POST"])
@act
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then give the import up."""
    batch = _batch(request, public_id)
    if request.method == "POST":
        try:
            services.discard_import(batch=batch, by=actor_of(request), at=timezone.now())
        except Refused as refusal:
            return _shown(request, _batch(request, public_id), refusal)
        return done(request, f"已放弃“{batch.file.name}”的导入，没有写入任何内容。", to=_list_url(batch))
    context = {
        "title": "放弃这次导入",
        "text": f"“{batch.file.name}”不会写入，逐行做过的选择也不再保留。文件可以重新导入。",
        "action": address("org-import:discard", public_id=batch.public_id),
        "label": "放弃导入",
        "kind": "danger",
        "back": _url(batch),
    }
    return render(request, "ui/confirm.html", context)


@require_GET
def problems(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the rows with problems, each with its explanation."""
    return sheet_file(problem_workbook(_batch(request, public_id)), "import-problems.xlsx")


def actor_of(request: HttpRequest) -> Actor:
    """Return the person in the worn hat; the middleware put them there."""
    return cast(Actor, cast(Any, request).actor)


def visible_or_404(rows: QuerySet[ImportBatch], public_id: UUID) -> ImportBatch:
    """Return an import the person may work on; any other does not exist for them."""
    return get_object_or_404(rows, public_id=public_id)


def _batch(request: HttpRequest, public_id: UUID) -> ImportBatch:
    batches = imports_visible_to(actor_of(request)).filter(purpose__in=purposes())
    return visible_or_404(batches, public_id)


def _url(batch: ImportBatch) -> str:
    return address("org-import:import", public_id=batch.public_id)


def _list_url(batch: ImportBatch) -> str:
    return address(kind_of(batch.purpose).list_name)


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
