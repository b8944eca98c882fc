"""The page of an act that begins something new: GET asks, POST does it once; areas list theirs as such rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
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
    One act without an object: its address name, permission, what its page says, where it leads back.

    `back` names the list it stands on and `back_title` what that list is called; `form` is a function of
    (request, actor); `perform` takes the valid form, who and when, and returns the address to go on to.
    """

    name: str
    permission: str
    title: str
    text: str
    label: str
    said: str
    back: str
    back_title: str
    form: Callable[[HttpRequest, Actor], Any]
    perform: Callable[[Any, Actor, datetime], str]
    look: str = "primary"
    template: str = "proposal/act.html"


def posted(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    """Return what a form is bound to: words and files of a POST, nothing before."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def view_of_new(new_act: NewAct) -> Callable[..., HttpResponse]:
    """Return the page of an act that begins something. What was typed stays when the rules refuse it (409)."""

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
            "act": new_act, "object_title": new_act.back_title, "form": form, "back": address(new_act.back),
            "action": address(f"proposal:{new_act.name}"), "has_files": form.is_multipart(),
        }  # fmt: skip
        return render(request, new_act.template, context, status=409 if form.non_field_errors() else 200)

    return page
