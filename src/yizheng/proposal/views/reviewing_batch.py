"""Pages of the review body's meeting, of the numbers, and of showing results to members: each acts on a batch."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.org.models import Session
from yizheng.ui.shapes import Crumb, FileRow

from .. import queries
from ..enums import ReviewBody, Secrecy
from ..forms.review import REASONS, DecisionForm
from ..models import Proposal, ReviewDecision
from ..queries import review as waiting
from ..queries.review import FINAL
from ..services import deciding, numbering
from ..showing import review as showing
from ..subjects.reviewing import decisions_visible_to
from ..workflow import proposals as table
from .acting import PageAct
from .asking import actor_of

MOST_MEETINGS = 30
MOST_AT_ONCE = 200
"""As many as a meeting decides from one page; the rest comes with the next."""


def session_or_404(public_id: UUID) -> Session:
    """Return a session by its public id."""
    return get_object_or_404(Session.objects.select_related("term"), public_id=public_id)


def _session_of(_actor: Actor, public_id: UUID) -> Session:
    return session_or_404(public_id)


HANDED_IN = PageAct(
    "report-handed-in", "proposal.review", "审查情况报告已交大会",
    "报告打印出来、交到大会以后在这里记一笔，台账里留下谁在什么时候交的。", "记下已交",
    "已记下，审查情况报告已交大会。", _session_of,
    lambda session, _form, by, at: deciding.note_report_handed_in(session=session, by=by, at=at),
    after=lambda session: f"{address('proposal:review')}?session={session.public_id}",
)  # fmt: skip


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb("提案审查", address("proposal:review")), Crumb(last)]


@require_http_methods(["GET", "POST"])
@act
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask what the meeting decided about the proposals that two people have read, and record it."""
    actor, now = actor_of(request), timezone.now()
    require("proposal.decide", actor)
    session = session_or_404(public_id)
    today = timezone.localdate(now)
    proposals = list(waiting.in_queue(actor, session, FINAL)[:MOST_AT_ONCE])
    first = {"body": deciding.right_body(session, today), "decided_on": today}
    meetings = [(str(each.public_id), subjects.of(each).title(each)) for each in _meetings(actor)[:MOST_MEETINGS]]
    form = DecisionForm(request.POST or None, proposals=proposals, meetings=meetings, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            decision = _decide(session, form, actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            said = f"已录入{decision.lines.count()}件的审定结果，提案人会收到通知。"
            return done(request, said, to=address("proposal:review-decision", public_id=decision.public_id))
    context = {
        "session": session, "form": form, "rows": form.rows(), "crumbs": _crumbs("录入审定结果"),
        "outcomes": [(each.value, each.label) for each in deciding.BATCH], "reasons": REASONS,
        "back": showing.list_url(session, FINAL),
    }  # fmt: skip
    return render(request, "proposal/review/decide.html", context, status=409 if form.non_field_errors() else 200)


def _meetings(actor: Actor) -> QuerySet[Any]:
    """Return the meetings kept in the house, the last first: the room of meetings is above, so it is asked by kind."""
    return subjects.get("meeting").visible_to(actor).order_by("-pk")


def _decide(session: Session, form: DecisionForm, by: Actor) -> ReviewDecision:
    given = form.cleaned_data
    return deciding.decide_batch(
        session=session, body=ReviewBody(given["body"]), decided_on=given["decided_on"], persons=given["persons"],
        note=given["note"], lines=form.lines(), by=by, at=timezone.now(),
        meeting=_meetings(by).filter(public_id=given["meeting"]).first() if given["meeting"] else None,
    )  # fmt: skip


@require_GET
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what one meeting decided; it can be printed."""
    actor = actor_of(request)
    require("proposal.see_review", actor)
    found = get_object_or_404(decisions_visible_to(actor).select_related("session__term"), public_id=public_id)
    url = f"{address('document:paper', code='review-decision', format='docx')}?decision={found.public_id}"
    context = {
        "decision": found, "columns": showing.DECISION_COLUMNS, "rows": showing.decision_rows(found),
        "crumbs": _crumbs(str(found)), "files": [FileRow("审定名单", url, "word")],
        "back": showing.list_url(found.session, FINAL),
    }  # fmt: skip
    return render(request, "proposal/review/decision.html", context)


@require_http_methods(["GET", "POST"])
@act
def numbers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the order in which numbers will be given, let the clerk change it, and give them."""
    actor, now = actor_of(request), timezone.now()
    require("proposal.give_numbers", actor)
    session = session_or_404(public_id)
    proposals = numbering.preview(session, now)
    refused = ""
    if request.method == "POST":
        proposals, order = _as_posted(request, proposals)
        moved = request.POST.get("move", "")
        if moved:
            proposals = _moved(proposals, moved)
        elif "arrange" not in request.POST:
            try:
                given = numbering.give_numbers(session=session, order=order, by=actor, at=now)
            except Refused as refusal:
                refused = refusal.message
            else:
                return done(request, f"已编{len(given)}个号：{given[0].number}到{given[-1].number}。",
                            to=address("proposal:review"))  # fmt: skip
    context = {
        "session": session, "rows": _numbered(proposals, session, now), "refused": refused, "crumbs": _crumbs("编号"),
        "back": showing.list_url(session, waiting.NUMBER),
    }  # fmt: skip
    return render(request, "proposal/review/numbers.html", context, status=409 if refused else 200)


def _as_posted(request: HttpRequest, proposals: list[Proposal]) -> tuple[list[Proposal], list[int]]:
    """Read the places that were typed or dragged: `place_<id>`; what has none stays behind, in its order."""
    places: dict[int, int] = {}
    for name in request.POST:
        key, typed = name.removeprefix("place_"), request.POST.get(name, "").strip()
        if name.startswith("place_") and key.isdigit() and typed.isdigit():
            places[int(key)] = int(typed)
    known = {each.pk: n for n, each in enumerate(proposals)}
    order = sorted(places, key=lambda pk: (places[pk], known.get(pk, 0)))
    rank = {pk: n for n, pk in enumerate(order)}
    return sorted(proposals, key=lambda each: rank.get(each.pk, len(rank))), order


def _moved(proposals: list[Proposal], moved: str) -> list[Proposal]:
    """Move one row up or down by one: `up-<id>`, `down-<id>`."""
    way, _, key = moved.partition("-")
    place = next((n for n, each in enumerate(proposals) if str(each.pk) == key), None)
    other = None if place is None else place + (-1 if way == "up" else 1)
    if place is not None and other is not None and 0 <= other < len(proposals):
        proposals[place], proposals[other] = proposals[other], proposals[place]
    return proposals


def _numbered(proposals: list[Proposal], session: Session, now: Any) -> list[dict[str, Any]]:
    """Return the rows with the number that each would get."""
    last = {between: numbering.last_number(session, between=between) for between in (False, True)}
    rows = []
    for place, each in enumerate(proposals, start=1):
        between = numbering.is_own_series(each, now)
        last[between] += 1
        number = f"{'平时' if between else ''}第{last[between]:03d}号"
        rows.append({
            "proposal": each, "place": place, "number": number, "last": place == len(proposals),
            "series": "between" if between else "filed",
        })  # fmt: skip
    return rows


@require_http_methods(["GET", "POST"])
@act
def share(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let members read what was filed, after the results were made known."""
    actor = actor_of(request)
    require("proposal.review", actor)
    session = session_or_404(public_id)
    rows = queries.proposals_visible_to(actor).filter(
        session=session, state__in=table.SHARE.sources, shared_on__isnull=True
    )
    rows = rows.exclude(secrecy=Secrecy.INTERNAL)
    back, refused = showing.list_url(session, FINAL), ""
    if request.method == "POST":
        try:
            shared = deciding.share_with_members(proposals=rows, by=actor, at=timezone.now())
        except Refused as refusal:
            refused = refusal.message
        else:
            return done(request, f"{len(shared)}件提案，委员现在都看得到。", to=back)
    context = {"session": session, "count": rows.count(), "refused": refused, "back": back,
               "crumbs": _crumbs("委员可见")}  # fmt: skip
    return render(request, "proposal/review/share.html", context, status=409 if refused else 200)
