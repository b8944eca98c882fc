"""Pages of the office: the speeches of a plenary, the selection with its reasons, the order of speaking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require

from .. import choosing, history, queries, showing
from ..enums import CallState, SpeechForm, SpeechState
from ..hints import hints_of, without_slot
from ..models import Speech, SpeechCall
from ..services import holding, selecting
from ..workflow import CALL_MACHINE
from .acting import CALL_ACTS, DISTRIBUTE, LIST_ACTS, REHEARSE, buttons
from .asking import actor_of, call_or_404, speech_or_404

PAGE_ROWS = 50


@require_GET
def call(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the speeches of a plenary that the person may read, by stage; the office sees the acts and numbers."""
    actor = actor_of(request)
    require("speech.read", actor)
    found = call_or_404(actor, public_id)
    reads_all = may("speech.read_all", actor)
    visible = queries.speeches_visible_to(actor).filter(call=found)
    wanted = request.GET.get("group", "")
    wanted = wanted if wanted in showing.GROUPS else ""
    rows = visible.filter(state__in=showing.GROUPS[wanted][1]) if wanted else visible
    page = Paginator(rows.order_by("order", "-submitted_at", "-id"), PAGE_ROWS).get_page(request.GET.get("page"))
    is_settled = found.state in (CallState.SETTLED, CallState.ARCHIVED)
    context = {
        "call": found,
        "meaning": showing.CALL_MEANING[CallState(found.state)],
        "facts": showing.call_facts(found),
        "figures": showing.figures(found, found.speeches.exclude(form="")) if is_settled else [],
        "tabs": showing.tabs(found, wanted, showing.counts(visible)) if reads_all else [],
        "page": page,
        "columns": showing.COLUMNS,
        "rows": [showing.row(each, reads_all=reads_all) for each in page],
        "buttons": buttons(CALL_ACTS, CALL_MACHINE, found, actor, without=_idle(found)),
        "links": _links(found, actor),
        "files": showing.papers(found, actor),
        "may_begin": found.state == CallState.OPEN and may("speech.begin", actor),
        "may_enter": found.state == CallState.OPEN and may("speech.enter", actor),
        "rehearsals": list(queries.rehearsals_visible_to(actor).filter(call=found)),
        "boxes": showing.boxes("大会发言征集", str(found), thread.around(found, actor)),
        "timeline": history.entries("speech_call", found.pk) if reads_all else [],
        "crumbs": showing.crumbs(found),
    }
    return render(request, "speech/call.html", context)


def _idle(found: SpeechCall) -> list[str]:
    """Return the acts for which no speech waits."""
    waiting = set(found.speeches.values_list("state", flat=True))
    needs = ((DISTRIBUTE, SpeechState.WRITTEN_SELECTED), (REHEARSE, SpeechState.ORAL_SELECTED))
    return [each.name for each, state in needs if state not in waiting]


def _links(found: SpeechCall, actor: Actor) -> list[tuple[str, str, str]]:
    """Return the pages that belong to a call as it stands, for this hat."""
    offered = (
        ("遴选", "", "selection", "speech.read_all", (CallState.OPEN, CallState.CLOSED, CallState.PROPOSED)),
        ("排顺序", "", "order", "speech.run", (CallState.SETTLED,)),
        ("发言台", "primary", "desk", "speech.run", (CallState.SETTLED,)),
    )
    return [
        (label, address(f"speech:{name}", public_id=found.public_id), look)
        for label, look, name, permission, states in offered
        if found.state in states and may(permission, actor)
    ]


@require_GET
def selection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what can be chosen, each with the reasons for and against it; people decide."""
    actor, today = actor_of(request), timezone.localdate()
    require("speech.read_all", actor)
    found = call_or_404(actor, public_id)
    rows = choosing.in_selection(found)
    known = choosing.candidates(found, rows, today)
    page = Paginator(list(zip(rows, known, strict=True)), PAGE_ROWS).get_page(request.GET.get("page"))
    oral = [each for each in rows if each.wanted == SpeechForm.ORAL]
    context = {
        "call": found,
        "page": page,
        "lines": [(row, one.sector, hints_of(one, known)) for row, one in page],
        "may_select": may("speech.select", actor) and found.state in (CallState.OPEN, CallState.CLOSED),
        "oral": len(oral),
        "minutes": len(oral) * found.minutes,
        "written": sum(each.wanted == SpeechForm.WRITTEN for each in rows),
        "lacking": without_slot(choosing.bodies_with_a_slot(today), known),
        "unread": found.speeches.filter(state="submitted").count(),
        "buttons": buttons(LIST_ACTS, CALL_MACHINE, found, actor),
        "as_oral": {"form": SpeechForm.ORAL.value},
        "as_written": {"form": SpeechForm.WRITTEN.value},
        "crumbs": showing.crumbs(found, "遴选"),
    }
    return render(request, "speech/selection.html", context)


@require_http_methods(["POST"])
@act
def shortlist(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a speech on the list as oral or written."""
    actor, now = actor_of(request), timezone.now()
    speech = speech_or_404(actor, public_id)
    require("speech.select", actor, speech)
    form = request.POST.get("form", "")

    def perform() -> str:
        moved = selecting.shortlist(speech=speech, form=form, by=actor, at=now)
        return f"《{moved}》拟作{moved.get_wanted_display()}。"

    return _chosen(request, speech, perform)


@require_http_methods(["POST"])
@act
def drop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a speech off the list."""
    actor, now = actor_of(request), timezone.now()
    speech = speech_or_404(actor, public_id)
    require("speech.select", actor, speech)

    def perform() -> str:
        return f"《{selecting.drop(speech=speech, by=actor, at=now)}》已移出名单。"

    return _chosen(request, speech, perform)


def _chosen(request: HttpRequest, speech: Speech, perform: Any) -> HttpResponse:
    try:
        with transaction.atomic():
            said = perform()
    except Refused as refusal:
        said = refusal.message
    return done(request, said, to=address("speech:selection", public_id=speech.call.public_id))


@require_http_methods(["GET", "POST"])
@act
def order(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Order the speeches to come by dragging, by numbers or step by step; each button saves."""
    actor, now = actor_of(request), timezone.now()
    found = call_or_404(actor, public_id)
    require("speech.run", actor, found)
    if request.method == "GET" and found.state != CallState.SETTLED:
        return redirect(address("speech:call", public_id=public_id))
    rows, problem = list(queries.to_come(found)), ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                holding.set_order(call=found, places=_places(request, rows), by=actor, at=now)
        except Refused as refusal:
            problem = refusal.message
        else:
            return done(request, "顺序已存。", to=address("speech:order", public_id=public_id))
    context = {
        "call": found,
        "rows": rows,
        "total": sum(each.minutes or 0 for each in rows),
        "given": queries.in_order(found).exclude(state="oral_selected").count(),
        "problem": problem,
        "files": showing.papers(found, actor)[:2],
        "crumbs": showing.crumbs(found, "排顺序"),
    }
    return render(request, "speech/order.html", context, status=409 if problem else 200)


def _places(request: HttpRequest, rows: QuerySet[Speech] | list[Speech]) -> list[tuple[int, int]]:
    """Return the order as it was posted: `place_<id>`, `minutes_<id>`, and one step by `move`."""
    listed = list(enumerate(rows, start=1))
    listed.sort(key=lambda pair: (_number(request, f"place_{pair[1].pk}", pair[0]), pair[0]))
    ordered = [row for _place, row in listed]
    way, _, key = request.POST.get("move", "").partition("-")
    at = next((n for n, each in enumerate(ordered) if str(each.pk) == key), None)
    other = None if at is None else at + (-1 if way == "up" else 1)
    if at is not None and other is not None and 0 <= other < len(ordered):
        ordered[at], ordered[other] = ordered[other], ordered[at]
    return [(each.pk, _number(request, f"minutes_{each.pk}", each.minutes or 0)) for each in ordered]


def _number(request: HttpRequest, name: str, standing: int) -> int:
    typed = request.POST.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else standing
