"""How one wants to be told (通知方式)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.htmx import done
from yizheng.ui.navigation import MEMBER, audience_of

from .. import forms, phrases, services
from ..enums import Timing
from ..models import ChannelChoice

LAYOUTS = {MEMBER: "ui/layouts/mobile.html"}


@require_http_methods(["GET", "POST"])
@act
def choices(request: Any) -> HttpResponse:
    """Ask when e-mails and texts may come; mandatory notices cannot be switched off."""
    held = ChannelChoice.objects.filter(user_id=request.actor.user_id).first() or ChannelChoice()
    form = forms.ChoicesForm(request.POST or None, initial={"email": held.email, "sms": held.sms})
    if request.method == "POST" and form.is_valid():
        email, sms = Timing(form.cleaned_data["email"]), Timing(form.cleaned_data["sms"])
        services.choose_channels(user_id=request.actor.user_id, email=email, sms=sms, at=timezone.now())
        return done(request, phrases.CHOSEN, to=address("notify:inbox"))
    layout = LAYOUTS.get(audience_of(request.actor), "ui/layouts/workspace.html")
    return render(request, "notify/choices.html", {"layout": layout, "form": form})
