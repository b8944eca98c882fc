"""The page 名册与打印: every paper of the organisation with its formats."""

from __future__ import annotations

from datetime import date
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
from ..papers import GROUPS, OF_A_DAY
from ..queries import current_term, members_of
from ..strokes import unknown_in
from .days import is_today
from .forms import RollDayForm

FORMATS = {"docx": ("Word", "word"), "xlsx": ("Excel", "sheet"), "pdf": ("PDF", "pdf")}


@require_GET
def rolls(request: HttpRequest) -> HttpResponse:
    """List the papers this hat may take out, and the names that cannot be ordered yet."""
    actor = cast(Actor, cast(Any, request).actor)
    require("org.print_rolls", actor)
    today = timezone.localdate()
    form = RollDayForm(request.GET if "on" in request.GET else None, initial={"on": today})
    on = form.day() or today
    term = current_term(on)
    groups = [
        (title, [_links(paper, on) for paper in papers if _is_offered(paper, on, actor)]) for title, papers in GROUPS
    ]
    context = {
        "term": term,
        "on": on,
        "is_today": is_today(on),
        "form": form,
        "groups": [(title, papers) for title, papers in groups if papers],
        "unordered": _unordered(members_of(term, on)) if term else [],
    }
    return render(request, "org/rolls/rolls.html", context)


def _is_offered(paper: PaperOffer, on: date, actor: Actor) -> bool:
    return (is_today(on) or paper.code in OF_A_DAY) and may(paper.permission, actor)


def _links(paper: PaperOffer, on: date) -> tuple[str, list[FileRow]]:
    asked = "" if is_today(on) else f"?on={on.isoformat()}"
    return paper.label, [
        FileRow(FORMATS[kind][0], address("document:paper", code=paper.code, format=kind) + asked, FORMATS[kind][1])
        for kind in paper.formats
    ]


def _unordered(members: Any) -> list[str]:
    people: list[Person] = [row.person for row in members]
    return [person.name for person in people if unknown_in(person.name)]
