"""The calendar's page, and the feed behind its secret address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizheng.accounts.models import User
from yizheng.accounts.queries import actor_for, hats_of
from yizheng.kernel import scoping, secrets, tenancy
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.htmx import done
from yizheng.kernel.models import Committee

from ..models import CalendarFeed
from . import services
from .entries import entries
from .feed import as_icalendar
from .month import month_of, span

BACK, AHEAD = timedelta(days=60), timedelta(days=340)
"""How much of the past and of the future a feed holds. Our decision."""


@require_GET
def month(request: Any) -> HttpResponse:
    """Show a month of the person's calendar."""
    today = timezone.localdate()
    first = _asked(request.GET.get("month", ""), today)
    shown = entries(request.actor, *span(first))
    feed = CalendarFeed.objects.filter(user_id=request.actor.user_id, revoked_at__isnull=True).first()
    context = {
        "month": month_of(first, shown, today=today),
        "heading": f"{first.year}年{first.month}月",
        "feed_url": request.build_absolute_uri(_feed_path(feed)) if feed else "",
    }
    return render(request, "todo/calendar.html", context)


def _asked(text: str, today: date) -> date:
    """Read 2026-11; anything else is this month."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if 1950 < first.year < 2200 else today.replace(day=1)


@require_POST
@act
def open_feed(request: Any) -> HttpResponse:
    """Give the person a new secret address."""
    services.open_feed(by=request.actor, at=timezone.now())
    return done(request, "订阅地址已生成，只给自己的手机用，不要转给别人。", to=address("todo:calendar"))


@require_POST
@act
def revoke_feed(request: Any) -> HttpResponse:
    """Take the address back."""
    services.revoke_feed(by=request.actor, at=timezone.now())
    return done(request, "原来的订阅地址已停用。", to=address("todo:calendar"))


@never_cache
@require_GET
def feed(request: HttpRequest, public_slug: str, token: str) -> HttpResponse:
    """Give the calendar to whoever holds its address, as the person would see it now."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        held = CalendarFeed.objects.filter(token_digest=secrets.digest(token), revoked_at__isnull=True).first()
    if held is None:
        raise Http404("no such calendar")
    with tenancy.scope(committee, held.user_id):
        return _drawn(request, held, committee)


def _drawn(request: HttpRequest, held: CalendarFeed, committee: Committee) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    user = User.objects.get(pk=held.user_id)
    actor = actor_for(user, hats_of(user, committee, on=today), None)
    if actor is None or not user.is_active:
        raise Http404("no role in this committee any more")
    origin = f"{request.scheme}://{request.get_host()}"
    text = as_icalendar(
        f"{committee.short_name}日历", entries(actor, today - BACK, today + AHEAD), origin=origin, at=now
    )
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _feed_path(held: CalendarFeed) -> str:
    return f"/public/{scoping.current().slug}/calendar/{held.token}.ics"
