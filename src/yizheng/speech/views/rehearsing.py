"""Pages of a rehearsal: who is to come, the clock, what was noted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from .. import forms, queries, showing
from .. import workflow as table
from ..enums import CallState, SpeechState
from ..models import Rehearsal, RehearsalTurn
from ..services import rehearsing
from .acting import PageAct, bound
from .asking import actor_of


def rehearsal_or_404(actor: Actor, public_id: UUID) -> Rehearsal:
    """Return a rehearsal the person runs."""
    return get_object_or_404(queries.rehearsals_visible_to(actor), public_id=public_id)


def turn_or_404(actor: Actor, public_id: UUID) -> RehearsalTurn:
    """Return one speech in a rehearsal."""
    return get_object_or_404(queries.turns_visible_to(actor), public_id=public_id)


CHANGE: PageAct[Rehearsal] = PageAct(
    "change-rehearsal", table.CHANGE_REHEARSAL.permission, "改试讲安排",
    "作者和发言人会再收到通知；后来定下的口头发言也会列进来。", "改好并通知", "已改好，通知已发出。", rehearsal_or_404,
    lambda row, form, by, at: rehearsing.change_rehearsal(rehearsal=row, plan=form.plan(), by=by, at=at),
    form=bound(forms.RehearsalForm, rehearsal=lambda row: row),
)  # fmt: skip
NOTE: PageAct[RehearsalTurn] = PageAct(
    "note-turn", table.NOTE_TURN.permission, "记试讲", "计过时的，用时已经填好，可以改。", "记下",
    "已记下，作者会收到通知。", turn_or_404,
    lambda row, form, by, at: rehearsing.note_turn(turn=row, noted=form.noted(), by=by, at=at),
    form=bound(forms.TurnForm, turn=lambda row: row),
)  # fmt: skip


@require_GET
def rehearsal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the speeches of a rehearsal in their order, with what was noted of each."""
    actor = actor_of(request)
    row = rehearsal_or_404(actor, public_id)
    require("speech.run", actor, row.call)
    turns = list(queries.turns_visible_to(actor).filter(rehearsal=row).order_by("speech__order", "id"))
    runs = row.call.state == CallState.SETTLED
    context = {
        "rehearsal": row, "came": sum(each.came is True for each in turns), "total": len(turns),
        "lines": [_line(each, runs=runs) for each in turns],
        "change_url": address("speech:change-rehearsal", public_id=public_id) if runs else "",
        "crumbs": showing.crumbs(row.call, "试讲"),
    }  # fmt: skip
    return render(request, "speech/rehearsal.html", context)


def _line(turn: RehearsalTurn, *, runs: bool) -> dict[str, Any]:
    open_now = runs and turn.speech.state == SpeechState.ORAL_SELECTED
    return {
        "turn": turn, "limit": turn.speech.minutes or turn.speech.call.minutes,
        "begin_url": address("speech:begin-turn", public_id=turn.public_id) if open_now else "",
        "note_url": address("speech:note-turn", public_id=turn.public_id) if open_now else "",
    }  # fmt: skip


@require_http_methods(["POST"])
@act
def begin(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Start the clock of one speech."""
    actor, now = actor_of(request), timezone.now()
    turn = turn_or_404(actor, public_id)
    require("speech.run", actor, turn.speech)
    said = f"开始计时，讲完点“讲完了”：{turn}"
    try:
        with transaction.atomic():
            rehearsing.begin_turn(turn=turn, by=actor, at=now)
    except Refused as refusal:
        said = refusal.message
    return done(request, said, to=address("speech:rehearsal", public_id=turn.rehearsal.public_id))
