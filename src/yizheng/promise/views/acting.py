"""The acts on a promise: one row an act, one page for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
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
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition
from yizheng.ui.forms import NoForm, ReasonForm

from .. import forms, services
from .. import workflow as table
from ..models import Promise
from .asking import actor_of, promise_or_404


@dataclass(frozen=True)
class PromiseAct:
    """One act: its address, its row of the machine, what its page says, its form, the service it calls."""

    name: str
    row: Transition
    text: str
    said: str
    perform: Callable[[Promise, Any, Actor, datetime], object]
    form: type[django_forms.Form] = NoForm
    look: str = ""


def _report(promise: Promise, form: Any, by: Actor, at: datetime) -> Promise:
    given, upload = form.cleaned_data, form.cleaned_data["file"]
    file = files.keep(file=upload, name=upload.name, by=by, at=at) if upload else None
    evidence = services.Evidence(given["words"], given["on"], file)
    return services.report_kept(promise=promise, evidence=evidence, by=by, at=at)


def _note(promise: Promise, form: Any, by: Actor, at: datetime) -> Promise:
    return services.note_progress(promise=promise, words=form.cleaned_data["words"], by=by, at=at)


def _send_back(promise: Promise, form: Any, by: Actor, at: datetime) -> Promise:
    return services.send_back(promise=promise, reason=form.cleaned_data["reason"], by=by, at=at)


def _move(promise: Promise, form: Any, by: Actor, at: datetime) -> Promise:
    given = form.cleaned_data
    return services.move_due(promise=promise, to=given["to"], reason=given["reason"], by=by, at=at)


def _give_up(promise: Promise, form: Any, by: Actor, at: datetime) -> Promise:
    return services.give_up(promise=promise, reason=form.cleaned_data["reason"], by=by, at=at)


def _confirm(promise: Promise, _form: Any, by: Actor, at: datetime) -> Promise:
    return services.confirm_kept(promise=promise, by=by, at=at)


ACTS = (
    PromiseAct(
        "report", table.REPORT_KEPT, "写明做成了什么、哪一天完成，提案委核实后算兑现。", "已报，等提案委核实。",
        _report, forms.KeptForm, "primary",
    ),
    PromiseAct("progress", table.NOTE_PROGRESS, "写一两句现在做到哪一步。", "进展记下了。", _note, forms.ProgressForm),
    PromiseAct("confirm", table.CONFIRM_KEPT, "核实以后，这项承诺算已兑现。", "已核实兑现。", _confirm, look="primary"),
    PromiseAct(
        "send-back", table.SEND_BACK, "写明还缺什么，单位补充以后再报；期限不变。", "已退回，单位会看到理由。",
        _send_back, ReasonForm,
    ),
    PromiseAct("move", table.MOVE_DUE, "原来的日期和改期的理由都会留在记录里。", "期限已改。", _move, forms.MoveForm),
    PromiseAct(
        "give-up", table.GIVE_UP, "写明为什么没有兑现；这项承诺到此结束，理由留在清单上。", "已记为未兑现。",
        _give_up, ReasonForm, "danger",
    ),
)  # fmt: skip


def offered(promise: Promise, actor: Actor) -> list[tuple[str, str, str]]:
    """Return the acts this person may do now: address, label, look."""
    return [
        (address(f"promise:{each.name}", public_id=promise.public_id), each.row.label, each.look)
        for each in ACTS
        if promise.state in each.row.sources and may(each.row.permission, actor, promise)
    ]


def view_of(promise_act: PromiseAct) -> Callable[..., HttpResponse]:
    """Return the page of an act. What was typed stays when the rules refuse it (409)."""
    row = promise_act.row

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        promise = promise_or_404(actor, public_id)
        require(row.permission, actor, promise)
        form = promise_act.form(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
        back = address("promise:promise", public_id=promise.public_id)
        if request.method == "POST" and _performed(promise_act, promise, form, actor):
            return done(request, promise_act.said, to=back)
        context = {
            "act": promise_act, "promise": promise, "form": form, "back": back, "action": request.path,
            "has_files": form.is_multipart(),
        }  # fmt: skip
        return render(request, "promise/act.html", context, status=409 if form.non_field_errors() else 200)

    return page


def _performed(promise_act: PromiseAct, promise: Promise, form: Any, actor: Actor) -> bool:
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            promise_act.perform(promise, form, actor, timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
