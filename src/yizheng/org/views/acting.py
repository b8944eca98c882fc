"""One page for every act: its form, its service, and where the work goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act as once
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition
from yizheng.ui.shapes import Crumb

from .. import queries
from ..forms import AskedForm
from ..models import (
    Association,
    Body,
    OrgUnit,
    ParticipatingBody,
    PostHolding,
    Seat,
    Sector,
    Term,
    UnitContact,
)
from .asking import Button, actor_of

Rows = Callable[[Actor], QuerySet[Any]]
ROWS: dict[str, Rows] = {
    "term": lambda _actor: Term.objects.all(),
    "person": queries.people_visible_to,
    "membership": lambda actor: queries.memberships_visible_to(actor).select_related("person", "term", "sector"),
    "sector": lambda _actor: Sector.objects.select_related("term"),
    "seat": lambda actor: Seat.objects.filter(membership__in=queries.memberships_visible_to(actor)).select_related(
        "membership__person", "membership__term", "body"
    ),
    "holding": lambda _actor: PostHolding.objects.select_related("person"),
    "body": lambda _actor: Body.objects.all(),
    "unit": lambda _actor: OrgUnit.objects.all(),
    "contact": lambda _actor: UnitContact.objects.select_related("unit"),
    "party": lambda _actor: ParticipatingBody.objects.all(),
    "association": lambda _actor: Association.objects.all(),
}
"""The things that are acted on, each as far as the actor may know of it."""
LISTS = {
    "term": "届次",
    "body": "专委会与机构",
    "grassroots": "街道工委与联络处",
    "unit": "承办单位",
    "party": "党派团体",
    "association": "社团",
}
"""The list that something new is added to, as the navigation calls it."""


@dataclass(frozen=True)
class Asked:
    """One request to act: on what, who asks, when. `obj` is None where something new is made."""

    obj: Any
    by: Actor
    at: datetime

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return timezone.localdate(self.at)

    @property
    def act(self) -> dict[str, Any]:
        """What every service takes."""
        return {"by": self.by, "at": self.at}


def _no_fields(_asked: Asked) -> dict[str, Field]:
    return {}


def _page_of(asked: Asked, result: Any) -> str:
    shown = asked.obj if asked.obj is not None else result
    if isinstance(shown, PostHolding):
        shown = shown.person
    if isinstance(shown, UnitContact):
        shown = shown.unit
    return subjects.of(shown).url(shown)


@dataclass(frozen=True)
class Act:
    """
    One act: on which kind, its permission, what its page says, its fields, the service it calls.

    `row` is its line of a machine, which tells in which states its button is drawn; `shown` does it elsewhere.
    """

    kind: str
    name: str
    permission: str
    title: str
    label: str
    said: str
    perform: Callable[[Asked, dict[str, Any]], Any]
    fields: Callable[[Asked], dict[str, Field]] = _no_fields
    text: str = ""
    look: str = "primary"
    row: Transition | None = None
    shown: Callable[[Any], bool] = lambda _obj: True
    to: Callable[[Asked, Any], str] = field(default=_page_of)
    back: Callable[[], str] = lambda: address("org:members")

    @property
    def url_name(self) -> str:
        """The name of its address."""
        return f"{self.kind}-{self.name}" if self.kind else f"new-{self.name}"

    @property
    def path(self) -> str:
        """The last parts of its address."""
        return f"org/{self.kind}/<uuid:public_id>/{self.name}/" if self.kind else f"org/new/{self.name}/"

    def url(self, obj: Any = None) -> str:
        """Return its address on an object."""
        given = {"public_id": obj.public_id} if obj is not None else {}
        return address(f"org:{self.url_name}", **given)

    def is_offered(self, obj: Any, actor: Actor) -> bool:
        """Tell whether its button is drawn."""
        stands = self.row is None or str(obj.state) in self.row.sources
        return stands and self.shown(obj) and may(self.permission, actor, obj)


def buttons(acts: tuple[Act, ...], obj: Any, actor: Actor) -> list[Button]:
    """Return the acts this actor may do on the object as it stands."""
    return [Button(each.label, each.url(obj), _look(each)) for each in acts if each.is_offered(obj, actor)]


def _look(act: Act) -> str:
    return "" if act.look == "primary" else act.look


def view_of(act: Act) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @once
    def page(request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
        actor = actor_of(request)
        obj: Model | None = get_object_or_404(ROWS[act.kind](actor), public_id=public_id) if act.kind else None
        require(act.permission, actor, obj)
        return _answer(request, act, Asked(obj, actor, timezone.now()))

    page.__name__ = act.url_name
    return page


def _answer(request: HttpRequest, act: Act, asked: Asked) -> HttpResponse:
    if request.method != "POST":
        return _page(request, act, asked, AskedForm(asked=act.fields(asked)))
    form = AskedForm(request.POST, asked=act.fields(asked))
    if not form.is_valid():
        return _page(request, act, asked, form)
    try:
        with transaction.atomic():
            result = act.perform(asked, form.values())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, act, asked, form, status=409)
    return done(request, act.said, to=act.to(asked, result))


def _crumbs(act: Act, asked: Asked) -> list[Crumb]:
    if asked.obj is not None:
        return [Crumb(str(asked.obj), _page_of(asked, None)), Crumb(act.title)]
    return [Crumb(LISTS.get(act.name, "委员名册"), act.back()), Crumb(act.title)]


def _page(request: HttpRequest, act: Act, asked: Asked, form: AskedForm, *, status: int = 200) -> HttpResponse:
    context = {
        "act": act,
        "form": form,
        "heading": act.title,
        "crumbs": _crumbs(act, asked),
        "text": act.text,
        "action": act.url(asked.obj),
        "back": _page_of(asked, None) if asked.obj is not None else act.back(),
    }
    return render(request, "org/act.html", context, status=status)
