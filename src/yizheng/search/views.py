"""The page of the search, and keeping searches."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from . import own, showing
from .queries import FEW, Found, find
from .showing import Asking
from .spelling import meant

SAVED = "已保存。下次从检索页直接打开。"
FORGOTTEN = "已清除最近的检索。"
REMOVED = "已删去这个保存的检索。"


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, cast(Any, request).actor)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, or what one searched before."""
    actor = _actor(request)
    require("search.use", actor)
    asking = Asking.of(request.GET)
    found = _found(actor, asking)
    recent_rows = [] if asking.text else list(own.recent_of(actor)[: own.MOST_RECENT])
    saved, recent = showing.kept_of(list(own.saved_of(actor)[: own.MOST_SAVED]), recent_rows)
    if asking.text and asking.page == 1:
        own.remember(asking.text, by=actor, at=timezone.now())
    instead = meant(actor, asking.text) if asking.text and found.count < FEW and not found.capped else ""
    context = {
        "asking": asking,
        "found": found,
        "counted": showing.counted(found),
        "rows": showing.rows_of(found, asking),
        "tabs": showing.tabs_of(found, asking),
        "narrowed": [
            (value, asking.url(**{name: ""})) for name, value in asking.filters.items() if value and name != "kind"
        ],
        "years": [(year, asking.url(year=str(year))) for year in found.years] if len(found.years) > 1 else [],
        "instead": instead,
        "instead_url": asking.url(q=instead) if instead else "",
        "saved": saved,
        "recent": recent,
        "query": asking.query(),
    }
    return render(request, "search/search.html", context)


def _found(actor: Actor, asking: Asking) -> Found:
    if not asking.text:
        return Found()
    given = asking.filters
    return find(
        actor, asking.text, kinds=[given["kind"]] if given["kind"] else None,
        year=int(given["year"]) if given["year"] else None, status=given["status"], sector=given["sector"],
        unit=given["unit"], page=asking.page,
    )  # fmt: skip


@require_POST
@act
def save(request: HttpRequest) -> HttpResponse:
    """Keep this search."""
    actor = _actor(request)
    require("search.use", actor)
    asking = Asking.of(request.POST)
    try:
        own.save(text=asking.text, filters=asking.filters, name=request.POST.get("name", ""), by=actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return done(request, "", to=asking.url())
    return done(request, SAVED, to=asking.url())


@require_POST
@act
def forget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Delete a saved search of one's own; another's does not exist."""
    actor = _actor(request)
    require("search.use", actor)
    own.forget(get_object_or_404(own.saved_of(actor), public_id=public_id), by=actor)
    return done(request, REMOVED, to=address("search:search"))


@require_POST
@act
def forget_recent(request: HttpRequest) -> HttpResponse:
    """Forget what one searched lately."""
    actor = _actor(request)
    require("search.use", actor)
    own.forget_recent(by=actor)
    return done(request, FORGOTTEN, to=address("search:search"))
