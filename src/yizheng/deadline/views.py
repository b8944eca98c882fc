"""The working-day calendar of a year, and the import of its notice."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Tab

from . import services
from .calendars import work_calendar
from .pasted_notices import read_notice
from .year_view import days_in, months_of

FIRST_YEAR, LAST_YEAR = 2000, 2100


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, cast(Any, request).actor)


@require_GET
def work_days(request: HttpRequest) -> HttpResponse:
    """Show a year: what is worked, what is off, and whether the notice is in."""
    require("deadline.read_calendar", _actor(request))
    return _page(request, _year(request.GET.get("year", "")))


@require_POST
@act
def take_year(request: HttpRequest) -> HttpResponse:
    """Show what a pasted notice says; take it in once it is confirmed."""
    actor, text = _actor(request), request.POST.get("text", "")
    require("deadline.keep_calendar", actor)
    try:
        days = read_notice(text)
    except Refused as refusal:
        return _page(request, timezone.localdate().year, text=text, complaint=refusal.message)
    year = days[0].date.year
    if request.POST.get("step") != "confirm":
        return _page(request, year, text=text, preview=months_of(year, days), count=len(days))
    moved = services.take_year(days=days, by=actor, at=timezone.now())
    return done(request, _said(year, moved), to=f"{address('deadline:work-days')}?year={year}")


def _said(year: int, moved: int) -> str:
    return f"{year}年的工作日历已经用上，{f'{moved}个在办期限重新推算' if moved else '在办期限都不变'}。"


def _year(text: str) -> int:
    if not text:
        return timezone.localdate().year
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise Http404("no such year")
    return int(text)


def _page(request: HttpRequest, year: int, **more: Any) -> HttpResponse:
    today, url = timezone.localdate().year, address("deadline:work-days")
    context = {
        "year": year,
        "is_estimate": not work_calendar().knows(year),
        "months": months_of(year, days_in(year)),
        "tabs": [Tab(f"{each}年", f"{url}?year={each}", each == year) for each in range(today - 1, today + 3)],
        "may_keep": may("deadline.keep_calendar", _actor(request)),
        **more,
    }
    return render(request, "deadline/work_days.html", context)
