"""The page of an act: GET asks, POST does it once; every area lists its acts as rows of this shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.forms import NoForm

from .asking import actor_of

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class PageAct(Generic[M]):
    """
    One act: its address name, permission, what its page says, its form, and the service it calls.

    `find` returns the object or raises Http404; `form` is a class, or a function of (request, object) that
    returns a bound or unbound form; `perform` takes object, valid form, who and when. `after` names the page
    to go on to, by default the object's own.
    """

    name: str
    permission: str
    title: str
    text: str
    label: str
    said: str
    find: Callable[[Actor, UUID], M]
    perform: Callable[[M, Any, Actor, datetime], object]
    form: Any = NoForm
    look: str = "primary"
    template: str = "proposal/act.html"
    after: Callable[[M], str] | None = None
    context: Callable[[M, Actor], dict[str, Any]] = lambda _obj, _actor: {}


def url_of(page_act: PageAct[Any], obj: Any) -> str:
    """Return the address of an act on an object."""
    return address(f"proposal:{page_act.name}", public_id=obj.public_id)


def view_of(page_act: PageAct[Any]) -> Callable[..., HttpResponse]:
    """Return the page of an act. What was typed stays when the rules refuse it (409)."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor, now = actor_of(request), timezone.now()
        obj = page_act.find(actor, public_id)
        require(page_act.permission, actor, obj)
        form = _form(page_act, request, obj)
        back = _back(page_act, obj)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    page_act.perform(obj, form, actor, now)
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                return done(request, page_act.said, to=_back(page_act, obj))  # what was done may have opened a page
        context = {
            "act": page_act,
            "object": obj,
            "object_title": subjects.of(obj).title(obj),
            "form": form,
            "action": url_of(page_act, obj),
            "back": back,
            "has_files": form.is_multipart(),
            **page_act.context(obj, actor),
        }
        return render(request, page_act.template, context, status=409 if form.non_field_errors() else 200)

    return page


def _back(page_act: PageAct[Any], obj: Any) -> str:
    return page_act.after(obj) if page_act.after else subjects.of(obj).url(obj)


def _form(page_act: PageAct[Any], request: HttpRequest, obj: Any) -> Any:
    if isinstance(page_act.form, type):
        data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        return page_act.form(*data)
    return page_act.form(request, obj)
