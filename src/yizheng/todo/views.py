"""The desk and the whole list behind it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.together import in_rounds
from yizheng.ui.navigation import audience_of

from . import desk as cards
from . import phrases, queries
from .lines import todo_lines

MOST_ON_DESK = 12
MOST_ON_PAGE = 50


@require_GET
def desk(request: Any) -> HttpResponse:
    """Answer what waits for this person today; members get the page made for a phone."""
    now = timezone.localtime()
    actor, today = request.actor, now.date()
    (waiting, rows), others, *answers = in_rounds([
        queries.first_waiting.steps(actor, on=today, most=MOST_ON_DESK),
        queries.waiting_in_other_hats.steps(actor),
        *cards.steps(actor, today),
    ])  # fmt: skip
    filled = cards.filled(answers)
    context = {
        "today": today,
        "headline": phrases.headline(now, waiting),
        "greeting": phrases.greeting(now),
        "waiting": waiting,
        "lines": todo_lines(rows, today),
        "remaining": phrases.remaining(len(rows), waiting),
        "other_hats": [(hat, n) for hat, n in others if n],
        "first_cards": [card for card in filled if card.first],
        "own_cards": [card for card in filled if card.own and not card.first],
        "main_cards": [card for card in filled if not (card.own or card.first) and card.place == cards.MAIN],
        "aside_cards": [card for card in filled if not (card.own or card.first) and card.place == cards.ASIDE],
    }
    return render(request, f"todo/{_page_of(request)}.html", context)


@require_GET
def everything(request: Any) -> HttpResponse:
    """List all that waits for the worn hat, by date."""
    today = timezone.localdate()
    page = Paginator(queries.open_for(request.actor), MOST_ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": todo_lines(list(page.object_list), today), "today": today}
    return render(request, "todo/everything.html", context)


def _page_of(request: HttpRequest) -> str:
    return "desk_member" if audience_of(getattr(request, "actor", None)) == "member" else "desk"
