"""Pages of periodicals: the list of issues, one issue, laying it out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.org.configuration import value
from yizheng.ui.shapes import Crumb, Tab

from .. import queries
from .. import showing_issues as showing
from ..enums import IssueState, OpinionState
from ..forms_issue import LayoutForm
from ..keys import PERIODICALS
from ..models import Opinion, OpinionIssue
from ..services import laying_out
from ..showing import files_of
from ..standing import EDITORS
from ..workflow.opinions import BEYOND_APPROVAL
from .asking import actor_of, issue_or_404
from .editor import chosen_of
from .issues_acts import buttons_of

PAGE_ROWS = 50
MOST_READY = 100


@require_GET
def issues(request: HttpRequest) -> HttpResponse:
    """List the issues, newest first, by periodical and year."""
    actor, today = actor_of(request), timezone.localdate()
    require("issue.read", actor)
    periodical, year = request.GET.get("periodical", ""), request.GET.get("year", "")
    names = value(PERIODICALS, on=today)
    rows = queries.issues_visible_to(actor)
    rows = rows.filter(periodical=periodical) if periodical in names else rows
    rows = rows.filter(year=int(year)) if year.isascii() and year.isdigit() and len(year) == 4 else rows
    ordered = rows.order_by("-year", "-year_no", "-id").prefetch_related("items__opinion")
    page = Paginator(ordered, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": showing.COLUMNS,
        "rows": showing.rows_of(page.object_list),
        "tabs": _tabs(names, periodical),
        "may_lay_out": may("issue.lay_out", actor),
        "volume": _volume(actor, today.year),
    }
    return render(request, "opinion/issues/list.html", context)


def _tabs(names: list[str], current: str) -> list[Tab]:
    url = address("opinion:issues")
    return [
        Tab("全部", url, current not in names),
        *(Tab(f"《{name}》", f"{url}?periodical={name}", name == current) for name in names),
    ]


def _volume(actor: Actor, year: int) -> list[tuple[int, str]]:
    """Return where the volumes of this year and the last are fetched, for the office."""
    if not may("opinion.export", actor):
        return []
    url = address("document:paper", code="opinion-volume", format="docx")
    return [(each, f"{url}?year={each}") for each in (year, year - 1)]


@require_GET
def issue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one issue as it reads, to whom it goes and what can be done with it."""
    actor = actor_of(request)
    require("issue.read", actor)
    found = issue_or_404(actor, public_id)
    at_desk = actor.wears(*EDITORS)
    signs = found.state == IssueState.SIGNING and may("issue.sign", actor, found)
    context = {
        "issue": found,
        "number": showing.number_words(found),
        "meaning": showing.MEANING[IssueState(found.state)],
        "items": _linked(showing.items_of(found), actor),
        "recipients": showing.recipients_of(found),
        "facts": showing.facts(found),
        "papers": showing.papers(found, at_desk=at_desk),
        "timeline": showing.timeline(found) if at_desk else [],
        "files": files_of("opinion_issue", found.pk) if at_desk else [],
        "buttons": buttons_of(found, actor),
        "signs": address("opinion:sign-issue", public_id=found.public_id) if signs else "",
    }
    return render(request, "opinion/issues/issue.html", context)


def _linked(items: list[dict[str, Any]], actor: Actor) -> list[dict[str, Any]]:
    """Link only the pieces that the reader may open by themselves."""
    ids = [each["opinion"].pk for each in items]
    seen = set(queries.opinions_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [{**each, "url": each["url"] if each["opinion"].pk in seen else ""} for each in items]


@require_http_methods(["GET", "POST"])
@act
def new_issue(request: HttpRequest) -> HttpResponse:
    """Begin an issue with the ticked pieces; it goes where the last one went."""
    actor, now = actor_of(request), timezone.now()
    require("issue.lay_out", actor)
    chosen = [each for each in chosen_of(request, actor) if each.state in BEYOND_APPROVAL]
    form = LayoutForm(*([request.POST] if request.method == "POST" else []), on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = laying_out.lay_out(layout=form.layout(chosen), by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(
                request, "已新编一期，请排好顺序再送签。", to=address("opinion:lay-out", public_id=made.public_id)
            )
    context = {
        "form": form,
        "chosen": chosen,
        "ready": _ready(actor, {each.pk for each in chosen}),
        "crumbs": [Crumb("社情民意刊物", address("opinion:issues")), Crumb("新编一期")],
    }
    return render(request, "opinion/issues/new.html", context, status=_status(form))


def _ready(actor: Actor, without: set[int]) -> list[Opinion]:
    """Return the signed pieces that wait to be issued."""
    rows = queries.opinions_visible_to(actor).filter(state=OpinionState.APPROVED).exclude(pk__in=without)
    return list(rows.order_by("approved_on", "id")[:MOST_READY])


@require_http_methods(["GET", "POST"])
@act
def lay_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lay out an issue: pieces in and out, their order by dragging, numbers or keys, recipients; each button saves."""
    actor, now = actor_of(request), timezone.now()
    found = issue_or_404(actor, public_id)
    require("issue.lay_out", actor, found)
    if request.method == "GET" and found.state != IssueState.LAID_OUT:
        return redirect(showing.url_of(found))
    today = timezone.localdate(now)
    form = LayoutForm(*([request.POST] if request.method == "POST" else []), on=today, issue=found)
    if request.method == "POST" and form.is_valid():
        edition = request.POST.get("edition", "")
        try:
            with transaction.atomic():
                laying_out.arrange(
                    issue=found, layout=form.layout(_arranged(request, found, actor)), by=actor, at=now,
                    edition=int(edition) if edition.isascii() and edition.isdigit() else -1,
                )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "编排已存。", to=_onward(request, found))
    items = showing.items_of(found)
    context = {
        "issue": found, "form": form, "items": items, "numbers": form.next_numbers(today),
        "ready": _ready(actor, {each["opinion"].pk for each in items}),
        "crumbs": [
            Crumb("社情民意刊物", address("opinion:issues")), Crumb(str(found), showing.url_of(found)), Crumb("编排"),
        ],
    }  # fmt: skip
    return render(request, "opinion/issues/lay_out.html", context, status=_status(form))


def _arranged(request: HttpRequest, issue: OpinionIssue, actor: Actor) -> list[Opinion]:
    """Return the pieces as they were posted: `place_<id>` where they stand, `out_<id>` taken out, `chosen` added."""
    items = [each for each in showing.items_of(issue) if f"out_{each['pk']}" not in request.POST]
    there = [each["opinion"] for each in sorted(items, key=lambda each: _place(request, each))]
    _move(there, request.POST.get("move", ""))
    added = [each for each in chosen_of(request, actor) if each.pk not in {one.pk for one in there}]
    return [*there, *added]


def _place(request: HttpRequest, item: dict[str, Any]) -> tuple[int, int]:
    typed = request.POST.get(f"place_{item['pk']}", "").strip()
    return (int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else item["order"], item["order"])


def _move(opinions: list[Opinion], moved: str) -> None:
    """Move one piece up or down by one: `up-<id>`, `down-<id>`."""
    way, _, key = moved.partition("-")
    place = next((n for n, each in enumerate(opinions) if str(each.pk) == key), None)
    other = None if place is None else place + (-1 if way == "up" else 1)
    if place is not None and other is not None and 0 <= other < len(opinions):
        opinions[place], opinions[other] = opinions[other], opinions[place]


def _onward(request: HttpRequest, issue: OpinionIssue) -> str:
    if "send" in request.POST:
        return address("opinion:send-issue-to-sign", public_id=issue.public_id)
    if "view" in request.POST:
        return showing.url_of(issue)
    return address("opinion:lay-out", public_id=issue.public_id)


def _status(form: Any) -> int:
    return 409 if form.is_bound and form.non_field_errors() else 200
