"""The year's numbers, the table of units, what is late, the week: as papers, counted as on their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, Group, PaperOffer, Table, offer
from yizheng.ui.tags.marks import long_date

from .. import late
from ..bulletin import Bulletin, Week
from ..enums import HandlingState
from ..figures import cross_tables, league, rates
from ..figures.counting import PARTS, RECEIVED
from ..figures.year import YearFigures, proposals_of
from ..showing import figures as showing_figures
from .analysis import analysis

FIGURES = "proposal.see_figures"
Rows = Iterator[tuple[str, ...] | Group]


def offer_report_papers() -> None:
    """Offer the papers of the pages of numbers; they take `year`, the bulletin takes `week`, one of its days."""
    offer(
        PaperOffer("proposal-work-data", "提案工作数据", FIGURES, work_data),
        PaperOffer("unit-league", "承办单位办理情况", FIGURES, unit_league),
        PaperOffer("overdue-list", "逾期清单", FIGURES, overdue_list),
        PaperOffer("proposal-bulletin", "提案工作一周简报", FIGURES, bulletin),
        PaperOffer("proposal-analysis", "提案分析报告", FIGURES, analysis, formats=("docx", "pdf")),
    )


def year_of(asked: Mapping[str, str]) -> int:
    """Return the year the address asks for, by default the running one."""
    given = asked.get("year", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) == 4 else timezone.localdate().year


def as_of(day: date) -> str:
    """Return the remark under a title."""
    return f"截至{long_date(day)}"


def work_data(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return every figure and rate of a year with the cuts: the data pack of the work report."""
    today, year = timezone.localdate(), year_of(asked)
    found = YearFigures.read(year, actor, on=today)
    columns = (Column("项目", 2), Column("数", 1, "right"), Column("怎么来的", 3))
    rows = (*_counts(found), *_shares(found), *_content(found), *_classes(year), *_cuts(year, actor))
    return Table(f"{year}年提案工作数据", columns, tuple(rows), subtitle=as_of(today), notes=(
        "收到＝立案＋不予立案＋转送＋并案＋撤案＋仍在审查中。", "办理满意率和落实满意率分开算，未表态的不进分母。",
    ))  # fmt: skip


def _counts(found: YearFigures) -> Rows:
    yield Group("收到和审查")
    for each in (RECEIVED, *PARTS):
        yield each.label, str(found.found[each.code]), ""
    yield Group("办理")
    parts = {RECEIVED.code, *(each.code for each in PARTS)}
    for each in found.shown:
        if each.code not in parts:
            yield each.label, str(found.found[each.code]), ""
    yield "首次提提案的委员", str(found.first_timers), "以前各年都没有提过的第一提案人，按人数"


def _shares(found: YearFigures) -> Rows:
    yield Group("比率")
    for rate in found.rates:
        yield rate.label, _percent(rate.percent), f"{rate.n} ÷ {rate.m}{f'；{rate.note}' if rate.note else ''}"


def _content(found: YearFigures) -> Rows:
    yield Group("满意率")
    for label, rate in showing_figures.satisfaction_rows(found):
        yield label, _percent(rate.percent_satisfied), rate.words
        yield f"{label}（含基本满意）", _percent(rate.percent_content), f"满意和基本满意 {_content_words(rate)}"


def _content_words(rate: rates.Rate) -> str:
    return f"{rate.satisfied + rate.basic}/{rate.rated}"


def _classes(year: int) -> Rows:
    rows = rates.class_table(year)
    if rows:
        yield Group("办理结果（按答复，当年的写法）")
    for row in rows:
        yield f"{row.mark}类 {row.wording}", str(row.count), ""


def _cuts(year: int, actor: Actor) -> Rows:
    for cut in cross_tables.CUTS:
        rows = cross_tables.rows_of(proposals_of(year, actor), cut)
        if rows:
            yield Group(f"{cut.label}（数为收到）")
        for row in rows:
            filed, replied, on_time = (row.found[code] for code in ("filed", "replied", "on_time"))
            said = f"立案 {filed}（{_percent(row.filing.percent)}），已办复 {replied}，按期 {on_time}"
            yield row.label, str(row.found["received"]), said


def unit_league(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the table of units in official order: no ranking (office-practice 4)."""
    today, year = timezone.localdate(), year_of(asked)
    rows = league.unit_rows(proposals_of(year, actor), on=today)
    drawn = tuple(tuple(str(cell.text) for cell in showing_figures.unit_row(row, year)) for row in rows)
    columns = tuple(
        Column(each.label, 2.5 if place in (0, 6) else 1, "right" if each.kind == "number" else "left")
        for place, each in enumerate(showing_figures.UNIT_COLUMNS)
    )
    notes = ("按单位次序排，不排名次；单位数的是办理件，几家同办一件的各算一件。",)
    subtitle = f"{as_of(today)}，共 {len(drawn)} 家"
    return Table(f"{year}年提案承办单位办理情况", columns, drawn, subtitle=subtitle, notes=notes, landscape=True)


def overdue_list(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return what is past its date, the latest first."""
    today, year = timezone.localdate(), year_of(asked)
    rows = late.lights_of(list(late.late_handlings(year, actor, on=today)), on=today)
    drawn = tuple(
        (
            row.proposal.number, row.proposal.title, str(row.unit), str(HandlingState(row.state).label),
            f"{row.due_on.month}月{row.due_on.day}日", shown.words,
        )
        for row, shown in rows
    )  # fmt: skip
    columns = (
        Column("编号", 1, "center"), Column("案由", 4), Column("单位", 2), Column("到哪一步", 1.2),
        Column("期限", 1.2, "center"), Column("晚了多久", 1.4),
    )  # fmt: skip
    subtitle = f"{as_of(today)}，共 {len(drawn)} 件"
    return Table(f"{year}年提案办理逾期清单", columns, drawn, subtitle=subtitle, landscape=True)


def bulletin(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the week with every line."""
    today = timezone.localdate()
    found = Bulletin.read(Week.asked(asked.get("week", ""), today), actor, on=today)
    columns = (Column("编号", 1, "center"), Column("案由", 4), Column("提案人或单位", 2), Column("说明", 2))
    counts = "，".join(f"{part.label} {part.count}" for part in found.parts)
    return Table(
        "提案工作一周简报", columns, tuple(_lines(found)), subtitle=f"{found.week.label}：{counts}", landscape=True
    )


def _lines(found: Bulletin) -> Rows:
    for part in found.parts:
        yield Group(f"{part.label}（{part.count}）")
        for line in part.lines:
            yield line.number, line.title, line.who, line.remark
        if not part.lines:
            yield "", part.empty, "", ""


def _percent(share: object) -> str:
    return "—" if share is None else f"{share}%"
