"""Pages of numbers: the year and its cuts, the trend of a month, the month's bulletin. Numbers open their lists."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column, FileRow, Tab

from .. import charts, cross_tables, measuring
from ..bulletin import AuthorLine, Bulletin
from ..trends import Line, Month, Trend
from .asking import actor_of

AUTHOR_COLUMNS = (
    Column("作者"), Column("本月报送", "number"), Column("本月采用", "number"), Column("全年报送", "number"),
    Column("全年采用", "number"),
)  # fmt: skip
RISING_COLUMNS = (Column("话题或类别"), Column("本月", "number"), Column("前三个月平均", "number"))


@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """Show a year in numbers: received and what became of it, levels of adoption, timeliness, one cut."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.see_figures", actor)
    asked = measuring.year_asked(request.GET.get("year", ""), today)
    cut = cross_tables.cut_by(request.GET.get("cut", ""))
    found = measuring.Year.read(asked, actor)
    rows = cross_tables.rows_of(measuring.measured(actor, asked), cut)
    context = {
        "found": found, "now": timezone.now(), "tabs": tabs("figures"), "years": _years(asked, today.year),
        "cut_tabs": _cut_tabs(asked, cut), "cut_columns": measuring.CROSS_COLUMNS,
        "cut_rows": [measuring.cross_cells(row, asked, with_links=found.with_links) for row in rows],
        "papers": _papers("opinion-figures", f"{asked}年社情民意统计", f"year={asked}"),
    }  # fmt: skip
    return render(request, "opinion/figures/year.html", context)


@require_GET
def trend(request: HttpRequest) -> HttpResponse:
    """Show what people spoke of in the twelve months up to one (研判民意)."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.see_figures", actor)
    month = Month.asked(request.GET.get("month", ""), today)
    linked = measuring.opens_lists(actor)
    found = Trend.read(measuring.measured(actor), month, with_topics=linked)
    chart = charts.column_chart(
        "近十二个月收到",
        [(f"{each.number}月", n) for each, n in zip(found.months, found.total.numbers, strict=True)],
        "篇",
    )
    context = {
        "found": found, "tabs": tabs("trend"), "months": _months(month, today), "chart": chart,
        "columns": (Column("类别"), *(Column(f"{each.number}月", "number") for each in found.months[-6:])),
        "category_rows": [_line(line, found, "category", linked) for line in found.categories],
        "topic_rows": [_line(line, found, "topic", linked) for line in found.topics],
        "rising_columns": RISING_COLUMNS,
        "rising_rows": [_rising(line) for line in found.rising if line.label],
        "tiles": charts.tiles([
            (each.label, each.number, measuring.list_url(street=each.public_id) if linked else "")
            for each in found.streets
        ]),
        "papers": _papers("opinion-trend", f"{month.label}社情民意研判", f"month={month.key}"),
    }  # fmt: skip
    return render(request, "opinion/figures/trend.html", context)


@require_GET
def bulletin(request: HttpRequest) -> HttpResponse:
    """Show the month's bulletin: by member, party, committee, grassroots unit and officer."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.see_figures", actor)
    month = Month.asked(request.GET.get("month", ""), today)
    found = Bulletin.read(measuring.measured(actor), month)
    context = {
        "found": found, "tabs": tabs("bulletin"), "months": _months(month, today), "columns": AUTHOR_COLUMNS,
        "groups": [(group, [_author(line) for line in group.lines]) for group in found.groups],
        "papers": _papers("opinion-bulletin", f"{month.label}社情民意月报", f"month={month.key}"),
    }  # fmt: skip
    return render(request, "opinion/figures/bulletin.html", context)


def tabs(current: str) -> list[Tab]:
    """Return the pages of numbers."""
    pages = (("figures", "年度统计"), ("trend", "研判民意"), ("bulletin", "月报"))
    return [Tab(label, address(f"opinion:{name}"), name == current) for name, label in pages]


def _line(line: Line, found: Trend, column: str, linked: bool) -> list[Cell | str]:
    shown = zip(found.months[-6:], line.numbers[-6:], strict=True)
    return [line.label or "还没有分类", *(_month_cell(line, month, n, column, linked) for month, n in shown)]


def _month_cell(line: Line, month: Month, number: int, column: str, linked: bool) -> Cell:
    if not (linked and number and line.label):
        return Cell(str(number))
    narrowed = {column: line.label, "month": month.key, "counted": "received"}
    return Cell(str(number), url=measuring.list_url(**narrowed))


def _rising(line: Line) -> list[Cell | str]:
    return [line.label, Cell(str(line.now)), Cell(str(line.before))]


def _author(line: AuthorLine) -> list[Cell | str]:
    numbers = (line.month_sent, line.month_adopted, line.year_sent, line.year_adopted)
    return [line.name, *(Cell(str(number)) for number in numbers)]


def _cut_tabs(asked: int, cut: cross_tables.Cut) -> list[Tab]:
    return [Tab(each.label, f"?year={asked}&cut={each.code}", each == cut) for each in cross_tables.CUTS]


def _years(asked: int, newest: int) -> list[Tab]:
    return [Tab(f"{each}年", f"?year={each}", each == asked) for each in range(newest, newest - 4, -1)]


def _months(month: Month, today: date) -> list[Tab]:
    running = Month.asked("", today)
    shown = [month.shifted(-1), month, *([month.shifted(1)] if month < running else [])]
    return [Tab(each.label, f"?month={each.key}", each == month) for each in shown]


def _papers(code: str, name: str, asked: str) -> list[FileRow]:
    formats = (("docx", "Word", "word"), ("pdf", "PDF", "pdf"))
    return [
        FileRow(f"{name}（{word}）", f"{address('document:paper', code=code, format=form)}?{asked}", kind)
        for form, word, kind in formats
    ]
