"""Pages of lists and scans: take them out, read them back, see what matches, confirm all (office-practice 19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yizheng.intake import services as intake
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.intake.queries import imports_visible_to
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, go
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column, Crumb, FileRow

from ..assignment_imports import SCANS, SHEET
from ..forms.assign import ScansForm, SheetForm
from ..importing import assignment_files as incoming
from .asking import actor_of

LABELS = {SHEET.name: SHEET.label, SCANS.name: SCANS.label}
RECENT = 10
SHEET_COLUMNS = [Column("行", "number"), Column("编号"), Column("单位"), Column("记什么"), Column("说明")]
SCAN_COLUMNS = [Column("文件"), Column("对上的提案和单位"), Column("确认以后"), Column("说明")]
PROMISES = {
    SHEET.name: "签收、面商记到各单位名下；答复先记下文号、类别和签发人，等盖章件上传后签发。",
    SCANS.name: "盖章件附到答复上；还没有签发的，连同表里的文号、类别一起签发，提案人会收到征询意见。",
}


@require_GET
def files(request: HttpRequest) -> HttpResponse:
    """Show what can be taken out, and the two ways back."""
    return _files(request, SheetForm(), ScansForm())


def _files(request: HttpRequest, sheet: SheetForm, scans: ScansForm) -> HttpResponse:
    actor = actor_of(request)
    require("handling.see_progress", actor)
    reads = may("proposal.read_back", actor)
    context = {
        "papers": _papers(), "sheet_form": sheet, "scans_form": scans, "may_read_back": reads,
        "sheet_url": address("proposal:assignment-read-sheet"), "scans_url": address("proposal:assignment-read-scans"),
        "batches": _recent(actor) if reads else [],
        "crumbs": [Crumb("办理进度", address("proposal:assignment-progress")), Crumb("表格和盖章件")],
    }  # fmt: skip
    refused = bool(sheet.errors or scans.errors)
    return render(request, "proposal/assign/files.html", context, status=409 if refused else 200)


def _papers() -> list[FileRow]:
    offered = (
        ("assignment-list", "交办清单", "xlsx", "sheet"), ("assignment-list", "交办清单", "docx", "word"),
        ("assignment-receipts", "回执表（填好读回来）", "xlsx", "sheet"),
    )  # fmt: skip
    return [
        FileRow(f"{label}（{'Excel' if form == 'xlsx' else 'Word'}）", _paper(code, form), kind)
        for code, label, form, kind in offered
    ]


def _paper(code: str, form: str) -> str:
    return address("document:paper", code=code, format=form)


def _recent(actor: Actor) -> list[tuple[ImportBatch, str, str]]:
    rows = imports_visible_to(actor).filter(purpose__in=LABELS).order_by("-made_at", "-id")[:RECENT]
    return [
        (each, address("proposal:assignment-batch", public_id=each.public_id), LABELS[each.purpose]) for each in rows
    ]


@require_POST
@act
def read_sheet(request: HttpRequest) -> HttpResponse:
    """Take in the filled list and show what it would write."""
    require("proposal.read_back", actor_of(request))
    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        return _taken(request, [form.cleaned_data["file"]], SHEET.name, form, (form, ScansForm()))
    return _files(request, form, ScansForm())


@require_POST
@act
def read_scans(request: HttpRequest) -> HttpResponse:
    """Take in the folder of sealed scans and show what they match."""
    require("proposal.read_back", actor_of(request))
    form = ScansForm(request.POST, request.FILES)
    if form.is_valid():
        return _taken(request, form.cleaned_data["scans"], SCANS.name, form, (SheetForm(), form))
    return _files(request, SheetForm(), form)


def _taken(
    request: HttpRequest, uploads: list[Any], purpose: str, form: Any, forms: tuple[SheetForm, ScansForm]
) -> HttpResponse:
    try:
        batch = incoming.take_in(uploads=uploads, purpose=purpose, by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _files(request, *forms)
    return go(request, address("proposal:assignment-batch", public_id=batch.public_id))


def _batch_or_404(actor: Actor, public_id: UUID) -> ImportBatch:
    return get_object_or_404(imports_visible_to(actor).filter(purpose__in=LABELS), public_id=public_id)


@require_GET
def batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what was read, line by line, with what confirming does."""
    actor = actor_of(request)
    require("proposal.read_back", actor)
    return _batch(request, _batch_or_404(actor, public_id))


def _batch(request: HttpRequest, found: ImportBatch, refused: str = "") -> HttpResponse:
    is_sheet, lines = found.purpose == SHEET.name, found.tree.get("lines", [])
    good = len(incoming.good_lines(found))
    context = {
        "batch": found, "label": LABELS[found.purpose], "refused": refused, "good": good,
        "columns": SHEET_COLUMNS if is_sheet else SCAN_COLUMNS, "measure": "行" if is_sheet else "份",
        "rows": [(_sheet_row if is_sheet else _scan_row)(line) for line in lines],
        "heading": f"{len(lines)} {'行' if is_sheet else '份'}，{good} {'行' if is_sheet else '份'}没有问题",
        "open": found.state == ImportState.READ, "promise": PROMISES[found.purpose],
        "confirm_url": address("proposal:assignment-confirm", public_id=found.public_id),
        "discard_url": address("proposal:assignment-discard", public_id=found.public_id),
        "crumbs": [Crumb("表格和盖章件", address("proposal:assignment-files")), Crumb(LABELS[found.purpose])],
    }  # fmt: skip
    return render(request, "proposal/assign/batch.html", context, status=409 if refused else 200)


def _sheet_row(line: dict[str, Any]) -> list[Cell | str]:
    parts = [
        f"签收 {line['signed_on']}" if line["signed_on"] else "",
        f"面商 {line['contacted_on']}" if line["contacted_on"] else "",
        f"答复 {line['class_mark']}类 {line['doc_no']} {line['replied_on']}" if line["class_mark"] else "",
    ]
    return [str(line["row"]), line["number"], line["unit"], "；".join(each for each in parts if each), _said(line)]


def _scan_row(line: dict[str, Any]) -> list[Cell | str]:
    return [line["name"], line["label"] or "没有对上", line["does"], _said(line)]


def _said(line: dict[str, Any]) -> Cell:
    return Cell(line["problem"] or "可以记", meaning="warn" if line["problem"] else "ok")


@require_POST
@act
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write what was read into the handlings."""
    actor = actor_of(request)
    require("proposal.read_back", actor)
    found = _batch_or_404(actor, public_id)
    before = len(incoming.good_lines(found))
    try:
        written = incoming.confirm(
            batch=found, edition=_edition(request.POST.get("edition", "")), by=actor, at=timezone.now()
        )
    except Refused as refusal:
        return _batch(request, found, refusal.message)
    count = len(incoming.good_lines(written))
    said = f"已记下{count}条。" if count == before else f"已记下{count}条，{before - count}条没有记上，原因写在表里。"
    return done(request, said, to=address("proposal:assignment-batch", public_id=found.public_id))


def _edition(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@require_POST
@act
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give up what was read."""
    actor = actor_of(request)
    require("proposal.read_back", actor)
    try:
        intake.discard(batch=_batch_or_404(actor, public_id), by=actor, at=timezone.now())
    except Refused as refusal:
        return _batch(request, _batch_or_404(actor, public_id), refusal.message)
    return done(request, "已放弃，什么也没有记。", to=address("proposal:assignment-files"))
