"""Pages of documents: the list, a new one, one with its versions, the redline between two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.attachment.models import StoredFile
from yizheng.kernel import ledger
from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import available
from yizheng.ui.shapes import Cell, Column, Crumb, Step, Tab, TimelineEntry
from yizheng.ui.tags.marks import short_date

from .. import phrases, queries, services
from ..enums import DocumentState
from ..forms import DraftForm
from ..models import Document
from ..redline import compare, word_redline
from ..typefaces import faces_of_house
from ..workflow import DOCUMENT_MACHINE
from .acts import by_transition
from .asking import actor_of, asked_document, asked_version
from .papers import as_file

PAGE_ROWS = 50
COLUMNS = (Column("标题"), Column("文种"), Column("发文字号"), Column("状态"), Column("拟稿人"), Column("日期", "date"))
VIEWS = {"work": "在办", "sent": "已印发", "all": "全部"}


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """List documents: at work, sent, or all."""
    actor = actor_of(request)
    require("document.read", actor)
    view = request.GET.get("view", "work")
    view = view if view in VIEWS else "work"
    page = Paginator(_of_view(queries.documents_visible_to(actor), view), PAGE_ROWS).get_page(request.GET.get("page"))
    url = address("document:documents")
    context = {
        "heading": phrases.list_heading(view, page.paginator.count),
        "tabs": [Tab(label, f"{url}?view={name}", name == view) for name, label in VIEWS.items()],
        "columns": COLUMNS,
        "rows": [_row(each) for each in page.object_list],
        "page": page,
        "may_draft": may("document.draft", actor),
        "may_register": may("document.register_secret", actor),
    }
    return render(request, "document/documents.html", context)


@require_http_methods(["GET", "POST"])
@act
def draft(request: HttpRequest) -> HttpResponse:
    """Ask for a new document and begin it."""
    actor = actor_of(request)
    require("document.draft", actor)
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.draft(
                kind=given["kind"], secrecy=given["secrecy"], wording=form.wording(), is_clean=given["is_clean"],
                by=actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "草稿已存，写好以后请送核。", to=_url(made))
    context = {"form": form, "crumbs": _crumbs("拟稿"), "back": address("document:documents")}
    return render(request, "document/draft.html", context)


@require_GET
def document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one document: text, where it stands, what can be done, versions, what happened."""
    row, actor = asked_document(request, public_id), actor_of(request)
    versions = list(row.versions.order_by("-ordinal"))
    acts = [by_transition(each).button(row) for each in available(DOCUMENT_MACHINE, row, actor)]
    context = {
        "document": row,
        "meaning": phrases.MEANING[row.state],
        "version": versions[0],
        "versions": versions,
        "acts": acts,
        "steps": _steps(row),
        "timeline": _timeline(ledger.history("document", row.pk)),
        "files": StoredFile.objects.filter(kind="document", object_id=row.pk).order_by("id"),
        "paper_query": f"id={row.public_id}",
        "crumbs": _crumbs(row.title),
        "redline_url": address("document:redline", public_id=row.public_id),
    }
    return render(request, "document/document.html", context)


@require_GET
def redline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what changed between two versions, by words."""
    row = asked_document(request, public_id)
    old, new = _pair(request, row)
    context = {
        "document": row,
        "old": old,
        "new": new,
        "lines": compare(f"{old.title}\n{old.text}", f"{new.title}\n{new.text}"),
        "versions": row.versions.order_by("ordinal"),
        "word_url": f"{address('document:redline-docx', public_id=row.public_id)}?from={old.ordinal}&to={new.ordinal}",
        "crumbs": [*_crumbs("")[:1], Crumb(row.title, _url(row)), Crumb("修改对照")],
    }
    return render(request, "document/redline.html", context)


@require_GET
def redline_docx(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the same as a Word file with revisions."""
    row = asked_document(request, public_id)
    old, new = _pair(request, row)
    title = f"{row.title}（{old}与{new}对照）"
    lines = compare(f"{old.title}\n{old.text}", f"{new.title}\n{new.text}")
    content = word_redline(title, lines, author=new.made_by_name, at=new.made_at, faces=faces_of_house())
    return as_file(content, title, "docx")


def _pair(request: HttpRequest, row: Document) -> tuple[Any, Any]:
    before = max(1, row.version - 1)
    return asked_version(request, row, "from", before), asked_version(request, row, "to", row.version)


def _of_view(rows: QuerySet[Document], view: str) -> QuerySet[Document]:
    states = {"work": queries.AT_WORK, "sent": queries.SENT}.get(view)
    return (rows.filter(state__in=states) if states else rows).order_by("-drafted_at", "-id")


def _row(row: Document) -> list[Cell | str]:
    return [
        Cell(row.title, _url(row)),
        row.get_kind_display(),
        row.number,
        Cell(row.get_state_display(), meaning=phrases.MEANING[row.state]),
        row.drafted_by_name,
        short_date(row.issued_on or row.drafted_at),
    ]


def _url(row: Document) -> str:
    return address("document:document", public_id=row.public_id)


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb("公文", address("document:documents")), Crumb(last)]


def _steps(row: Document) -> list[Step]:
    """Where the document stands; an archived one has every step behind it."""
    now = next((n for n, (_, states) in enumerate(phrases.STEPS) if row.state in states), len(phrases.STEPS))
    return [
        Step(label, state="done" if n < now else "now" if n == now else "next")
        for n, (label, _) in enumerate(phrases.STEPS)
    ]


def _timeline(rows: Iterable[LedgerEntry]) -> list[TimelineEntry]:
    return [_entry(row) for row in reversed(list(rows.select_related("entered_by")))]  # type: ignore[attr-defined]


def _entry(row: LedgerEntry) -> TimelineEntry:
    labels = dict(DocumentState.choices)
    return TimelineEntry(
        act=phrases.act_word(row.act),
        who=row.actor_name,
        at=row.at,
        hat="" if row.source == Source.PAPER else row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "",
        reason=row.reason,
        state=labels.get(row.to_state, "") if row.from_state != row.to_state else "",
        meaning=phrases.MEANING.get(row.to_state, "neutral"),
    )
