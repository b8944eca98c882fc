"""Templates of papers (公文模板): see, take out, put an own one in, try it, go back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.papers import Letter
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column, Crumb
from yizheng.ui.tags.marks import short_date

from .. import drawing, services
from ..forms import TemplateForm
from ..models import OwnTemplate
from ..templating import kinds, letters
from ..templating.kinds import TemplateKind
from ..typefaces import faces_of_house
from .asking import actor_of
from .papers import as_file

COLUMNS = (Column("模板"), Column("现在用的"), Column("换上的人"), Column("日期", "date"))
SLOT_COLUMNS = (Column("变量"), Column("是什么"), Column("每项里有"))


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """List every kind of template and whose is in use."""
    require("document.templates", actor_of(request))
    own = {row.code: row for row in OwnTemplate.objects.filter(is_used=True)}
    rows = [_row(kind, own.get(kind.code)) for kind in kinds.registered()]
    return render(request, "document/templates.html", {"columns": COLUMNS, "rows": rows, "own": len(own)})


@require_GET
def template(request: HttpRequest, code: str) -> HttpResponse:
    """Show one kind: what may stand in its template, and which one is in use."""
    require("document.templates", actor_of(request))
    return _page(request, _kind(code), TemplateForm())


@require_POST
@act
def put(request: HttpRequest, code: str) -> HttpResponse:
    """Put an own template in the place of the shipped one."""
    actor, kind = actor_of(request), _kind(code)
    require("document.templates", actor)
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, kind, form)
    file = form.cleaned_data["file"]
    try:
        services.put_template(kind=kind, content=file.read(), name=file.name, by=actor, at=timezone.now())
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return _page(request, kind, form, status=409)
    return done(request, f"“{kind.label}”从现在起用本机关的模板。请试填一份看看。", to=_url(kind))


@require_POST
@act
def reset(request: HttpRequest, code: str) -> HttpResponse:
    """Go back to the shipped template."""
    actor, kind = actor_of(request), _kind(code)
    require("document.templates", actor)
    try:
        services.reset_template(kind=kind, by=actor, at=timezone.now())
    except Refused as refusal:
        return _page(request, kind, TemplateForm(), status=409, why=refusal.message)
    return done(request, f"“{kind.label}”已换回系统自带的模板。", to=_url(kind))


@require_GET
def download(request: HttpRequest, code: str, which: str) -> HttpResponse:
    """Send the shipped template, the one in use, or that one filled with sample values."""
    require("document.templates", actor_of(request))
    kind, faces = _kind(code), faces_of_house()
    if which == "shipped":
        return as_file(letters.shipped(code, faces), f"{kind.label}模板", "docx")
    if which == "used":
        return as_file(letters.template_of(kind, faces), f"{kind.label}模板（本机关）", "docx")
    if which == "tried":
        filled = drawing.word(Letter(code, "关于召开会议的通知", dict(kind.sample())), faces=faces)
        return as_file(filled, f"{kind.label}试填", "docx")
    raise Http404("no such file")


def _kind(code: str) -> TemplateKind:
    try:
        return kinds.get(code)
    except LookupError:
        raise Http404("no such template") from None


def _url(kind: TemplateKind) -> str:
    return address("document:template", code=kind.code)


def _row(kind: TemplateKind, own: OwnTemplate | None) -> list[Cell | str]:
    used = Cell("本机关的", meaning="accent") if own else Cell("系统自带")
    put = [own.put_by_name, short_date(own.put_at)] if own else ["", ""]
    return [Cell(kind.label, _url(kind)), used, *put]


def _page(
    request: HttpRequest, kind: TemplateKind, form: TemplateForm, *, status: int = 200, why: str = ""
) -> HttpResponse:
    files = {
        name: address("document:template-file", code=kind.code, which=name) for name in ("shipped", "used", "tried")
    }
    context = {
        "kind": kind,
        "own": letters.own_template(kind.code),
        "form": form,
        "why": why,
        "files": files,
        "columns": SLOT_COLUMNS,
        "rows": [[f"{{{{ {slot.name} }}}}", slot.label, "、".join(_parts(slot))] for slot in kind.slots],
        "crumbs": [Crumb("公文模板", address("document:templates")), Crumb(kind.label)],
    }
    return render(request, "document/template.html", context, status=status)


def _parts(slot: kinds.Slot) -> tuple[str, ...]:
    return ("text", "level") if slot.is_text else slot.parts
