"""Pages of quarantine and purge: what stands closed, and each act on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import purging, subjects
from yizheng.kernel import quarantine as closing
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.models import Closure, ClosureState
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column, Crumb

from . import forms

PAGE_ROWS = 30
HEADING = "封存与销毁"
COLUMNS = (Column("对象"), Column("现状"), Column("封存日期", "date"), Column("封存人"), Column("理由"))
MEANINGS = {
    ClosureState.QUARANTINED: "accent",
    ClosureState.PURGE_ASKED: "warn",
    ClosureState.PURGED: "neutral",
    ClosureState.LIFTED: "ok",
}
BUTTONS = (
    ("lift", "解封", "kernel.quarantine", ClosureState.QUARANTINED, ""),
    ("ask-purge", "申请销毁", "kernel.ask_purge", ClosureState.QUARANTINED, "danger"),
    ("refuse-purge", "不同意销毁", "kernel.quarantine", ClosureState.PURGE_ASKED, ""),
    ("confirm-purge", "确认销毁", "kernel.confirm_purge", ClosureState.PURGE_ASKED, "danger"),
)


@require_GET
def closures(request: HttpRequest) -> HttpResponse:
    """List what was closed, newest first; what waits for a second person is said in the heading."""
    actor = _actor(request)
    require("kernel.read_closures", actor)
    page = Paginator(_all(), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": COLUMNS,
        "rows": [_row(each) for each in page],
        "waiting": Closure.objects.filter(state=ClosureState.PURGE_ASKED).count(),
        "may_close": may("kernel.quarantine", actor),
    }
    return render(request, "house/closing/closures.html", context)


@require_GET
def closure(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what happened to one object's content, never the content."""
    actor = _actor(request)
    require("kernel.read_closures", actor)
    row = get_object_or_404(_all(), public_id=public_id)
    context = {
        "closure": row,
        "title": name_of(row),
        "chip": Cell(row.get_state_display(), meaning=MEANINGS[ClosureState(row.state)]),
        "buttons": [
            {"url": address(f"closing:{name}", public_id=row.public_id), "label": label, "look": look}
            for name, label, permission, state, look in BUTTONS
            if row.state == state and may(permission, actor) and not _is_own_request(name, row, actor)
        ],
        "own_request": row.state == ClosureState.PURGE_ASKED and row.asked_by_id == actor.user_id,
        "crumbs": [Crumb(HEADING, address("closing:closures")), Crumb(name_of(row))],
        "paper": f"closure={row.public_id}",
    }
    return render(request, "house/closing/closure.html", context)


@require_http_methods(["GET", "POST"])
@act
def quarantine(request: HttpRequest) -> HttpResponse:
    """Take an object's content out of sight; its page leads here with kind and number."""
    actor = _actor(request)
    require("kernel.quarantine", actor)
    given = {name: request.GET.get(name, "") for name in ("kind", "number")}
    form = forms.QuarantineForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        subject = form.subject()
        assert subject is not None, "checked by the form"
        try:
            made = closing.quarantine(subject=subject, by=actor, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"{name_of(made)}的内容已封存，谁都看不到了。", to=_url(made))
    return _form_page(request, "封存内容", form, address("closing:closures"))


@require_http_methods(["GET", "POST"])
@act
def lift(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put the content back."""
    require("kernel.quarantine", _actor(request))
    return _with_reason(request, public_id, "解封", "的内容已放回原处。", closing.lift)


@require_http_methods(["GET", "POST"])
@act
def ask_purge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask that the content be destroyed."""
    require("kernel.ask_purge", _actor(request))
    said = "已申请销毁，请另一位有权限的同志确认。"
    return _with_reason(request, public_id, "申请销毁", said, purging.ask_purge, kind="danger")


@require_http_methods(["GET", "POST"])
@act
def refuse_purge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Turn down what was asked; the content stays in quarantine."""
    require("kernel.quarantine", _actor(request))
    return _with_reason(request, public_id, "不同意销毁", "没有销毁，继续封存。", purging.refuse_purge)


@require_http_methods(["GET", "POST"])
@act
def confirm_purge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Destroy what another person asked to destroy."""
    actor = _actor(request)
    require("kernel.confirm_purge", actor)
    row = get_object_or_404(_all(), public_id=public_id)
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            purging.confirm_purge(closure=row, by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"{name_of(row)}的内容已销毁，请打印登记表存档。", to=_url(row))
    return _form_page(request, "确认销毁", form, _url(row), kind="danger", warning=True)


def name_of(closure: Closure) -> str:
    """Return how a closure is called: by kind and number, since the title may be content."""
    return f"{subjects.get(closure.kind).label}（编号 {str(closure.object_public_id or closure.object_id)[:8]}）"


Act = Callable[..., Closure]


def _with_reason(
    request: HttpRequest, public_id: UUID, label: str, said: str, perform: Act, *, kind: str = "primary"
) -> HttpResponse:
    row = get_object_or_404(_all(), public_id=public_id)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now: datetime = timezone.now()
        try:
            perform(closure=row, by=_actor(request), reason=form.cleaned_data["reason"], at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"{name_of(row)}{said}", to=_url(row))
    return _form_page(request, label, form, _url(row), kind=kind)


def _form_page(
    request: HttpRequest,
    label: str,
    form: django_forms.Form,
    back: str,
    kind: str = "primary",
    *,
    warning: bool = False,
) -> HttpResponse:
    crumbs = [Crumb(HEADING, address("closing:closures")), Crumb(label)]
    context = {"label": label, "form": form, "back": back, "kind": kind, "crumbs": crumbs, "warning": warning}
    return render(request, "house/closing/form.html", context, status=409 if form.non_field_errors() else 200)


def _is_own_request(name: str, row: Closure, actor: Actor) -> bool:
    return name == "confirm-purge" and row.asked_by_id == actor.user_id


def _all() -> QuerySet[Closure]:
    people = Closure.objects.select_related("closed_by", "asked_by", "confirmed_by")
    return people.order_by("-closed_at", "-id")


def _row(row: Closure) -> list[Cell]:
    day = timezone.localtime(row.closed_at)
    return [
        Cell(name_of(row), url=_url(row)),
        Cell(row.get_state_display(), meaning=MEANINGS[ClosureState(row.state)]),
        Cell(f"{day:%Y年%-m月%-d日}"),
        Cell(row.closed_by.name),
        Cell(row.reason),
    ]


def _url(row: Closure) -> str:
    return address("closing:closure", public_id=row.public_id)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, cast(Any, request).actor)
