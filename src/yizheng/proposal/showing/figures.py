"""Figures as the components draw them; every number opens the list it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Figure, FileRow, Meaning

from .. import figures, listing
from ..figures import counting, rates
from ..figures.counting import Counted
from ..figures.cross_tables import CrossRow
from ..figures.league import UnitRow
from ..figures.year import YearFigures
from ..models import FigureSnapshot

CROSS_COLUMNS = (
    Column("分组"), Column("收到", "number"), Column("立案", "number"), Column("立案率", "number"),
    Column("已办复", "number"), Column("按期办复", "number"),
)  # fmt: skip
UNIT_COLUMNS = (
    Column("单位"), Column("答复件", "number"), Column("会办件", "number"), Column("已答复", "number"),
    Column("按期率", "number"), Column("类别"), Column("评价"),
)  # fmt: skip
SNAPSHOT_COLUMNS = (Column("项目"), Column("定格时", "number"), Column("现在", "number"), Column("差", "number"))
_FORMATS = (("docx", "Word", "word"), ("xlsx", "Excel", "sheet"), ("pdf", "PDF", "pdf"))


@dataclass(frozen=True)
class RateRow:
    """A rate with both its numbers and what they open."""

    rate: figures.Rate
    url: str
    url_of: str


def url_of(counted: Counted, year: int) -> str:
    """Return the address of the list a figure counts, within a year."""
    if not counted.query:
        return f"{address('proposal:proposals')}?year={year}&counted={counted.code}"
    return f"{address('proposal:proposals')}?year={year}&{counted.query}"


def review_figures(found: YearFigures) -> list[Figure]:
    """Return received and its parts, which sum up to it."""
    return [_figure(each, found) for each in (counting.RECEIVED, *counting.PARTS)]


def period_figures(found: YearFigures) -> list[Figure]:
    """Return what came in at the plenary and what between sessions; together they are what was received."""
    return [_figure(each, found) for each in counting.PERIODS]


def handling_figures(found: YearFigures) -> list[Figure]:
    """Return what became of the filed ones, the late ones last."""
    by_code = {each.code: each for each in found.shown}
    codes = ("assigned", "replied", "on_time", "key", "important", "overdue")
    return [
        _figure(by_code[code], found, Meaning.OVER if code == "overdue" and found.found[code] else Meaning.NEUTRAL)
        for code in codes
    ]


def _figure(counted: Counted, found: YearFigures, meaning: str = Meaning.NEUTRAL) -> Figure:
    return Figure(found.found[counted.code], counted.label, url_of(counted, found.year), "件", meaning=meaning)


def rate_rows(found: YearFigures) -> list[RateRow]:
    """Return the rates of the year; both numbers open their lists where there is one."""

    def url(query: str) -> str:
        return f"{address('proposal:proposals')}?year={found.year}&{query}" if query else ""

    return [RateRow(rate, url(rate.query), url(rate.query_of)) for rate in found.rates]


def satisfaction_rows(found: YearFigures) -> list[tuple[str, rates.Rate]]:
    """Return the two rates of satisfaction, never mixed."""
    return [("办理满意率", found.handling), ("落实满意率", found.implementation)]


def cross_row(row: CrossRow, year: int) -> list[Cell]:
    """Return one row of a cut."""

    def cell(counted: Counted) -> Cell:
        url = listing.url_for(year=year, counted=counted.code, **row.narrowed) if row.narrowed else ""
        return Cell(str(row.found[counted.code]), url=url)

    received, filed, replied, on_time = (counting.RECEIVED, counting.FILED, figures.REPLIED, figures.ON_TIME)
    return [
        Cell(row.label), cell(received), cell(filed), Cell(_percent(row.filing.percent)), cell(replied), cell(on_time),
    ]  # fmt: skip


def unit_row(row: UnitRow, year: int) -> list[Cell]:
    """Return one row of the table of units."""
    url = listing.url_for(year=year, unit=row.public_id)
    marks = "、".join(f"{mark} {n}" for mark, n in row.marks.items())
    return [
        Cell(row.name, url=url), Cell(str(row.answered), url=url), Cell(str(row.co)), Cell(str(row.replied)),
        Cell(_percent(row.on_time_rate.percent), meaning=Meaning.OVER if row.late else ""), Cell(marks or "—"),
        Cell(_rated(row)),
    ]  # fmt: skip


def _rated(row: UnitRow) -> str:
    words = (("满意", "satisfied"), ("基本满意", "basic"), ("不满意", "not_satisfied"))
    told = [f"{word} {row.ratings[code]}" for word, code in words if row.ratings.get(code)]
    silent = [f"未表态 {row.silent}"] if row.silent else []
    return "、".join([*told, *silent]) or "—"


def snapshot_rows(row: FigureSnapshot, now: YearFigures) -> list[list[Cell]]:
    """Return the frozen figures beside those of today."""
    shown: list[list[Cell]] = []
    for each in row.figures["figures"]:
        today = now.found.get(each["code"], 0)
        moved = today - each["n"]
        shown.append([
            Cell(each["label"]), Cell(str(each["n"])), Cell(str(today)),
            Cell(f"{moved:+d}" if moved else "", meaning=Meaning.WARN if moved else ""),
        ])  # fmt: skip
    return shown


def papers(year: int) -> list[FileRow]:
    """Return what can be taken out of the year's page."""
    return _papers((("proposal-work-data", "提案工作数据"), ("proposal-analysis", "提案分析报告")), year)


def unit_papers(year: int) -> list[FileRow]:
    """Return the table of units as files."""
    return _papers((("unit-league", "承办单位办理情况"),), year)


def overdue_papers(year: int) -> list[FileRow]:
    """Return the list of what is late as files."""
    return _papers((("overdue-list", "逾期清单"),), year)


def _papers(named: Sequence[tuple[str, str]], year: int) -> list[FileRow]:
    from yizheng.kernel.papers import registered

    offered = {each.code: each.formats for each in registered()}
    return [
        FileRow(
            f"{label}（{word}）", f"{address('document:paper', code=code, format=form)}?year={year}", kind
        )
        for code, label in named
        for form, word, kind in _FORMATS
        if form in offered.get(code, ())
    ]  # fmt: skip


def _percent(share: Decimal | None) -> str:
    return "—" if share is None else f"{share}%"
