"""The page on which something new is begun: GET asks, POST does it once and goes to what was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from .asking import actor_of


@dataclass(frozen=True)
class NewAct:
    """
    One act that needs no object: its address name, permission, words, form, and the service it calls.

    `form` takes the request and returns a form, bound on POST; `perform` takes the valid form, who and when, and
    returns the address to go on to. `back` names the list it belongs to, `place` is what that list is called.
    """

    name: str
    permission: str
    title: str
    text: str
    label: str
    said: str
    back: str
    place: str
    form: Callable[[HttpRequest, Actor], Any]
    perform: Callable[[Any, Actor, datetime], str]
    look: str = "primary"


def view_of_new(new_act: NewAct) -> Callable[[HttpRequest], HttpResponse]:
    """Return the page of a new thing. What was typed stays when the rules refuse it (409)."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest) -> HttpResponse:
        actor, now = actor_of(request), timezone.now()
        require(new_act.permission, actor)
        form = new_act.form(request, actor)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    url = new_act.perform(form, actor, now)
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                return done(request, new_act.said, to=url)
        context = {
            "act": new_act,
            "object_title": new_act.place,
            "form": form,
            "action": request.path,
            "back": address(new_act.back),
            "has_files": form.is_multipart(),
        }
        return render(request, "proposal/act.html", context, status=409 if form.non_field_errors() else 200)

    return page


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """Return what a form is bound to: what was posted, or nothing on GET."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
