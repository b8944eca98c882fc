"""A notice as its recipient reads it inside the house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.ui.navigation import MEMBER, audience_of

from .. import forms, phrases, queries, services
from ..enums import MessageState, ReadHow
from ..models import Recipient

LAYOUTS = {MEMBER: "ui/layouts/mobile.html"}


@require_GET
def message(request: Any, public_id: UUID) -> HttpResponse:
    """Show a notice with its text, the way on and the answer."""
    return _page(request, _received(request, public_id), forms.answer_form(None, _received(request, public_id)))


@require_POST
@act
def confirm(request: Any, public_id: UUID) -> HttpResponse:
    """Note 我已知道了."""
    recipient = _received(request, public_id)
    services.confirm_read(recipient=recipient, how=ReadHow.OPENED, at=timezone.now())
    return done(request, phrases.CONFIRMED, to=address("notify:message", public_id=public_id))


@require_POST
@act
def answer(request: Any, public_id: UUID) -> HttpResponse:
    """Take an answer."""
    recipient = _received(request, public_id)
    form = forms.answer_form(request.POST, recipient)
    if not form.is_valid():
        return _page(request, recipient, form)
    try:
        services.answer(recipient=recipient, words=form.cleaned_data["answer"], how=ReadHow.OPENED, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, recipient, form)
    return done(request, phrases.ANSWERED, to=address("notify:message", public_id=public_id))


def _received(request: Any, public_id: UUID) -> Recipient:
    return get_object_or_404(queries.received_by(request.actor), public_id=public_id)


def _page(request: Any, recipient: Recipient, form: Any) -> HttpResponse:
    onward = recipient.url or recipient.message.url
    shown = {
        "layout": LAYOUTS.get(audience_of(request.actor), "ui/layouts/workspace.html"),
        "recipient": recipient,
        "message": recipient.message,
        "form": form,
        "is_open": recipient.message.state == MessageState.SENT,
        "onward": onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else "",
        "confirm_url": address("notify:confirm", public_id=recipient.public_id),
        "answer_url": address("notify:answer", public_id=recipient.public_id),
    }
    return render(request, "notify/message.html", shown)
