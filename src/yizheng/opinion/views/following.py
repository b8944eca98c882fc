"""Lists of what became of pieces: reports to higher committees, feedback owed, points of a year."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Crumb, Figure, Tab

from .. import points
from .. import queries_following as queries
from .. import showing_following as showing
from ..enums import FeedbackState, OpinionState, ReportState
from ..models import IncomingOpinion, OpinionAuthor, OpinionReport
from ..queries import opinions_visible_to
from ..services import feeding_back
from .acting import url_of
from .asking import actor_of
from .following_acts import DROP, GIVE, REPORT_ACTS, feedback_or_404

PAGE_ROWS = 50
R, F = ReportState, FeedbackState


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """List what was reported up and what came of it; beside it, what lower committees reported to us (F076)."""
    actor = actor_of(request)
    require("opinion.see_desk", actor)
    wanted = request.GET.get("state", "")
    seen = queries.reports_in_full(actor)
    rows = seen.filter(state=wanted) if wanted in R.values else seen
    page = Paginator(rows.order_by("-reported_on", "-id"), PAGE_ROWS).get_page(request.GET.get("page"))
    counts = seen.aggregate(**{state: Count("id", filter=Q(state=state)) for state in R.values})
    here = address("opinion:reports")
    context = {
        "page": page,
        "columns": showing.REPORT_COLUMNS,
        "lines": [(_labelled(showing.report_row(each)), _report_buttons(each, actor)) for each in page],
        "tabs": [
            Tab("全部", here, not wanted),
            *(Tab(label, f"{here}?state={state}", state == wanted, counts[state]) for state, label in R.choices),
        ],
        "senders": _senders(timezone.localdate().year),
        "year": timezone.localdate().year,
    }
    return render(request, "opinion/following/reports.html", context)


def _labelled(cells: list[Cell]) -> list[tuple[str, Cell]]:
    return [(column.label, cell) for column, cell in zip(showing.REPORT_COLUMNS, cells, strict=True)]


def _report_buttons(report: OpinionReport, actor: Actor) -> list[tuple[str, str]]:
    if report.state != R.WAITING or report.to_committee_id is not None:
        return []
    return [(url_of(each, report), each.title) for each in REPORT_ACTS if may(each.permission, actor, report.opinion)]


def _senders(year: int) -> list[dict[str, object]]:
    """Count by lower committee what it reported to us this year, and what of it was used."""
    used = [OpinionState.ISSUED, OpinionState.TRANSFERRED, OpinionState.REPORTED_UP, OpinionState.ADOPTED_UP,
            OpinionState.INSTRUCTED, OpinionState.REPLIED, OpinionState.ARCHIVED, OpinionState.MERGED]  # fmt: skip
    rows = IncomingOpinion.objects.filter(opinion__year=year).order_by("from_name").values("from_name")
    return list(rows.annotate(sent=Count("id"), used=Count("id", filter=Q(opinion__state__in=used))))


@require_GET
def feedback_owed(request: HttpRequest) -> HttpResponse:
    """List what authors are to be told, the nearest day first, and what they were told."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.see_desk", actor)
    show = request.GET.get("show", "")
    seen = queries.feedback_visible_to(actor)
    late = Q(state=F.OWED, due_on__lt=today)
    shown = {"": Q(state=F.OWED), "late": late, "given": Q(state=F.GIVEN), "dropped": Q(state=F.DROPPED)}
    rows = seen.filter(shown.get(show, shown[""])).order_by("due_on", "id").prefetch_related("opinion__authors", "seen")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    counts = seen.aggregate(owed=Count("id", filter=shown[""]), late=Count("id", filter=late))
    here = address("opinion:feedback-owed")
    context = {
        "page": page,
        "columns": showing.FEEDBACK_COLUMNS,
        "rows": [showing.feedback_row(each, today) for each in page],
        "tabs": [
            Tab("待反馈", here, show == "", counts["owed"]),
            Tab("逾期", f"{here}?show=late", show == "late", counts["late"]),
            Tab("已反馈", f"{here}?show=given", show == "given"),
            Tab("不再反馈", f"{here}?show=dropped", show == "dropped"),
        ],
    }
    return render(request, "opinion/following/feedback_owed.html", context)


@require_GET
def feedback(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one piece of feedback with its prepared sentence; one tap sends it."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.see_desk", actor)
    found = feedback_or_404(actor, public_id)
    word, meaning = showing.feedback_standing(found, today)
    owed = found.state == F.OWED and may("opinion.follow", actor, found)
    context = {
        "feedback": found,
        "authors": showing.readers(found),
        "word": word,
        "meaning": meaning,
        "owed": owed,
        "buttons": [(url_of(GIVE, found), "改一改再发", ""), (url_of(DROP, found), "不再反馈", "")] if owed else [],
        "crumbs": [Crumb("反馈作者", address("opinion:feedback-owed")), Crumb(str(found.opinion))],
    }
    return render(request, "opinion/following/feedback.html", context)


@require_http_methods(["POST"])
@act
def send_as_prepared(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the prepared sentence as it is, in one tap."""
    actor = actor_of(request)
    found = feedback_or_404(actor, public_id)
    require("opinion.follow", actor, found)
    to = address("opinion:feedback-owed")
    try:
        feeding_back.give(feedback=found, text=found.text, by=actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, to=to)
    return done(request, "已告知作者。", to=to)


@require_GET
def year_points(request: HttpRequest) -> HttpResponse:
    """List the points of a year by author, in the order of names; each number opens its rows."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.see_desk", actor)
    year = _year(request.GET, today)
    rule = points.rule_of(year, today)
    found = points.by_author(points.entries_of_year(year), rule)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": showing.POINT_COLUMNS,
        "rows": [showing.author_row(each, year) for each in page],
        "rule": rule.words,
        "year": year,
        "years": range(today.year, today.year - 6, -1),
    }
    return render(request, "opinion/following/points.html", context)


@require_GET
def points_of(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the rows behind one author's points of a year."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.see_desk", actor)
    rows = OpinionAuthor.objects.filter(opinion__in=opinions_visible_to(actor).values("pk"))
    author, year = get_object_or_404(rows, public_id=public_id), _year(request.GET, today)
    rule = points.rule_of(year, today)
    found = points.by_author(points.of_same_author(author, year), rule)
    crumbs = [Crumb("积分", f"{address('opinion:points')}?year={year}"), Crumb(author.name)]
    return _rows(request, found, author.name, year, rule.words, crumbs)


@require_GET
def own_points(request: HttpRequest) -> HttpResponse:
    """Show an author the own points of a year, row by row, with the rule; nobody else's."""
    actor, today = actor_of(request), timezone.localdate()
    require("opinion.see_own_points", actor)
    year = _year(request.GET, today)
    rule = points.rule_of(year, today)
    found = points.by_author(points.own_entries(actor, year), rule)
    crumbs = [Crumb("我的社情民意", address("opinion:mine")), Crumb("积分")]
    return _rows(request, found, "我", year, rule.words, crumbs)


def _rows(
    request: HttpRequest, found: list[points.AuthorYear], name: str, year: int, rule: str, crumbs: list[Crumb]
) -> HttpResponse:
    first = found[0] if found else None
    context = {
        "name": name,
        "figures": [Figure(showing.number(first), f"{year}年积分", unit="分")],
        "columns": showing.ENTRY_COLUMNS,
        "rows": showing.entry_rows(first.rows) if first else [],
        "rule": rule,
        "year": year,
        "crumbs": crumbs,
    }
    return render(request, "opinion/following/points_of.html", context)


def _year(asked: QueryDict, today: date) -> int:
    given = asked.get("year", "")
    return int(given) if given.isdigit() and 1949 <= int(given) <= today.year else today.year
