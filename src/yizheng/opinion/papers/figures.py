"""The year's figures, a month's trend and its bulletin on paper: the same values as the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils import timezone

from yizheng.kernel import papers
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import BarChart, Column, Paragraphs, Report, Table

from .. import cross_tables, measuring
from ..bulletin import Bulletin, Group
from ..trends import Line, Month, Trend

Part = Paragraphs | Table | BarChart
REPORT: tuple[papers.Format, ...] = ("docx", "pdf")


def offer_figures() -> None:
    """Offer the papers."""
    papers.offer(
        papers.PaperOffer("opinion-figures", "社情民意统计", "opinion.see_figures", year, REPORT),
        papers.PaperOffer("opinion-trend", "社情民意研判", "opinion.see_figures", trend, REPORT),
        papers.PaperOffer("opinion-bulletin", "社情民意月报", "opinion.see_figures", bulletin, REPORT),
    )


def year(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return the year: what became of the received, and every cut of it."""
    wanted = measuring.year_asked(asked.get("year", ""), timezone.localdate())
    found = measuring.Year.read(wanted, actor)
    return Report(f"{wanted}年社情民意统计", tuple(_year_parts(found, actor)), subtitle=_as_of())


def _year_parts(found: measuring.Year, actor: Actor) -> Iterator[Part]:
    told = "，".join(f"{label}{number}篇" for label, number, _ in found.parts() if number)
    lines = [f"收到{found.found['received']}篇{'，其中' + told if told else ''}。编发刊物{found.issues}期。"]
    shares = (each for each in found.shares() if each.m)
    lines += [f"{each.part.label}{each.n}篇，占{each.whole.label}{each.m}篇的{each.percent}。" for each in shares]
    yield Paragraphs("一、收到和去向", tuple(lines))
    yield _levels(found)
    for cut in cross_tables.CUTS:
        rows = cross_tables.rows_of(measuring.measured(actor, found.year), cut)
        if rows:
            yield _cross(cut, rows)


def _levels(found: measuring.Year) -> Table:
    columns = (Column("采用级别", 2), Column("篇数", align="right"))
    return Table("各级采用", columns, tuple((label, str(number)) for label, number, _ in found.levels()))


def _cross(cut: cross_tables.Cut, rows: list[cross_tables.CrossRow]) -> Table:
    columns = (Column("分组", 2), *(Column(each.label, align="right") for each in cross_tables.SHOWN))
    told = tuple((row.label, *(str(row.found[each.code]) for each in cross_tables.SHOWN)) for row in rows)
    return Table(cut.label, columns, told)


def trend(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return the trend of a month: the sentences, the chart, categories and topics."""
    month = Month.asked(asked.get("month", ""), timezone.localdate())
    found = Trend.read(measuring.measured(actor), month, with_topics=measuring.opens_lists(actor))
    parts: list[Part] = [Paragraphs("一、本月变化", tuple(found.said()))]
    labels = tuple(each.label for each in found.months)
    parts.append(BarChart("近十二个月收到", labels, tuple(float(n) for n in found.total.numbers), "篇"))
    told = (("各类别", found.categories), ("各话题", found.topics))
    parts += [_lines_table(title, lines, found) for title, lines in told if lines]
    if found.streets:
        rows = tuple((each.label, str(each.number)) for each in found.streets)
        parts.append(Table("各街道", (Column("街道", 2), Column("篇数", align="right")), rows))
    return Report(f"{month.label}社情民意研判", tuple(parts), subtitle=_as_of())


def _lines_table(title: str, lines: tuple[Line, ...], found: Trend) -> Table:
    columns = (Column("名称", 2), *(Column(f"{each.number}月", align="right") for each in found.months[-6:]))
    rows = tuple((line.label or "还没有分类", *(str(n) for n in line.numbers[-6:])) for line in lines)
    return Table(title, columns, rows)


def bulletin(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return the month's bulletin."""
    month = Month.asked(asked.get("month", ""), timezone.localdate())
    found = Bulletin.read(measuring.measured(actor), month)
    issued = "、".join(str(issue) for issue in found.issues)
    lines = [f"{month.label}收到社情民意信息{found.sent}篇，其中已被本级采用{found.adopted}篇。"]
    lines.append(f"编发{issued}，共{len(found.issues)}期。" if issued else "本月没有编发刊物。")
    tables = tuple(_group(group) for group in found.groups if group.lines)
    return Report(f"{month.label}社情民意月报", (Paragraphs("一、总的情况", tuple(lines)), *tables), subtitle=_as_of())


def _group(group: Group) -> Table:
    columns = (
        Column("作者", 2, pad_names=group.code == "member"), Column("本月报送", align="right"),
        Column("本月采用", align="right"), Column("全年报送", align="right"), Column("全年采用", align="right"),
    )  # fmt: skip
    rows = tuple(
        (each.name, *map(str, (each.month_sent, each.month_adopted, each.year_sent, each.year_adopted)))
        for each in group.lines
    )
    return Table(group.label, columns, rows)


def _as_of() -> str:
    now = timezone.localtime()
    return f"截至{now.year}年{now.month}月{now.day}日"
