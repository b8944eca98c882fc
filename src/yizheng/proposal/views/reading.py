"""Pages that everybody reads: the list of proposals and one proposal."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel import thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.kernel.together import Steps, in_rounds, side_by_side
from yizheng.ui.shapes import TimelineEntry

from .. import dossier as dossiers
from .. import history, listing, queries, showing
from ..dossier import Dossier
from ..figures import outcomes
from ..filters import ProposalFilter
from ..forms.listing import SHOWN, ListForm, kept
from . import offers
from .asking import actor_of
from .sections import Card, sections

VISIBLE_BUTTONS = 3
ON_THE_PAGE = ("proposal_signer", "handling", "reply", "feedback", "promise")


@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """List the proposals the address asks for; every figure of the house opens this page."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.read", actor)
    wanted = ProposalFilter.from_request(request).for_actor(actor)
    rows = queries.proposals_visible_to(actor)
    counts = listing.counts_by_state(rows, wanted, on=today)
    page = listing.page_of(rows, wanted, counts, request.GET.get("page"), on=today)
    form = ListForm(wanted, on=today)
    asked = {name: value for name in SHOWN if name != "q" and (value := str(getattr(wanted, name) or ""))}
    context = {
        "wanted": wanted,
        "page": page,
        "heading": listing.heading(wanted, page.paginator.count),
        "tabs": listing.tabs(wanted, counts),
        "columns": listing.COLUMNS,
        "rows": listing.rows_of(page.object_list, actor, on=today),
        "form": form,
        "kept": kept(wanted),
        "kept_all": {**kept(wanted), **asked},
        "narrowed": form.said(),
        "action": address("proposal:proposals"),
        "buttons": offers.buttons_of_list(actor),
        "export": _export(wanted, actor),
    }
    return render(request, "proposal/proposals.html", context)


def _export(wanted: ProposalFilter, actor: Actor) -> str:
    """Return where the list as it is narrowed can be fetched; nothing for hats that take no lists out."""
    if not may("proposal.export", actor):
        return ""
    return f"{address('document:paper', code='proposal-list', format='xlsx')}?{wanted.query()}"


@require_GET
def proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one proposal: where it stands, its text with the answers, who handles it, what happened."""
    actor = actor_of(request)
    require("proposal.read", actor)
    row = dossiers.row_for(actor, public_id)
    (found, timeline), beside = in_rounds([_life(row, actor), _beside(row, actor)])
    word, meaning = showing.chip(found.proposal)
    context = {
        "proposal": found.proposal,
        "dossier": found,
        "crumbs": showing.crumbs(found.proposal),
        "state": word,
        "meaning": meaning,
        "steps": showing.steps(found.proposal),
        "said": outcomes.said_of(found),
        "facts": showing.facts(found),
        "timeline": timeline,
        **({} if beside is None else _content(request, found, beside)),
    }
    return render(request, "proposal/proposal.html", context)


class _Beside(NamedTuple):
    """What areas add to the page: buttons, cards, where the proposal came from and what came of it."""

    buttons: list[offers.Offered]
    cards: list[Card]
    boxes: tuple[list[thread.End], list[thread.End]]


def _life(row: Any, actor: Actor) -> Steps[tuple[Dossier, list[TimelineEntry]]]:
    found = yield from dossiers.within.steps(row, actor)
    return found, (yield from history.entries.steps(found))


def _beside(row: Any, actor: Actor) -> Steps[_Beside | None]:
    if row.content_is_closed:
        return None
    found = yield from side_by_side(
        offers.offered.steps(row, actor),
        sections.steps(row, actor),
        thread.around.steps(row, actor, without=ON_THE_PAGE),
    )
    return _Beside(*found)


def _content(request: HttpRequest, found: Dossier, beside: _Beside) -> dict[str, Any]:
    buttons, today = beside.buttons, timezone.localdate()
    return {
        "buttons": buttons[:VISIBLE_BUTTONS],
        "more_buttons": buttons[VISIBLE_BUTTONS:],
        "suggestions": showing.suggestion_rows(found),
        "handling_columns": showing.HANDLING_COLUMNS,
        "handlings": showing.handling_rows(found, on=today),
        "replies": showing.reply_cards(found),
        "planned_columns": showing.PLANNED_COLUMNS,
        "planned": showing.planned_rows(found.planned),
        "review_columns": showing.REVIEW_COLUMNS,
        "reviews": showing.review_rows(found),
        "feedback_columns": showing.FEEDBACK_COLUMNS,
        "feedback": showing.feedback_rows(found.feedback),
        "promise_columns": showing.PROMISE_COLUMNS,
        "promises": showing.promise_rows(found, on=today),
        "signers": showing.signer_rows(found.signers),
        "joined": showing.joined_rows(found),
        "boxes": showing.boxes(found, beside.boxes),
        "files": showing.files(found),
        "papers": showing.papers(found),
        "cards": [_drawn(request, each) for each in beside.cards],
    }


def _drawn(request: HttpRequest, card: Card) -> str:
    """Draw a card of an area; its template finds its values by their names, and all of them as `card`."""
    return render_to_string(card.template, {**card.context, "card": card.context}, request)
