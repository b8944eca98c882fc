"""What the one page of a piece shows while it is written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.org.configuration import value
from yizheng.ui.shapes import Crumb, FileRow

from .enums import EntrySource, OpinionState
from .forms_writing import TextForm
from .hints import hints
from .keys import MAX_CHARS
from .models import Opinion
from .services.photos import files_of
from .services.submitting import urgent_left
from .services.writing import EMPTY, Text, text_of


def new_page(request: HttpRequest, form: TextForm, text: Text = EMPTY) -> HttpResponse:
    """Draw the page for a piece of which nothing is kept yet."""
    context = {
        "form": form, "action": address("opinion:new"), "autosave": address("opinion:new-autosave"),
        "draft_key": "opinion-new", "was_refused": bool(form.errors), **_common(text),
        "crumbs": [Crumb("我的社情民意", address("opinion:mine")), Crumb("写一件")],
    }  # fmt: skip
    return render(request, "opinion/author/write.html", context, status=409 if form.errors else 200)


def page(request: HttpRequest, opinion: Opinion, form: TextForm, actor: Actor, refusal: str = "") -> HttpResponse:
    """Draw the page of a draft or of what was returned; `refusal` says why it was saved but not sent in."""
    today = timezone.localdate()
    context = {
        "opinion": opinion, "form": form, "refusal": refusal, "was_refused": bool(form.errors),
        "action": address("opinion:write", public_id=opinion.public_id),
        "autosave": address("opinion:autosave", public_id=opinion.public_id),
        "draft_key": str(opinion.public_id), "photos": photos(opinion), "returned": returned(opinion),
        "for_whom": opinion.source_name if opinion.source == EntrySource.CLERK else "",
        "urgent_left": urgent_left(opinion, today), "is_draft": opinion.state == OpinionState.DRAFT,
        "crumbs": [Crumb("我的社情民意", address("opinion:mine")), Crumb(str(opinion))],
        **_common(text_of(opinion)),
    }  # fmt: skip
    return render(request, "opinion/author/write.html", context, status=409 if form.errors or refusal else 200)


def photos(opinion: Opinion) -> list[tuple[FileRow, str]]:
    """Return the photos and papers of a draft, each with the address that takes it out."""
    return [
        (file, address("opinion:take-out", public_id=opinion.public_id, file_id=pk)) for file, pk in _rows(opinion)
    ]  # fmt: skip


def file_rows(opinion: Opinion) -> list[FileRow]:
    """Return the photos and papers of a piece."""
    return [file for file, _ in _rows(opinion)]


def returned(opinion: Opinion) -> str:
    """Return why a piece came back, empty when it did not."""
    if opinion.state != OpinionState.RETURNED:
        return ""
    row = ledger.history("opinion", opinion.pk).filter(act="return_opinion").order_by("-id").first()
    return row.reason if row else ""


def _rows(opinion: Opinion) -> list[tuple[FileRow, Any]]:
    return [
        (FileRow(each.name, address("attachment:open", public_id=each.public_id), "", _size(each.size_bytes)),
         each.public_id)
        for each in files_of(opinion)
    ]  # fmt: skip


def _common(text: Text) -> dict[str, Any]:
    today = timezone.localdate()
    return {"hints": hints(text, today), "chars": text.chars, "most_chars": value(MAX_CHARS, on=today)}


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, count // 1024)} KB"
