"""Pages of numbers: the year, its cuts, the units, what is late, what was frozen. Every number opens its list."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.deadline.reckoning import Light
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.together import Asked, Steps, in_rounds
from yizheng.ui.shapes import LIGHT_MEANING, Cell, Column, Crumb, Tab
from yizheng.ui.tags.marks import month_day

from .. import late, listing
from ..enums import HandlingState
from ..figures import cross_tables, league, rates
from ..figures.year import YearFigures, proposals_of
from ..forms.figures import FreezeForm
from ..models import FigureSnapshot, Handling, Proposal
from ..services import snapshots as services
from ..showing import figures as showing_figures
from .asking import actor_of

PAGE_ROWS = 50
LATE_COLUMNS = (
    Column("编号"), Column("案由"), Column("单位"), Column("到哪一步"), Column("期限", "date"), Column("晚了多久"),
)  # fmt: skip


def year_asked(request: HttpRequest) -> int:
    """Return the year the address asks for, by default the running one."""
    given = request.GET.get("year", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) == 4 else timezone.localdate().year


@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """Show a year in numbers: received to filed, replies, satisfaction, classes, and one cut of the choice."""
    actor, today, asked = actor_of(request), timezone.localdate(), year_asked(request)
    require("proposal.see_figures", actor)
    cut = cross_tables.cut_by(request.GET.get("cut", ""))
    found, rows, years, look_back = in_rounds([
        YearFigures.steps(asked, actor, on=today),
        cross_tables.rows_of.steps(proposals_of(asked, actor), cut),
        _years.steps(asked),
        rates.look_back_table.steps(asked),
    ])  # fmt: skip
    context = {
        "found": found,
        "now": timezone.now(),
        "tabs": tabs(asked, "figures"),
        "years": years,
        "review": showing_figures.review_figures(found),
        "periods": showing_figures.period_figures(found),
        "handling": showing_figures.handling_figures(found),
        "rates": showing_figures.rate_rows(found),
        "satisfaction": showing_figures.satisfaction_rows(found),
        "class_rows": [
            (row, listing.url_for(year=asked, counted=f"class_{row.mark}")) for row in rates.class_table(asked)
        ],
        "look_back": look_back,
        "cut_tabs": _cut_tabs(asked, cut),
        "cut_columns": showing_figures.CROSS_COLUMNS,
        "cut_rows": [showing_figures.cross_row(row, asked) for row in rows],
        "papers": showing_figures.papers(asked),
        "may_freeze": may("proposal.freeze_figures", actor),
    }
    return render(request, "proposal/figures/year.html", context)


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Show the table of units in official order; each number opens the list of that unit."""
    actor, today, asked = actor_of(request), timezone.localdate(), year_asked(request)
    require("proposal.see_figures", actor)
    found = league.unit_rows(proposals_of(asked, actor), on=today)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "year": asked, "page": page, "tabs": tabs(asked, "figure-units"), "years": _years(asked),
        "columns": showing_figures.UNIT_COLUMNS, "now": timezone.now(),
        "rows": [showing_figures.unit_row(row, asked) for row in page], "papers": showing_figures.unit_papers(asked),
    }  # fmt: skip
    return render(request, "proposal/figures/units.html", context)


@require_GET
def overdue(request: HttpRequest) -> HttpResponse:
    """List what is past its date, the latest first: whose, where it stands, by how much."""
    actor, today, asked = actor_of(request), timezone.localdate(), year_asked(request)
    require("proposal.see_figures", actor)
    rows = late.late_handlings(asked, actor, on=today)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "year": asked, "page": page, "tabs": tabs(asked, "figure-overdue"), "years": _years(asked),
        "columns": LATE_COLUMNS, "rows": _late_rows(list(page)),
        "papers": showing_figures.overdue_papers(asked),
    }  # fmt: skip
    return render(request, "proposal/figures/overdue.html", context)


@require_GET
def snapshots(request: HttpRequest) -> HttpResponse:
    """List the frozen figures of a year, the newest first."""
    actor, asked = actor_of(request), year_asked(request)
    require("proposal.see_figures", actor)
    page = Paginator(FigureSnapshot.objects.filter(year=asked).order_by("-as_of", "-id"), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "year": asked, "page": page, "tabs": tabs(asked, "figure-snapshots"), "years": _years(asked),
        "may_freeze": may("proposal.freeze_figures", actor),
    }  # fmt: skip
    return render(request, "proposal/figures/snapshots.html", context)


@require_GET
def snapshot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show frozen figures beside those of today: what changed since is seen at once."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.see_figures", actor)
    row = get_object_or_404(FigureSnapshot, public_id=public_id)
    now = YearFigures.read(row.year, actor, on=today)
    context = {
        "snapshot": row,
        "columns": showing_figures.SNAPSHOT_COLUMNS,
        "rows": showing_figures.snapshot_rows(row, now),
        "crumbs": [Crumb("定格的统计", f"{address('proposal:figure-snapshots')}?year={row.year}"), Crumb(row.label)],
    }
    return render(request, "proposal/figures/snapshot.html", context)


@require_http_methods(["GET", "POST"])
@act
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a year under a name."""
    actor, asked = actor_of(request), year_asked(request)
    require("proposal.freeze_figures", actor)
    form = FreezeForm(request.POST if request.method == "POST" else None, initial={"year": asked})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = services.freeze(**form.cleaned_data, by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            url = address("proposal:figure-snapshot", public_id=made.public_id)
            return done(request, "已定格，以后数字变了，这一份也不变。", to=url)
    crumbs = [Crumb("统计", address("proposal:figures")), Crumb("定格")]
    return render(request, "proposal/figures/freeze.html", {"form": form, "crumbs": crumbs})


def _late_rows(rows: list[Handling]) -> list[list[Cell]]:
    return [_late_row(row, shown) for row, shown in late.lights_of(rows, on=timezone.localdate())]


def _late_row(row: Handling, late: Light) -> list[Cell]:
    return [
        Cell(row.proposal.number),
        Cell(row.proposal.title, url=address("proposal:handling", public_id=row.public_id)),
        Cell(str(row.unit)),
        Cell(str(HandlingState(row.state).label)),
        Cell(month_day(row.due_on)),
        Cell(late.words, meaning=LIGHT_MEANING[late.colour]),
    ]


def tabs(asked: int, current: str) -> list[Tab]:
    """Return the pages of numbers of a year."""
    names = (
        ("figures", "全年"), ("figure-units", "承办单位"), ("figure-overdue", "逾期"), ("figure-bulletin", "一周简报"),
        ("figure-snapshots", "定格的统计"),
    )  # fmt: skip
    return [Tab(label, f"{address(f'proposal:{name}')}?year={asked}", name == current) for name, label in names]


@Asked
def _years(asked: int) -> Steps[list[Tab]]:
    found = yield Proposal.objects.order_by().values_list("year", flat=True).distinct()
    shown = sorted({*found, asked}, reverse=True)[:6]
    return [Tab(f"{each}年", f"?year={each}", each == asked) for each in shown]


def _cut_tabs(asked: int, cut: cross_tables.Cut) -> list[Tab]:
    here = address("proposal:figures")
    return [Tab(each.label, f"{here}?year={asked}&cut={each.code}", each is cut) for each in cross_tables.CUTS]
