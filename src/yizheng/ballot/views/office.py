"""Pages of a ballot for whoever is signed in: its state and counts, its acts, taking one's slip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import scoping, thread
from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition
from yizheng.ui.forms import NoForm, ReasonForm

from .. import queries, services, showing
from .. import workflow as table
from ..enums import BallotState
from ..models import Ballot
from .asking import actor_of, visible_or_404

KEPT = "这次投票在会议的“表决”页面上结束、宣布或作废，这里不能办。"


@dataclass(frozen=True)
class BallotAct:
    """One act of the table: its address, what its page says, its form, and the service it calls."""

    name: str
    row: Transition
    text: str
    said: str
    perform: Callable[[Ballot, Any, Actor, datetime], object]
    form: type[forms.Form] = NoForm
    look: str = "primary"


ACTS = (
    BallotAct(
        "open", table.OPEN, "名单上的人会收到通知，各自领一张选票。开始以后，名单和选项不能再改。", "投票开始了。",
        lambda ballot, _form, by, at: services.open_ballot(ballot=ballot, by=by, at=at),
    ),
    BallotAct(
        "close", table.CLOSE, "结束以后不能再投。领了选票没有投的，记为未投。", "投票结束，票已计好。",
        lambda ballot, _form, by, at: services.close_ballot(ballot=ballot, by=by, at=at),
    ),
    BallotAct(
        "void", table.VOID, "作废以后不能恢复。还没有计票的选票一并销毁。", "这次投票已作废。",
        lambda ballot, form, by, at: services.void_ballot(
            ballot=ballot, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        form=ReasonForm, look="danger",
    ),
)  # fmt: skip


@require_GET
def ballot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a ballot: what is asked, how many took a slip, and the counts once it is closed."""
    actor = actor_of(request)
    row = visible_or_404(actor, public_id)
    require("ballot.read", actor, row)
    offered = set() if row.keeper else {each.name for each in engine.available(table.BALLOT_MACHINE, row, actor)}
    taken, due = queries.turnout(row)
    context = {
        "ballot": row, "meaning": showing.MEANING[BallotState(row.state)], "question": showing.question(row),
        "acts": [(each, _url(each.name, row)) for each in ACTS if each.row.name in offered],
        "taken": taken, "due": due, "figures": showing.figures(row),
        "columns": showing.columns(row), "rows": showing.rows(row) if row.counts else [],
        "may_take": row.state == BallotState.OPEN and may("ballot.take", actor, row),
        "may_recount": row.state == BallotState.CLOSED and may("ballot.run", actor, row),
        "origins": thread.came_from(row, actor), "booth": _booth(),
    }  # fmt: skip
    return render(request, "ballot/ballot.html", context)


def view_of(ballot_act: BallotAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor, now = actor_of(request), timezone.now()
        row = visible_or_404(actor, public_id)
        require(ballot_act.row.permission, actor, row)
        if row.keeper:
            raise Refused("kept", KEPT)
        form = ballot_act.form(request.POST or None)
        if request.method == "POST" and (form.is_valid() or ballot_act.form is NoForm):
            try:
                with transaction.atomic():
                    ballot_act.perform(row, form, actor, now)
            except Refused as refusal:
                form = ballot_act.form(request.POST)
                form.add_error(None, refusal.message)
            else:
                return done(request, ballot_act.said, to=queries.url_of(row))
        context = {"ballot": row, "act": ballot_act, "form": form, "action": _url(ballot_act.name, row)}
        return render(request, "ballot/act.html", context, status=409 if form.non_field_errors() else 200)

    return page


@never_cache
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand a voter their slip. No act key is kept: it would say when; who comes twice is refused by the rule."""
    actor = actor_of(request)
    row = visible_or_404(actor, public_id)
    require("ballot.take", actor, row)
    context = {"ballot": row, "booth": _booth()}
    if request.method != "POST":
        return render(request, "ballot/take.html", context)
    slip = services.take_slip(ballot=row, by=actor)
    return render(request, "ballot/slip.html", {**context, "slip": slip})


@require_GET
def recount(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Count the papers in the box anew and set the numbers beside those of the closing (重新计票)."""
    actor = actor_of(request)
    row = visible_or_404(actor, public_id)
    require("ballot.run", actor, row)
    if row.state != BallotState.CLOSED:
        raise Refused("not_closed", "投票结束计票以后才能重新计票。")
    counts = queries.recount(row)
    context = {
        "ballot": row, "is_same": counts == row.counts, "figures": showing.figures_of(counts),
        "columns": showing.columns(row), "rows": showing.rows_of(row, counts),
    }  # fmt: skip
    return render(request, "ballot/recount.html", context)


def _booth() -> str:
    return reverse("ballot_public:booth", kwargs={"public_slug": scoping.current().slug})


def _url(name: str, row: Ballot) -> str:
    return address(f"ballot:{name}", public_id=row.public_id)
