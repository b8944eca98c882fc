"""The list of promises (承诺跟踪) and the page of one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel import thread
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb, Tab, ThreadBox

from .. import queries, showing
from ..enums import PromiseState
from ..models import Promise
from . import acting
from .asking import actor_of, promise_or_404

PAGE_ROWS = 50
OVERDUE = "overdue"
_TABS = (("", "全部"), (OVERDUE, "已逾期"), *((s.value, s.label) for s in PromiseState if s != PromiseState.VOID))


@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """List the promises a person may see that were open in a year, the most urgent first."""
    actor, today = actor_of(request), timezone.localdate()
    require("promise.read", actor)
    year = _year(request.GET, today)
    seen = queries.promises_visible_to(actor)
    rows = _wanted(seen.filter(queries.on_list_of(year)), request.GET, today)
    page = Paginator(rows.order_by("due_on", "id"), PAGE_ROWS).get_page(request.GET.get("page"))
    units = seen.filter(promiser_unit__isnull=False).order_by("promiser_name")
    context = {
        "page": page,
        "columns": showing.COLUMNS,
        "rows": [showing.row(each, today) for each in page],
        "tabs": _tabs(request.GET, year),
        "year": year,
        "years": range(today.year, today.year - 6, -1),
        "units": list(units.values_list("promiser_unit_id", "promiser_name").distinct()),
        "unit": request.GET.get("unit", ""),
        "state": request.GET.get("state", ""),
    }
    return render(request, "promise/promises.html", context)


def _year(asked: QueryDict, today: date) -> int:
    given = asked.get("year", "")
    return int(given) if given.isdigit() and 1949 <= int(given) <= today.year else today.year


def _wanted(rows: QuerySet[Promise], asked: QueryDict, today: date) -> QuerySet[Promise]:
    state, unit = asked.get("state", ""), asked.get("unit", "")
    if unit.isdigit():
        rows = rows.filter(promiser_unit=int(unit))
    if state == OVERDUE:
        return rows.filter(queries.overdue(today))
    return rows.filter(state=state) if state in PromiseState.values else rows.exclude(state=PromiseState.VOID)


def _tabs(asked: QueryDict, year: int) -> list[Tab]:
    wanted, unit = asked.get("state", ""), asked.get("unit", "")
    rest = f"&unit={unit}" if unit.isdigit() else ""
    return [Tab(label, f"?year={year}{rest}&state={state}", state == wanted) for state, label in _TABS]


@require_GET
def promise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one promise: what was promised, how it stands, its whole history."""
    actor, today = actor_of(request), timezone.localdate()
    require("promise.read", actor)
    found = promise_or_404(actor, public_id)
    word, meaning = showing.standing(found, today)
    context = {
        "promise": found,
        "word": word,
        "meaning": meaning,
        "acts": acting.offered(found, actor),
        "moves": list(found.moves.all()),
        "boxes": [
            *(ThreadBox(end.label, end.title, end.url) for end in thread.came_from(found, actor)),
            ThreadBox("承诺", found.text, here=True),
        ],
        "timeline": showing.timeline(found),
        "crumbs": [Crumb("承诺跟踪", address("promise:promises")), Crumb("承诺")],
    }
    return render(request, "promise/promise.html", context)
