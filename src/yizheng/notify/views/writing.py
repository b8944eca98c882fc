"""Write a notice to a group (发通知): first see to how many it goes, then send."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb

from .. import forms, groups, phrases, services
from ..addressees import known


@require_http_methods(["GET", "POST"])
@act
def write(request: Any) -> HttpResponse:
    """Ask for the words and the group; the button 看发给多少人 counts, 发出 sends."""
    actor: Actor = request.actor
    require("notify.send", actor)
    now = timezone.now()
    offered = groups.offered(actor, on=timezone.localdate(now))
    form = forms.NoticeForm(request.POST or None, offered=offered)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, "")
    to = form.chosen_group().addressees()
    if request.POST.get("step") != "send":
        return _page(request, form, phrases.reach_words([each.reach for each in known(to)]))
    if not to:
        form.add_error("group", phrases.NOBODY_THERE)
        return _page(request, form, "")
    message = services.send(key=form.key(), to=to, by=actor, at=now, **form.words())
    sent_to = address("notify:sent-message", public_id=message.public_id)
    return done(request, phrases.sent_words(message.recipients.count()), to=sent_to)


def _page(request: HttpRequest, form: forms.NoticeForm, reach: str) -> HttpResponse:
    crumbs = [Crumb("已发通知", address("notify:sent")), Crumb("发通知")]
    return render(request, "notify/write.html", {"form": form, "reach": reach, "crumbs": crumbs})
