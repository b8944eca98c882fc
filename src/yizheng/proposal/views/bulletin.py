"""The week of proposals on a page: the numbers, their lines, the week before and the one after."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column, Figure, FileRow, Meaning, Tab

from ..bulletin import Bulletin, Line, Week
from .asking import actor_of
from .figures import tabs

COLUMNS = (Column("编号"), Column("案由"), Column("提案人或单位"), Column("说明"))


@require_GET
def bulletin(request: HttpRequest) -> HttpResponse:
    """Show one week, by default the running one."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.see_figures", actor)
    week = Week.asked(request.GET.get("week", ""), today)
    found = Bulletin.read(week, actor, on=today)
    context = {
        "found": found,
        "tabs": tabs(week.monday.year, "figure-bulletin"),
        "figures": [_figure(part.code, part.label, part.count) for part in found.parts],
        "parts": [(part, [_row(line) for line in part.shown]) for part in found.parts],
        "columns": COLUMNS,
        "weeks": _weeks(week, today),
        "papers": _papers(week),
    }
    return render(request, "proposal/figures/bulletin.html", context)


def _figure(code: str, label: str, count: int) -> Figure:
    bad = code in ("overdue", "dissatisfied") and count
    return Figure(count, label, f"#{code}", "件", meaning=Meaning.OVER if bad else Meaning.NEUTRAL)


def _row(line: Line) -> list[Cell]:
    return [Cell(line.number or "未编号"), Cell(line.title, url=line.url), Cell(line.who), Cell(line.remark)]


def _weeks(week: Week, today: date) -> list[Tab]:
    shown = [week.shifted(-1), week, *([week.shifted(1)] if week.sunday < today else [])]
    words = ("上一周", "这一周", "下一周")
    return [
        Tab(label, f"?week={each.monday.isoformat()}", each == week) for label, each in zip(words, shown, strict=False)
    ]


def _papers(week: Week) -> list[FileRow]:
    formats = (("docx", "Word", "word"), ("xlsx", "Excel", "sheet"), ("pdf", "PDF", "pdf"))
    return [
        FileRow(
            f"提案工作一周简报（{word}）",
            f"{address('document:paper', code='proposal-bulletin', format=form)}?week={week.monday.isoformat()}",
            kind,
        )
        for form, word, kind in formats
    ]
