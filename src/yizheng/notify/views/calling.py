"""One recipient: ring them, hand the paper over, stop their link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb

from .. import forms, phrases, queries, services
from ..enums import MessageState
from ..models import Recipient


@require_http_methods(["GET", "POST"])
@act
def call(request: Any, public_id: UUID) -> HttpResponse:
    """Record a telephone call (电话通知记录), below the calls made before."""
    row = _looked_after(request, public_id)
    require("notify.record_call", request.actor, row.message)
    form = forms.CallForm(request.POST or None, words=row.message.answers, initial={"called_at": timezone.localtime()})
    if request.method == "POST" and form.is_valid() and _recorded(form, row, request.actor):
        return done(request, phrases.called_words(row.name, form.cleaned_data["reached"] == "yes"), to=_list(row))
    shown = {
        "recipient": row,
        "message": row.message,
        "form": form,
        "is_open": row.message.state == MessageState.SENT,
        "calls": row.calls.order_by("-called_at"),
        "deliveries": row.deliveries.order_by("id"),
        "crumbs": _crumbs(row),
    }
    return render(request, "notify/call.html", shown)


@require_POST
@act
def paper(request: Any, public_id: UUID) -> HttpResponse:
    """Note that the printed notice was handed over."""
    row = _looked_after(request, public_id)
    require("notify.record_call", request.actor, row.message)
    services.record_paper(recipient=row, by=request.actor, at=timezone.now())
    return done(request, phrases.paper_words(row.name), to=_list(row))


@require_POST
@act
def revoke(request: Any, public_id: UUID) -> HttpResponse:
    """Stop one person's short link."""
    row = _looked_after(request, public_id)
    require("notify.revoke_link", request.actor, row.message)
    services.revoke_link(recipient=row, by=request.actor, at=timezone.now())
    return done(request, phrases.REVOKED, to=address("notify:call", public_id=row.public_id))


def _recorded(form: forms.CallForm, row: Recipient, by: Any) -> bool:
    said = form.cleaned_data
    try:
        services.record_call(
            recipient=row, reached=said["reached"] == "yes", answer=said["answer"], called_at=said["called_at"],
            by=by, at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _looked_after(request: Any, public_id: UUID) -> Recipient:
    rows = Recipient.objects.filter(message__in=queries.messages_visible_to(request.actor)).select_related("message")
    return get_object_or_404(rows, public_id=public_id)


def _crumbs(row: Recipient) -> list[Crumb]:
    message_url = address("notify:sent-message", public_id=row.message.public_id)
    return [Crumb("已发通知", address("notify:sent")), Crumb(row.message.title, message_url), Crumb(row.name)]


def _list(row: Recipient) -> str:
    return f"{address('notify:recipients', public_id=row.message.public_id)}?show=unread"
