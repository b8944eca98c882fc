"""Behind a number of a what-if: the members it counts, and the points a draft would give one of them, line by line."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Column, Crumb

from .. import queries, reckoned, shifting, showing, supposing
from ..models import SchemeVersion
from ..scoring.scheme import parse
from ..supposing import MAKES, Opens
from .asking import actor_of, scheme_or_404, year_of
from .office import PAGE_ROWS


@require_GET
def members(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the members behind one number of a what-if, reckoned anew from the same records."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    found, year = scheme_or_404(actor, public_id), year_of(request, today)
    seats = showing.names_of(list(queries.members_in(year)))
    both = reckoned.both(year, parse(found.data), list(seats.values()))
    asked, opens = supposing.asked_of(request.GET.dict()), Opens(found.public_id, year)
    listed = supposing.members_of(both, asked)
    page = Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page"))
    columns, rows = shifting.MEMBER_COLUMNS, [shifting.member_row(seats[each], both, opens) for each in page]
    if asked.make:
        columns = [*columns, Column(f"{MAKES[asked.make]}分", "number")]
        rows = [[*row, shifting.make_cell(seats[each], both, asked)] for row, each in zip(rows, page, strict=True)]
    context = {
        "title": asked.words, "year": year, "figures": shifting.sums_of(both, asked, listed), "page": page,
        "columns": columns, "rows": rows, "crumbs": [*_crumbs(found, year), Crumb(asked.words)],
    }  # fmt: skip
    return render(request, "duty/what_if_members.html", context)


@require_GET
def member(request: HttpRequest, public_id: UUID, member: UUID) -> HttpResponse:
    """Show the points a scheme would give one member of a year, each with its fact and rule."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    found, year = scheme_or_404(actor, public_id), year_of(request, today)
    seat = get_object_or_404(queries.members_in(year), public_id=member)
    scheme = parse(found.data)
    tally = reckoned.tally_of(seat, year, scheme)
    context = {
        "seat": seat, "year": year, "scheme": found, "sums": showing.sum_figures(scheme, tally), "unmet": tally.unmet,
        "columns": showing.LINE_COLUMNS, "rows": showing.line_rows(scheme, tally, showing.record_urls(tally)),
        "own": Opens(found.public_id, year).own(seat),
        "crumbs": [*_crumbs(found, year), Crumb(seat.person.name)],
    }  # fmt: skip
    return render(request, "duty/what_if_member.html", context)


def _crumbs(found: SchemeVersion, year: int) -> list[Crumb]:
    return [
        Crumb("考核办法", address("duty:schemes")),
        Crumb(str(found), address("duty:scheme", public_id=found.public_id)),
        Crumb("规则推演", f"{address('duty:what-if', public_id=found.public_id)}?year={year}"),
    ]
