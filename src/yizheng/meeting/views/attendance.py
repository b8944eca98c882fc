"""Entering the signed sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.attachment import services as files
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from .. import queries, services, showing
from ..enums import HELD
from ..models import Meeting
from ..sheet_form import SheetForm
from .asking import actor_of, visible_or_404


@require_http_methods(["GET", "POST"])
@act
def enter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter what the signed sheet says, or correct what was entered."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.enter_attendance", actor, meeting)
    form = _form(request, meeting)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _write(meeting, form, actor, now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "签到已录入，出席率随之算好。", to=_url(meeting))
    context = {"meeting": meeting, "form": form, "back": _url(meeting), "crumbs": showing.crumbs(meeting, "录入签到")}
    return render(request, "meeting/attendance.html", context, status=409 if form.non_field_errors() else 200)


def _form(request: HttpRequest, meeting: Meeting) -> SheetForm:
    rows = meeting.invitations.select_related("person", "membership__sector").order_by("role", "order", "id")
    return SheetForm(
        request.POST or None,
        request.FILES or None,
        half_days=list(meeting.half_days.all()),
        invitations=list(rows),
        standing=queries.sheet_of(meeting),
        with_reason=meeting.state in HELD,
    )


def _write(meeting: Meeting, form: SheetForm, actor: Actor, now: datetime) -> None:
    upload = form.cleaned_data["scan"]
    given: dict[str, Any] = {"meeting": meeting, "sheet": form.sheet(), "by": actor, "at": now}
    given["scan"] = files.keep(file=upload, name=upload.name, by=actor, at=now) if upload else None
    if meeting.state in HELD:
        services.correct_attendance(**given, reason=form.cleaned_data["reason"])
    else:
        services.enter_attendance(**given)


def _url(meeting: Meeting) -> str:
    return address("meeting:meeting", public_id=meeting.public_id)
