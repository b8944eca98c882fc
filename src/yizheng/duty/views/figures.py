"""Statistics of a year, and the week of the sectors: counted anew from the records each time."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, Meaning, Tab
from yizheng.ui.tags.marks import short_date

from .. import figures, queries
from ..figures import KindYear, SectorWeek, SectorYear
from .asking import actor_of, year_of
from .office import tabs_of, years_of

SECTOR_COLUMNS = [Column("界别"), Column("委员", "number"), Column("出席率", "number"), Column("无故缺席", "number"),
                  Column("提案", "number"), Column("信息", "number"), Column("采用", "number"),
                  Column("活动人次", "number"), Column("社会服务", "number"), Column("受访", "number")]  # fmt: skip
KIND_COLUMNS = [Column("类别"), Column("件次", "number"), Column("人次", "number"), Column("委员", "number")]
WEEK_COLUMNS = [Column("界别"), Column("活动"), Column("哪一天", "date"), Column("到场", "number")]


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Show what the sectors did in a year, the activities by kind and the social service by kind."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    sectors, services = figures.by_sector(year), figures.services_of(year)
    context = {
        "year": year, "days": queries.years().words(year),
        "tabs": tabs_of("statistics", year), "years": years_of("duty:statistics", year, today),
        "sector_columns": SECTOR_COLUMNS, "sector_rows": [sector_row(each) for each in sectors],
        "kind_columns": KIND_COLUMNS, "kind_rows": [_kind_row(each) for each in figures.activities_of(year)],
        "service_rows": [_kind_row(each) for each in services],
    }  # fmt: skip
    return render(request, "duty/statistics.html", context)


def sector_row(each: SectorYear) -> list[Cell]:
    """Return one sector's sums."""
    deeds = each.deeds
    return [
        Cell(each.name), Cell(str(each.members)), Cell(each.rate),
        Cell(str(deeds.absent), meaning=Meaning.OVER if deeds.absent else ""), Cell(str(deeds.proposals)),
        Cell(str(deeds.opinions)), Cell(str(deeds.adopted)), Cell(str(deeds.activities)), Cell(str(deeds.services)),
        Cell(str(deeds.visits)),
    ]  # fmt: skip


def _kind_row(each: KindYear) -> list[Cell]:
    return [Cell(each.label), Cell(str(each.deeds)), Cell(str(each.times)), Cell(str(each.members))]


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """Show all sectors with what each held in one week (界别活动周; features F116)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    monday = _monday(request.GET.get("from", "")) or figures.fullest_week(year)
    monday = monday or today - timedelta(days=today.weekday())
    rows = figures.week_of(monday)
    held = sum(bool(each.events) for each in rows)
    base = address("duty:week")
    context = {
        "monday": monday, "sunday": monday + timedelta(days=6), "columns": WEEK_COLUMNS,
        "rows": [cells for each in rows for cells in _week_rows(each)],
        "figures": [
            Figure(held, "举办了活动的界别", unit="个"), Figure(len(rows) - held, "没有活动的界别", unit="个"),
            Figure(sum(len(each.events) for each in rows), "活动", unit="次"),
        ],
        "switch": [
            Tab("上一周", f"{base}?from={monday - figures.WEEK}"), Tab("下一周", f"{base}?from={monday + figures.WEEK}")
        ],
        "crumbs": [Crumb("履职统计", f"{address('duty:statistics')}?year={year}"), Crumb("界别活动周")],
    }  # fmt: skip
    return render(request, "duty/week.html", context)


def _week_rows(each: SectorWeek) -> list[list[Cell]]:
    if not each.events:
        return [[Cell(each.sector.name), Cell("没有活动", meaning=Meaning.WARN), Cell(""), Cell("")]]
    return [
        [Cell(each.sector.name), Cell(event.theme, url=address("meeting:activity", public_id=event.public_id)),
         Cell(short_date(timezone.localdate(event.starts_at))), Cell(f"{came}人")]
        for event, came in each.events
    ]  # fmt: skip


def _monday(words: str) -> date | None:
    """Return the Monday of a week that has one before and one after it."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    is_told = date.min + 2 * figures.WEEK < day < date.max - 2 * figures.WEEK
    return day - timedelta(days=day.weekday()) if is_told else None
