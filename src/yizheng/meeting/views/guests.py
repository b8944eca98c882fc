"""People whom the office adds to a meeting by name."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import require

from .. import queries, services, showing
from .. import workflow as table
from ..enums import InvitationRole
from ..models import Meeting
from .asking import actor_of, visible_or_404


class GuestForm(forms.Form):
    """Who, from where, as what."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请写明姓名。"})
    where = forms.CharField(label="单位和职务", max_length=80, required=False, help_text="同名的人靠它分开。")
    role = forms.ChoiceField(label="以什么身份", choices=InvitationRole, initial=InvitationRole.OBSERVE)


@require_http_methods(["GET", "POST"])
@act
def guests(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who was added by name, and add one more."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.prepare", actor, meeting)
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"role": InvitationRole(form.cleaned_data["role"])}
        try:
            with transaction.atomic():
                made = services.add_by_hand(meeting=meeting, by=actor, at=now, **given)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"{made.person.name}已加进名单（{made.get_role_display()}）。", to=_url(meeting))
    context = {
        "meeting": meeting,
        "form": form,
        "rows": meeting.invitations.filter(by_hand=True).select_related("person").order_by("order", "id"),
        "may_take_off": meeting.state in table.TAKE_OFF.sources,
        "crumbs": showing.crumbs(meeting, "列席人员"),
    }
    return render(request, "meeting/guests.html", context, status=409 if form.non_field_errors() else 200)


@require_http_methods(["POST"])
@act
def take_off(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one of them off again."""
    actor, now = actor_of(request), timezone.now()
    invitation = get_object_or_404(queries.invitations_visible_to(actor), public_id=public_id)
    require("meeting.prepare", actor, invitation.meeting)
    try:
        with transaction.atomic():
            services.take_off_list(invitation=invitation, by=actor, at=now)
    except Refused as refusal:
        return refused(request, refusal.message, to=_url(invitation.meeting))
    return done(request, f"{invitation.person.name}已移出名单。", to=_url(invitation.meeting))


def _url(meeting: Meeting) -> str:
    return address("meeting:guests", public_id=meeting.public_id)
