"""Notices sent, and what came back: counts that open their lists, telephone, paper, links."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel import ledger, workflow
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Crumb, Figure, Tab

from .. import exports, links, phrases, queries, services, wording
from ..enums import MessageState
from ..models import Message
from ..workflow import CLOSE, MESSAGE_MACHINE

A_PAGE = 50
WAS_SENT = {"was_sent": "1"}


@require_GET
def sent(request: Any) -> HttpResponse:
    """List what was sent, newest first, with how many have read it."""
    require("notify.send", request.actor)
    page = Paginator(queries.with_receipts(queries.messages_visible_to(request.actor)), A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [_line(message, timezone.localdate()) for message in page]
    return render(request, "notify/sent.html", {"page": page, "rows": rows, "columns": phrases.SENT_COLUMNS})


@require_GET
def message(request: Any, public_id: UUID) -> HttpResponse:
    """Show one notice: its words, how many know, and the ways to those who never open an app."""
    row, today = _looked_after(request, public_id), timezone.localdate()
    site = links.site(on=today) or request.build_absolute_uri("/").rstrip("/")
    counts = queries.counts_of(row)
    shown = {
        "message": row,
        "crumbs": _crumbs(row),
        "figures": [_figure(row, name, counts[name]) for name in phrases.LISTS],
        "to_call": counts["to-call"],
        "to_call_url": _list_url(row, "to-call"),
        "group_text": wording.group_text(row, request.committee, site),
        "group_open": row.link_revoked_at is None and row.state == MessageState.SENT,
        "was_sent": WAS_SENT,
        "print_params": f"message={row.public_id}",
        "doubtful": list(queries.doubtful(row)),
        "undelivered": queries.undelivered_count(row),
        "may_export": may("notify.export_phones", request.actor, row),
        "may_close": CLOSE in workflow.available(MESSAGE_MACHINE, row, request.actor),
        "timeline": [phrases.ledger_line(each) for each in ledger.history("message", row.pk).order_by("-id")[:20]],
    }
    return render(request, "notify/sent_message.html", shown)


@require_GET
def recipients(request: Any, public_id: UUID) -> HttpResponse:
    """List the recipients that one count speaks of."""
    row = _looked_after(request, public_id)
    shown = request.GET.get("show", "all")
    shown = shown if shown in queries.SHOWN else "all"
    counts = queries.counts_of(row)
    page = Paginator(queries.recipients_of(row, shown), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "message": row,
        "crumbs": [*_crumbs(row)[:-1], Crumb(row.title, _url(row)), Crumb("收件人")],
        "tabs": [Tab(phrases.LISTS[n], _list_url(row, n), n == shown, counts[n]) for n in phrases.LISTS],
        "page": page,
        "columns": phrases.RECIPIENT_COLUMNS,
        "rows": [_recipient_line(each, timezone.localdate()) for each in page],
    }
    return render(request, "notify/recipients.html", context)


@require_POST
@act
def phones(request: Any, public_id: UUID) -> HttpResponse:
    """Hand out the list of numbers as a file; who took it is noted."""
    row = _looked_after(request, public_id)
    require("notify.export_phones", request.actor, row)
    shown = request.POST.get("show", "unread")
    asked = list(queries.recipients_of(row, shown if shown in queries.SHOWN else "unread"))
    lines = services.phone_list(message=row, recipients=asked, by=request.actor, at=timezone.now())
    return exports.phone_file(row, lines, as_csv=request.POST.get("format") == "csv")


@require_POST
@act
def close(request: Any, public_id: UUID) -> HttpResponse:
    """End the matter: links open nothing any longer, nobody is reminded."""
    row = _looked_after(request, public_id)
    require("notify.close", request.actor, row)
    services.close(message=row, by=request.actor, at=timezone.now())
    return done(request, phrases.CLOSED, to=_url(row))


@require_POST
@act
def revoke_group(request: Any, public_id: UUID) -> HttpResponse:
    """Let the link for the chat group open nothing any longer."""
    row = _looked_after(request, public_id)
    require("notify.revoke_link", request.actor, row)
    services.revoke_group_link(message=row, by=request.actor, at=timezone.now())
    return done(request, phrases.REVOKED, to=_url(row))


@require_POST
@act
def settle(request: Any, public_id: UUID, delivery_key: str) -> HttpResponse:
    """Take a clerk's decision about a delivery of which nobody could tell."""
    row = _looked_after(request, public_id)
    require("notify.settle", request.actor, row)
    delivery = get_object_or_404(row.deliveries.select_related("message"), key=delivery_key)
    was_sent = request.POST.get("was_sent") == "1"
    services.settle_doubt(delivery=delivery, was_sent=was_sent, by=request.actor, at=timezone.now())
    return done(request, phrases.SETTLED_SENT if was_sent else phrases.SETTLED_AGAIN, to=_url(row))


def _looked_after(request: Any, public_id: UUID) -> Message:
    row = get_object_or_404(queries.messages_visible_to(request.actor), public_id=public_id)
    require("notify.read_receipts", request.actor, row)
    return row


def _url(row: Message) -> str:
    return address("notify:sent-message", public_id=row.public_id)


def _list_url(row: Message, shown: str) -> str:
    return f"{address('notify:recipients', public_id=row.public_id)}?show={shown}"


def _crumbs(row: Message) -> list[Crumb]:
    return [Crumb("已发通知", address("notify:sent")), Crumb(row.title)]


def _figure(row: Message, name: str, count: int) -> Figure:
    return Figure(count, phrases.LISTS[name], _list_url(row, name), "人")


def _line(row: Any, today: Any) -> list[Cell]:
    receipts = (
        f"{row.read_count}人已知道，共{row.recipient_count}人" if row.wants_receipt else f"{row.recipient_count}人"
    )
    return [
        Cell(phrases.moment(row.sent_at, today)), Cell(row.title, _url(row)), Cell(row.sender_name), Cell(receipts),
        Cell(row.get_state_display()),
    ]  # fmt: skip


def _recipient_line(row: Any, today: Any) -> list[Cell]:
    url = address("notify:call", public_id=row.public_id)
    return [Cell(row.name, url), phrases.knows(row, today), Cell(row.answer)]
