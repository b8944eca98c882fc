"""The inbox of everybody who is signed in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.htmx import done
from yizheng.ui.navigation import MEMBER, audience_of
from yizheng.ui.shapes import Cell

from .. import phrases, queries, services
from ..models import Notice

NOTICES_A_PAGE = 30
LAYOUTS = {MEMBER: "ui/layouts/mobile.html"}


@require_GET
def inbox(request: Any) -> HttpResponse:
    """Show a person's notices, newest first."""
    reader: int = request.actor.user_id
    page = Paginator(queries.inbox(reader), NOTICES_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "layout": LAYOUTS.get(audience_of(request.actor), "ui/layouts/workspace.html"),
        "page": page,
        "columns": phrases.COLUMNS,
        "rows": [_row(notice, timezone.localdate()) for notice in page],
        "unread": queries.unread_count(reader),
    }
    return render(request, "notify/inbox.html", shown)


@require_GET
def open_notice(request: Any, public_id: UUID) -> HttpResponse:
    """Lead to the page the notice speaks of; opening it is the read receipt."""
    notice = get_object_or_404(queries.inbox(request.actor.user_id), public_id=public_id)
    services.mark_read(notice=notice, at=timezone.now())
    return redirect(_inside(request, notice.url))


@require_POST
@act
def read_all(request: Any) -> HttpResponse:
    """Note that everything in the inbox was read."""
    count = services.mark_all_read(user_id=request.actor.user_id, at=timezone.now())
    return done(request, phrases.all_read(count), to=address("notify:inbox"))


def _inside(request: HttpRequest, url: str) -> str:
    """Never lead out of the house, whatever a notice holds."""
    inside = url_has_allowed_host_and_scheme(url, allowed_hosts=None, require_https=request.is_secure())
    return url if inside else address("notify:inbox")


def _row(notice: Notice, today: date) -> list[Cell]:
    url = address("notify:open", public_id=notice.public_id)
    sent = Cell(phrases.moment(notice.sent_at, today))
    return [sent, Cell(notice.text, url), phrases.receipt(notice.read_at, today)]
