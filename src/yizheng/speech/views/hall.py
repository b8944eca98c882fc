"""The plenary itself: the desk from which speakers are called, and the screen in the hall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import live
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from .. import queries, showing
from ..enums import SpeechState
from ..models import Speech, SpeechCall
from ..services import holding
from .asking import actor_of, call_or_404, speech_or_404


@require_GET
def desk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who speaks, who comes next and who has spoken; one button each."""
    actor = actor_of(request)
    found = call_or_404(actor, public_id)
    require("speech.run", actor, found)
    rows = list(queries.in_order(found))
    context = {
        "call": found,
        "now": _now(rows),
        "next": _next(rows),
        "lines": [(each, showing.MEANING[SpeechState(each.state)]) for each in rows],
        "left": sum(each.minutes or 0 for each in rows if each.state == SpeechState.ORAL_SELECTED),
        "screen": address("speech:screen", public_id=public_id),
        "crumbs": showing.crumbs(found, "发言台"),
    }
    return render(request, "speech/desk.html", context)


@never_cache
@require_GET
def screen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the hall's screen: who speaks with the clock, who comes next, how far it is."""
    actor = actor_of(request)
    found = call_or_404(actor, public_id)
    require("speech.run", actor, found)
    assert actor.user_id is not None, "signed in"
    context = {
        "call": found,
        "shown": _shown(found),
        "ticket": live.ticket(holding.topic_of(found), actor.user_id),
    }
    return render(request, "speech/screen.html#shown" if "part" in request.GET else "speech/screen.html", context)


@require_http_methods(["POST"])
@act
def begin(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask a speaker to the desk and start the clock."""
    actor, now = actor_of(request), timezone.now()
    speech = speech_or_404(actor, public_id)
    require("speech.run", actor, speech)
    return _acted(request, speech, lambda: holding.begin_speaking(speech=speech, by=actor, at=now), "开始计时。")


@require_http_methods(["POST"])
@act
def deliver(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note that a speech was given."""
    actor, now = actor_of(request), timezone.now()
    speech = speech_or_404(actor, public_id)
    require("speech.run", actor, speech)
    return _acted(request, speech, lambda: holding.deliver(speech=speech, by=actor, at=now), "已记为发言。")


def _acted(request: HttpRequest, speech: Speech, perform: Callable[[], object], said: str) -> HttpResponse:
    try:
        with transaction.atomic():
            perform()
    except Refused as refusal:
        said = refusal.message
    return done(request, said, to=address("speech:desk", public_id=speech.call.public_id))


def _shown(call: SpeechCall) -> dict[str, Any]:
    rows = list(queries.in_order(call))
    speaking = _now(rows)
    ends = ""
    if speaking is not None and speaking.begun_at is not None:
        ends = (speaking.begun_at + timedelta(minutes=speaking.minutes or call.minutes)).isoformat()
    given = sum(each.delivered_at is not None for each in rows)
    return {"now": speaking, "next": _next(rows), "ends": ends, "given": given, "total": len(rows), "rows": rows}


def _now(rows: list[Speech]) -> Speech | None:
    return next((each for each in rows if each.begun_at and each.state == SpeechState.ORAL_SELECTED), None)


def _next(rows: list[Speech]) -> Speech | None:
    return next((each for each in rows if not each.begun_at and each.state == SpeechState.ORAL_SELECTED), None)
