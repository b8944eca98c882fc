"""Statistics of a year, and the week of the sectors: counted anew from the records each time."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.org.models import Membership
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, Meaning, Tab
from yizheng.ui.tags.marks import short_date

from .. import figures, listing, queries, showing, telling
from ..enums import DutyKind
from ..figures import KindYear, SectorWeek, SectorYear
from ..models import DutyRecord
from .asking import actor_of, seat_asked, sector_asked, year_of
from .office import PAGE_ROWS, tabs_of, years_of

SECTOR_COLUMNS = [Column("界别"), Column("委员", "number"), Column("会议出席（半天）"), Column("提案"), Column("信息"),
                  Column("活动和服务"), Column("受访")]  # fmt: skip
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
        "sector_columns": SECTOR_COLUMNS, "sector_rows": [sector_row(each, year) for each in sectors],
        "kind_columns": KIND_COLUMNS, "kind_rows": [kind_row(each, year) for each in figures.activities_of(year)],
        "service_rows": [service_row(each, year) for each in services],
    }  # fmt: skip
    return render(request, "duty/statistics.html", context)


def sector_row(each: SectorYear, year: int) -> list[Cell]:
    """Return one sector's sums; each number opens its list."""
    deeds, sector = each.deeds, each.public_id or ""
    here = f"?{urlencode({'year': year, 'sector': sector})}"

    def opens(what: str) -> str:
        return listing.url_of(year, what=what, sector=sector) if sector else ""

    return [
        Cell(each.name), Cell(str(each.members), url=f"{address('duty:members')}{here}"),
        telling.meetings(deeds, opens, each.rate), telling.proposals(deeds, opens), telling.opinions(deeds, opens),
        telling.activities(deeds, opens, "人次"),
        Cell(f"{deeds.visits}次", url=f"{address('duty:visits')}{here}" if deeds.visits else ""),
    ]  # fmt: skip


def kind_row(each: KindYear, year: int) -> list[Cell]:
    """Return the activities of one kind; each number opens the records."""
    return _kind_row(each, listing.url_of(year, kind=each.kind))


def service_row(each: KindYear, year: int) -> list[Cell]:
    """Return the social service of one kind; each number opens the records."""
    return _kind_row(each, listing.url_of(year, kind=DutyKind.SOCIAL_SERVICE, service=each.kind))


def _kind_row(each: KindYear, url: str) -> list[Cell]:
    return [Cell(each.label), *(Cell(str(number), url=url) for number in (each.deeds, each.times, each.members))]


@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """List the records behind a number: of a sector or member, of what is counted, of one kind."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    asked = listing.asked_of(request.GET.dict(), year, sector_asked(request), seat_asked(request, actor))
    rows = listing.rows_of(actor, asked)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    whole, member = rows.order_by(), asked.member
    sums = [Figure(page.paginator.count, "记录", unit="条"), _counted(whole, asked.what)]
    if member is None:
        sums.append(Figure(whole.values("membership").distinct().count(), "委员", unit="人"))
    context = {
        "title": asked.words, "figures": sums, "page": page,
        "columns": showing.ONES_COLUMNS if member else showing.RECORD_COLUMNS,
        "rows": [showing.record_row(each, named=member is None) for each in page],
        "crumbs": [_above(member, year), Crumb(asked.words)],
    }  # fmt: skip
    return render(request, "duty/records.html", context)


def _counted(rows: QuerySet[DutyRecord], what: str) -> Figure:
    """Return what the number counted that opened the list: half-days attended of those due, half-days, or things."""
    if what == "meetings":
        came, due = listing.attended(rows)
        return Figure(f"{came}/{due}", "出席/应到", unit="个半天", note=f"出席率{figures.rate_words(came, due)}")
    if what in listing.HALF_DAYS:
        return Figure(listing.half_days(rows), "半天", unit="个")
    return Figure(rows.values("deed").distinct().count(), "事项", unit="件")


def _above(member: Membership | None, year: int) -> Crumb:
    """Return the page a list belongs to: that of its member, or the statistics."""
    if member is not None:
        page = f"{address('duty:member', public_id=member.public_id)}?year={year}"
        return Crumb(f"{member.person.name}的履职", page)
    return Crumb("履职统计", f"{address('duty:statistics')}?year={year}")


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """Show all sectors with what each held in one week (界别活动周; features F116)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    monday = _monday(request.GET.get("from", "")) or figures.fullest_week(year)
    monday = monday or today - timedelta(days=today.weekday())
    rows, shown = figures.week_of(monday), request.GET.get("show", "")
    held = sum(bool(each.events) for each in rows)
    base = address("duty:week")
    here = f"{base}?from={monday}"
    context = {
        "monday": monday, "sunday": monday + timedelta(days=6), "columns": WEEK_COLUMNS,
        "rows": [cells for each in rows if _is_shown(each, shown) for cells in _week_rows(each)],
        "figures": [
            Figure(held, "举办了活动的界别", f"{here}&show=held", "个"),
            Figure(len(rows) - held, "没有活动的界别", f"{here}&show=none", "个"),
            Figure(sum(len(each.events) for each in rows), "活动", f"{here}&show=held", "次"),
        ],
        "switch": [
            Tab("上一周", f"{base}?from={monday - figures.WEEK}"), Tab("下一周", f"{base}?from={monday + figures.WEEK}")
        ],
        "crumbs": [Crumb("履职统计", f"{address('duty:statistics')}?year={year}"), Crumb("界别活动周")],
    }  # fmt: skip
    return render(request, "duty/week.html", context)


def _is_shown(each: SectorWeek, shown: str) -> bool:
    """Tell whether a sector is on the list that was asked for: all, those that held something, those that did not."""
    return {"held": bool(each.events), "none": not each.events}.get(shown, True)


def _week_rows(each: SectorWeek) -> list[list[Cell]]:
    if not each.events:
        return [[Cell(each.sector.name), Cell("没有活动", meaning=Meaning.WARN), Cell(""), Cell("")]]
    return [
        [Cell(each.sector.name), Cell(event.theme, url=address("meeting:activity", public_id=event.public_id)),
         Cell(short_date(timezone.localdate(event.starts_at))),
         Cell(f"{came}人", url=address("meeting:activity", public_id=event.public_id) if came else "")]
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
