"""A member's own year: what was done, what it counts and why, and the deeds outside to report."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.attachment import services as files
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb

from .. import averages, forms, listing, noticing, queries, reckoned, showing
from ..listing import Asked
from ..services import claiming
from ..services.claiming import Claim
from .asking import actor_of, year_of
from .office import years_of

YEARS_BACK = 3


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Show the own year: deeds, points with their rules, what waits; nobody else's (own detail only)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read_own", actor)
    year = year_of(request, today)
    seat = queries.own_membership(actor, today)
    context: dict[str, Any] = {
        "year": year,
        "days": queries.years().words(year),
        "seat": seat,
        "tabs": years_of("duty:own", year, today, YEARS_BACK),
    }
    if seat is not None:
        scheme, tally = queries.scheme_of(year), reckoned.tally_of(seat, year)
        rows = queries.records_visible_to(actor).filter(year=year, membership=seat).order_by("-on", "-id")
        deeds = noticing.deeds_in(year, [seat.pk]).get(seat.pk, noticing.Deeds())
        what = given if (given := request.GET.get("what", "")) in listing.WHAT else ""
        asked_rows = listing.rows_of(actor, Asked(year, what, member=seat)) if what else rows
        means = averages.recent(year, at=timezone.now())
        mean_columns, mean_rows = showing.beside_means(deeds, tally, means.beside(seat))
        context |= {
            "mean_columns": mean_columns,
            "mean_rows": mean_rows,
            "mean_note": f"不排名次；平均数截至{timezone.localtime(means.at):%-m月%-d日%H:%M}",
            "scheme": scheme,
            "deeds": showing.deed_figures(deeds, year),
            "sums": showing.sum_figures(scheme, tally),
            "unmet": tally.unmet,
            "parts": showing.item_parts(scheme, tally),
            "all_columns": showing.OWN_COLUMNS,
            "all_rows": [showing.own_row(each) for each in asked_rows],
            "records_title": f"{listing.WHAT[what][0]}记录" if what else "全部记录",
            "asked": listing.WHAT[what][0] if what else "",
            "waiting": [showing.own_row(each) for each in rows if each.state in ("claimed", "disputed", "rejected")],
            "sheet": queries.sheets_visible_to(actor).filter(year=year, membership=seat).order_by("version").last(),
        }
    return render(request, "duty/own.html", context)


@require_http_methods(["GET", "POST"])
@act
def claim(request: HttpRequest) -> HttpResponse:
    """Report a deed outside (自主申报)."""
    actor = actor_of(request)
    require("duty.claim", actor)
    data, uploads = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.ClaimForm(data, uploads, initial={"on": timezone.localdate()})
    if request.method == "POST" and _claimed(form, actor):
        return done(request, "已提交，办公室核对后计入。", to=address("duty:own"))
    crumbs = [Crumb("我的履职", address("duty:own")), Crumb("自主申报")]
    context = {"form": form, "crumbs": crumbs, "back": address("duty:own")}
    return render(request, "duty/claim.html", context, status=409 if form.non_field_errors() else 200)


def _claimed(form: forms.ClaimForm, actor: Actor) -> bool:
    if not form.is_valid():
        return False
    given, at = form.cleaned_data, timezone.now()
    try:
        with transaction.atomic():
            upload = given["file"]
            file = files.keep(file=upload, name=upload.name, by=actor, at=at) if upload else None
            claiming.claim(
                given=Claim(
                    given["kind"], given["on"], given["title"], given["evidence"], file=file, service=given["service"]
                ),
                by=actor,
                at=at,
            )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
