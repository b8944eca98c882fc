"""The analysis of a year as a report with charts: every sentence is figures, every figure that of the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import BarChart, Column, Paragraphs, Report, Table

from .. import late
from ..figures import Rate, cross_tables, league, rates
from ..figures.counting import PARTS, RECEIVED, counts
from ..figures.cross_tables import CrossRow
from ..figures.league import UnitRow
from ..figures.year import YearFigures, proposals_of
from ..showing import figures as showing_figures

YEARS_COMPARED = 5
MOST_BARS = 15
Part = Paragraphs | Table | BarChart


def analysis(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return the analysis of a year; the paper takes `year`."""
    from .reports import as_of, year_of

    today, year = timezone.localdate(), year_of(asked)
    found = YearFigures.read(year, actor, on=today)
    parts = (
        *_received(found, actor), *_proposers(year, actor), *_handled(found, actor), *_rated(found),
        *_units(year, actor, today),
    )  # fmt: skip
    return Report(f"{year}年提案分析报告", parts, subtitle=as_of(today))


def _received(found: YearFigures, actor: Actor) -> Iterator[Part]:
    n = found.found
    others = _listed((part.label, n[part.code]) for part in PARTS[1:])
    lines = [f"{found.year}年收到提案{n['received']}件，立案{n['filed']}件，{_rate(_named(found, 'filing'))}。"]
    lines.append(f"其中大会提案{n['plenary']}件，平时提案{n['between']}件。")
    if others:
        lines.append(f"其余{n['received'] - n['filed']}件：{others}。")
    years = _by_year(found.year, actor)
    if len(years) > 1:
        lines.append(f"近{len(years)}年收到：{'，'.join(f'{year}年{count}件' for year, count in years)}。")
    yield Paragraphs("一、收到和立案", tuple(lines))
    if len(years) > 1:
        yield BarChart("近年收到的提案", tuple(f"{y}年" for y, _ in years), tuple(c for _, c in years), "件")
    categories = _cut("category", found.year, actor)
    if categories:
        yield _chart("各类别收到的提案", categories)
        yield _cross_table("各类别的立案和办复", categories)


def _by_year(year: int, actor: Actor) -> list[tuple[int, int]]:
    asked = range(year - YEARS_COMPARED + 1, year + 1)
    found = ((each, counts(proposals_of(each, actor), [RECEIVED])[RECEIVED.code]) for each in asked)
    return [(each, count) for each, count in found if count]


def _proposers(year: int, actor: Actor) -> Iterator[Part]:
    kinds, parties = _cut("proposer", year, actor), _cut("party", year, actor)
    if not kinds:
        return
    told = _listed((row.label, row.found["received"]) for row in kinds)
    yield Paragraphs("二、提案人", (f"按提案人分：{told}。",))
    yield _chart("各类提案人的提案", kinds)
    if parties:
        yield _cross_table("各党派团体的提案", parties)
    if sectors := _cut("sector", year, actor):
        yield _cross_table("各界别委员的提案（按第一提案人）", sectors)


def _handled(found: YearFigures, actor: Actor) -> Iterator[Part]:
    n = found.found
    lines = [
        f"立案的{n['filed']}件中，已交办{n['assigned']}件，已办复{n['replied']}件，{_rate(_named(found, 'reply'))}；"
        f"按期办复{n['on_time']}件，{_rate(_named(found, 'on_time'))}。",
        f"{_rate(_named(found, 'contact'))}；{_rate(_named(found, 'solved'))}。",
    ]
    overdue = late.late_handlings(found.year, actor, on=found.on).count()
    lines.append(f"过了期限还没有答复或送会办意见的办理件有{overdue}件。" if overdue else "没有过了期限的办理件。")
    yield Paragraphs("三、办理和答复", tuple(lines))
    classes = rates.class_table(found.year)
    if classes:
        labels = tuple(f"{row.mark}类 {row.wording}" for row in classes)
        yield BarChart("办理结果（按答复）", labels, tuple(row.count for row in classes), "份")


def _rated(found: YearFigures) -> Iterator[Part]:
    lines = []
    for label, rate in showing_figures.satisfaction_rows(found):
        if rate.rated:
            lines.append(
                f"{label}{rate.percent_satisfied}%（{rate.satisfied}/{rate.rated}），满意和基本满意率"
                f"{rate.percent_content}%，不满意{rate.not_satisfied}件，未表态{rate.silent}件。"
            )
    if lines:
        yield Paragraphs("四、提案人评价", tuple(lines))


def _units(year: int, actor: Actor, today: date) -> Iterator[Part]:
    rows = [row for row in league.unit_rows(proposals_of(year, actor), on=today) if row.answered]
    if not rows:
        return
    answered, replied = sum(row.answered for row in rows), sum(row.replied for row in rows)
    said = f"{len(rows)}家单位承担答复，共{answered}件，已答复{replied}件。单位数的是办理件，几家同办一件的各算一件。"
    yield Paragraphs("五、承办单位", (said,))
    if len(rows) <= MOST_BARS:
        yield BarChart(
            "各单位的答复件（按单位次序）", tuple(row.name for row in rows), tuple(row.answered for row in rows), "件"
        )
    yield _unit_table(rows)


def _unit_table(rows: Sequence[UnitRow]) -> Table:
    columns = (
        Column("单位", 3), Column("答复件", 1, "right"), Column("已答复", 1, "right"), Column("按期率", 1.2, "right"),
        Column("满意和基本满意率", 1.6, "right"),
    )  # fmt: skip
    drawn = tuple(
        (row.name, str(row.answered), str(row.replied), _percent(row.on_time_rate), _percent(row.content_rate))
        for row in rows
    )
    return Table("各单位办理情况", columns, drawn, notes=("按单位次序排，不排名次。",))


def _cut(code: str, year: int, actor: Actor) -> list[CrossRow]:
    return cross_tables.rows_of(proposals_of(year, actor), cross_tables.cut_by(code))


def _chart(title: str, rows: Sequence[CrossRow]) -> BarChart:
    return BarChart(title, tuple(row.label for row in rows), tuple(row.found["received"] for row in rows), "件")


def _cross_table(title: str, rows: Sequence[CrossRow]) -> Table:
    columns = (Column("分组", 2.5), *(
        Column(label, 1, "right") for label in ("收到", "立案", "立案率", "已办复", "按期办复")
    ))  # fmt: skip
    drawn = tuple(
        (
            row.label, str(row.found["received"]), str(row.found["filed"]), _percent(row.filing),
            str(row.found["replied"]), str(row.found["on_time"]),
        )
        for row in rows
    )  # fmt: skip
    return Table(title, columns, drawn)


def _named(found: YearFigures, code: str) -> Rate:
    return next(rate for rate in found.rates if rate.code == code)


def _rate(rate: Rate) -> str:
    note = f"，{rate.note}" if rate.code == "contact" and rate.note else ""
    return f"{rate.label}{rate.words}{note}"


def _percent(rate: Rate) -> str:
    return "—" if rate.percent is None else f"{rate.percent}%"


def _listed(pairs: Iterator[tuple[str, int]]) -> str:
    return "，".join(f"{label}{count}件" for label, count in pairs if count)
