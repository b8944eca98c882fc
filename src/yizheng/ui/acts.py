"""The page of an act: GET asks, POST does it once; every area lists its acts as rows of one of two shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from .forms import NoForm

M = TypeVar("M", bound=Model)
TEMPLATE = "ui/act.html"


@dataclass(frozen=True)
class PageAct(Generic[M]):
    """
    One act on an object: its address name, permission, what its page says, its form, and the service it calls.

    `find` returns the object or raises Http404; `form` is a class, or a function of (request, object) that
    returns a bound or unbound form; `perform` takes object, valid form, who and when. `after` names the page
    to go on to, by default the object's own. `room` is the name under which the room's addresses stand.
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
    template: str = TEMPLATE
    after: Callable[[M], str] | None = None
    context: Callable[[M, Actor], dict[str, Any]] = lambda _obj, _actor: {}
    room: str = ""


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
    template: str = TEMPLATE
    room: str = ""


def url_of(page_act: PageAct[Any], obj: Any) -> str:
    """Return the address of an act on an object."""
    return address(f"{page_act.room}:{page_act.name}", public_id=obj.public_id)


def posted(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    """Return what a form is bound to: words and files of a POST, nothing before."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def view_of(page_act: PageAct[Any]) -> Callable[..., HttpResponse]:
    """Return the page of an act. What was typed stays when the rules refuse it (409)."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor, now = _actor(request), timezone.now()
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
            "object": obj, "object_title": subjects.of(obj).title(obj), "action": url_of(page_act, obj), "back": back,
            **page_act.context(obj, actor),
        }  # fmt: skip
        return _drawn(request, page_act, form, context)

    return page


def view_of_new(new_act: NewAct) -> Callable[..., HttpResponse]:
    """Return the page of an act that begins something. What was typed stays when the rules refuse it (409)."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest) -> HttpResponse:
        actor, now = _actor(request), timezone.now()
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
            "object_title": new_act.back_title, "back": address(new_act.back),
            "action": address(f"{new_act.room}:{new_act.name}"),
        }  # fmt: skip
        return _drawn(request, new_act, form, context)

    return page


def _drawn(request: HttpRequest, shown: Any, form: Any, context: dict[str, Any]) -> HttpResponse:
    whole = {"act": shown, "form": form, "has_files": form.is_multipart(), **context}
    return render(request, shown.template, whole, status=409 if form.non_field_errors() else 200)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, cast(Any, request).actor)


def _back(page_act: PageAct[Any], obj: Any) -> str:
    return page_act.after(obj) if page_act.after else subjects.of(obj).url(obj)


def _form(page_act: PageAct[Any], request: HttpRequest, obj: Any) -> Any:
    if isinstance(page_act.form, type):
        return page_act.form(*posted(request))
    return page_act.form(request, obj)
