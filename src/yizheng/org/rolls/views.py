"""The page 名册与打印: every paper of the organisation with its formats."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.papers import PaperOffer
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import FileRow

from ..models import Person
from ..papers import GROUPS
from ..queries import current_term, members_of
from ..strokes import unknown_in

FORMATS = {"docx": ("Word", "word"), "xlsx": ("Excel", "sheet"), "pdf": ("PDF", "pdf")}


@require_GET
def rolls(request: HttpRequest) -> HttpResponse:
    """List the papers this hat may take out, and the names that cannot be ordered yet."""
    actor = cast(Actor, cast(Any, request).actor)
    require("org.print_rolls", actor)
    today = timezone.localdate()
    term = current_term(today)
    groups = [(title, [_links(paper) for paper in papers if may(paper.permission, actor)]) for title, papers in GROUPS]
    context = {
        "term": term,
        "groups": [(title, papers) for title, papers in groups if papers],
        "unordered": _unordered(members_of(term, today)) if term else [],
    }
    return render(request, "org/rolls/rolls.html", context)


def _links(paper: PaperOffer) -> tuple[str, list[FileRow]]:
    return paper.label, [
        FileRow(FORMATS[kind][0], address("document:paper", code=paper.code, format=kind), FORMATS[kind][1])
        for kind in paper.formats
    ]


def _unordered(members: Any) -> list[str]:
    people: list[Person] = [row.person for row in members]
    return [person.name for person in people if unknown_in(person.name)]
