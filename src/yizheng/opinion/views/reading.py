"""Pages that everybody reads: the list of pieces and one piece."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine, thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require

from .. import history, listing, queries, showing
from ..filters import OpinionFilter
from ..models import Opinion
from ..subjects.sourcing import calls_visible_to
from . import offers
from .asking import actor_of
from .sections import Card, sections

VISIBLE_BUTTONS = 3
ON_THE_PAGE = ("opinion_transfer", "opinion_report", "opinion_conversion")


@require_GET
def opinions(request: HttpRequest) -> HttpResponse:
    """List the pieces the address asks for; the information office begins with what waits to be read."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.read", actor)
    wanted = OpinionFilter.from_values(request.GET)
    if not request.GET and actor.wears(Role.OPINION_CLERK):
        wanted = wanted.within(group="waiting")
    rows = queries.opinions_visible_to(actor)
    counts = listing.counts_by_state(rows, wanted)
    page = listing.page_of(rows, wanted, counts, request.GET.get("page"))
    form = listing.ListForm(wanted, on=today, calls=calls_visible_to(actor))
    context = {
        "wanted": wanted,
        "page": page,
        "heads": listing.HEADS,
        "heading": listing.heading(wanted, page.paginator.count),
        "tabs": listing.tabs(wanted, counts),
        "rows": listing.rows_of(page.object_list, on=today),
        "batch": _batch(wanted, actor),
        "form": form,
        "kept": listing.kept(wanted),
        "narrowed": form.said(),
        "action": address("opinion:opinions"),
        "buttons": offers.buttons_of_list(actor),
        "export": _export(wanted, actor),
    }
    return render(request, "opinion/opinions.html", context)


def _batch(wanted: OpinionFilter, actor: Actor) -> list[tuple[str, str]]:
    """Return what an editor does with several pieces of a stage at once: address and word."""
    if not may("opinion.edit", actor):
        return []
    first_reading = [
        (address("opinion:merge"), "并成综合稿"),
        (address("opinion:reject-several"), "不采用选中的"),
    ]
    return {
        "waiting": first_reading,
        "editing": first_reading,
        "approved": [(address("opinion:new-issue"), "编成一期")],
        "issued": [(address("opinion:new-issue"), "再编一期")],
    }.get(wanted.group, [])


def _export(wanted: OpinionFilter, actor: Actor) -> str:
    if not may("opinion.export", actor):
        return ""
    return f"{address('document:paper', code='opinion-list', format='xlsx')}?{wanted.query()}"


@require_GET
def opinion(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one piece: where it stands, its words, whose it is, what came of it."""
    actor = actor_of(request)
    require("opinion.read", actor)
    rows = queries.opinions_visible_to(actor).select_related("merged_into", "call", "street")
    marked = rows.annotate(content_is_closed=quarantine.is_closed("opinion"))
    found: Any = get_object_or_404(marked, public_id=public_id)
    context: dict[str, Any] = {
        "opinion": found,
        "is_closed": found.content_is_closed,
        "state": found.get_state_display(),
        "meaning": listing.MEANING[found.state],
        "steps": showing.steps(found),
        "facts": showing.facts(found, actor),
        "timeline": history.entries(found, actor),
        **({} if found.content_is_closed else _content(request, found, actor)),
    }
    return render(request, "opinion/opinion.html", context)


def _content(request: HttpRequest, found: Opinion, actor: Actor) -> dict[str, Any]:
    buttons = offers.offered(found, actor)
    return {
        "said": showing.said(found, actor),
        "texts": showing.texts(found, actor),
        "signs": showing.signs_here(found, actor),
        "buttons": buttons[:VISIBLE_BUTTONS],
        "more_buttons": buttons[VISIBLE_BUTTONS:],
        "authors": showing.authors(found),
        "parts": showing.parts(found, actor),
        "versions": showing.versions(found, actor),
        "issues": showing.issues(found, actor),
        "files": showing.files(found),
        "papers": showing.papers(found, actor),
        "boxes": showing.boxes(found, thread.around(found, actor, without=ON_THE_PAGE)),
        "cards": [_drawn(request, each) for each in sections(found, actor)],
    }


def _drawn(request: HttpRequest, card: Card) -> str:
    """Draw a card of an area; its template finds its values by their names, and all of them as `card`."""
    return render_to_string(card.template, {**card.context, "card": card.context}, request)
